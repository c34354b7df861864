#include "tests/chaos/fault_proxy.hpp"

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>
#include <list>
#include <optional>
#include <thread>

#include "protocol/link/link.hpp"

namespace holdfast::chaos {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using link::as_result;
constexpr auto never = asio::steady_timer::time_point::max();
/// Small enough that a cut falls inside messages, large enough that nothing gets slow.
constexpr std::size_t piece_size = 4096;

struct Pair {
    tcp::socket client;
    tcp::socket relay;
    std::size_t carried = 0;
};

void reset(tcp::socket& socket)
{
    boost::system::error_code ignored;
    socket.set_option(asio::socket_base::linger{true, 0}, ignored);
    socket.close(ignored);
}

void reset(Pair& pair)
{
    reset(pair.client);
    reset(pair.relay);
}

}  // namespace

struct FaultProxy::Impl {
    asio::io_context io{1};
    tcp::acceptor acceptor{io, {asio::ip::address_v4::loopback(), 0}};
    std::uint16_t port = acceptor.local_endpoint().port();
    std::uint16_t relay = 0;
    std::list<std::weak_ptr<Pair>> pairs;
    asio::steady_timer healed{io, never};
    bool holding = false;
    bool damage = false;
    std::chrono::milliseconds wait{0};
    std::optional<std::size_t> carries;
    std::jthread thread;  // last: ends first

    template <class Change>
    void change(Change what)
    {
        asio::post(io, asio::use_future([&] { what(); })).get();
    }
    void cut();
    void heal();
    asio::awaitable<void> accept_all();
    asio::awaitable<void> join(tcp::socket client);
    asio::awaitable<void> carry(std::shared_ptr<Pair> pair, bool up);
    asio::awaitable<bool> pass_on(Pair& pair, tcp::socket& to, asio::mutable_buffer piece);
};

void FaultProxy::Impl::cut()
{
    for (const auto& one : pairs)
        if (const auto pair = one.lock()) reset(*pair);
    pairs.clear();
}

void FaultProxy::Impl::heal()
{
    holding = damage = false;
    wait = {};
    carries.reset();
    healed.cancel();
}

asio::awaitable<void> FaultProxy::Impl::accept_all()
{
    for (;;) {
        auto [error, client] = co_await acceptor.async_accept(as_result);
        if (!error) asio::co_spawn(io, join(std::move(client)), asio::detached);
    }
}

asio::awaitable<void> FaultProxy::Impl::join(tcp::socket client)
{
    const auto pair = std::make_shared<Pair>(Pair{std::move(client), tcp::socket{io}});
    const auto [error] = co_await pair->relay.async_connect({asio::ip::address_v4::loopback(), relay}, as_result);
    if (error) co_return reset(pair->client);
    pairs.remove_if([](const auto& one) { return one.expired(); });
    pairs.push_back(pair);
    asio::co_spawn(io, carry(pair, true), asio::detached);
    asio::co_spawn(io, carry(pair, false), asio::detached);
}

asio::awaitable<void> FaultProxy::Impl::carry(std::shared_ptr<Pair> pair, bool up)
{
    auto& from = up ? pair->client : pair->relay;
    auto& to = up ? pair->relay : pair->client;
    std::array<char, piece_size> piece{};
    for (;;) {
        const auto [error, count] = co_await from.async_read_some(asio::buffer(piece), as_result);
        if (error == asio::error::eof) {  // a goodbye is passed on as one; anything else ends both sides
            boost::system::error_code ignored;
            to.shutdown(tcp::socket::shutdown_send, ignored);
            co_return;
        }
        if (error || !co_await pass_on(*pair, to, asio::buffer(piece, count))) co_return reset(*pair);
    }
}

asio::awaitable<bool> FaultProxy::Impl::pass_on(Pair& pair, tcp::socket& to, asio::mutable_buffer piece)
{
    asio::steady_timer pause{io, wait};
    co_await pause.async_wait(as_result);
    while (holding) co_await healed.async_wait(as_result);
    if (std::exchange(damage, false)) static_cast<char*>(piece.data())[piece.size() / 2] ^= 1;
    const auto left = carries ? *carries - std::min(*carries, pair.carried) : piece.size();
    const auto part = std::min(left, piece.size());
    pair.carried += part;
    const auto [error, written] = co_await asio::async_write(to, asio::buffer(piece.data(), part), as_result);
    co_return !error && part == piece.size();
}

FaultProxy::FaultProxy() : impl_{std::make_unique<Impl>()}
{
    asio::co_spawn(impl_->io, impl_->accept_all(), asio::detached);
    impl_->thread = std::jthread{[&io = impl_->io] { io.run(); }};
}

FaultProxy::~FaultProxy() { impl_->io.stop(); }

std::uint16_t FaultProxy::port() const noexcept { return impl_->port; }

void FaultProxy::lead_to(std::uint16_t relay)
{
    impl_->change([&] { impl_->relay = relay; });
}

void FaultProxy::cut()
{
    impl_->change([&] { impl_->cut(); });
}

void FaultProxy::hold()
{
    impl_->change([&] { impl_->holding = true; });
}

void FaultProxy::delay(std::chrono::milliseconds each)
{
    impl_->change([&] { impl_->wait = each; });
}

void FaultProxy::damage_next()
{
    impl_->change([&] { impl_->damage = true; });
}

void FaultProxy::cut_after(std::size_t bytes)
{
    impl_->change([&] { impl_->carries = bytes; });
}

void FaultProxy::heal()
{
    impl_->change([&] { impl_->heal(); });
}

}  // namespace holdfast::chaos
