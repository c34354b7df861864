#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "protocol/link/handshake.hpp"
#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"

namespace holdfast::link {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// A name being looked up. Shared, since the system's resolver cannot be cut short and may finish long after its caller
// gave up.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor) : resolver{executor}, finished{executor} {}
    tcp::resolver resolver;
    asio::steady_timer finished;  // cancelled as soon as the answer is there
    std::optional<error_code> error;
    tcp::resolver::results_type found;
};

asio::awaitable<Result<tcp::resolver::results_type>> look_up(std::string host, std::uint16_t port, Duration limit)
{
    const auto lookup = std::make_shared<Lookup>(co_await asio::this_coro::executor);
    lookup->finished.expires_after(limit);
    lookup->resolver.async_resolve(host, std::to_string(port), tcp::resolver::numeric_service,
                                   [lookup](error_code error, tcp::resolver::results_type found) {
                                       lookup->error = error;
                                       lookup->found = std::move(found);
                                       lookup->finished.cancel();
                                   });
    co_await lookup->finished.async_wait(as_result);
    if (!lookup->error) co_return Errc::timed_out;
    if (*lookup->error || lookup->found.empty()) co_return Errc::unreachable;
    co_return std::move(lookup->found);
}

asio::awaitable<Result<tcp::socket>> dial(tcp::endpoint address)
{
    tcp::socket socket{co_await asio::this_coro::executor};
    const auto [error] = co_await socket.async_connect(address, as_result);
    if (error) co_return Errc::unreachable;
    error_code ignored;
    socket.set_option(tcp::no_delay{true}, ignored);
    co_return std::move(socket);
}

// Each address gets an equal part of the time that is left, so that one that swallows packets leaves some for the next.
asio::awaitable<Result<tcp::socket>> dial_any(tcp::resolver::results_type addresses, Clock::time_point deadline)
{
    Errc last = Errc::unreachable;
    auto left = static_cast<int>(addresses.size());
    for (const auto& entry : addresses) {
        const auto share = std::max(deadline - Clock::now(), Duration::zero()) / left--;
        auto socket = co_await within(share, dial(entry.endpoint()));
        if (socket) co_return std::move(socket).value();
        last = socket.errc();
    }
    co_return last;
}

}  // namespace

asio::awaitable<Result<Connection>> connect(std::string host, std::uint16_t port, Duration limit,
                                            ConnectOptions options)
{
    const auto deadline = Clock::now() + limit;
    auto addresses = co_await look_up(host, port, limit);
    if (!addresses) co_return addresses.errc();
    auto socket = co_await dial_any(std::move(addresses).value(), deadline);
    if (!socket) co_return socket.errc();
    ClientSide side{std::move(host), port, deadline - Clock::now(), options};
    co_return co_await open_as_client(std::move(socket).value(), std::move(side));
}

}  // namespace holdfast::link
