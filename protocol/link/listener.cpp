#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "protocol/link/handshake.hpp"
#include "protocol/link/link.hpp"

namespace holdfast::link {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

struct Pending::State {
    tcp::socket socket;
    ServerSide side;
};

struct Listener::State {
    State(const asio::any_io_executor& executor, ListenOptions options_, TlsContext context_)
        : options{std::move(options_)}, context{std::move(context_)}, acceptor{executor}, pause{executor}
    {
    }
    ListenOptions options;
    TlsContext context;
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    /// A peer was not accepted. Said once, since it is tried again several times per second.
    void note(const error_code& error)
    {
        const bool descriptors =
            error == asio::error::no_descriptors || error == boost::system::errc::too_many_files_open_in_system;
        if (!descriptors || std::exchange(exhausted, true)) return;
        if (options.out_of_descriptors) options.out_of_descriptors();
    }

    std::uint16_t port = 0;
    bool exhausted = false;
};

namespace {

// How long to wait when the system has no descriptor to give: ended sessions free some in the meantime.
constexpr auto pause_without_descriptors = std::chrono::milliseconds{100};

/// The descriptor stays the caller's: a program that starts anew in this process finds it again.
Status adopt(tcp::acceptor& acceptor, int socket)
{
    sockaddr_storage about{};
    socklen_t size = sizeof(about);
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&about), &size) != 0) return Errc::cannot_listen;
    if (about.ss_family != AF_INET && about.ss_family != AF_INET6) return Errc::cannot_listen;
    const int own = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (own < 0) return Errc::cannot_listen;
    error_code error;
    acceptor.assign(about.ss_family == AF_INET ? tcp::v4() : tcp::v6(), own, error);
    if (!error) return ok();
    ::close(own);
    return Errc::cannot_listen;
}

Status bind(tcp::acceptor& acceptor, const ListenOptions& options)
{
    if (options.socket >= 0) return adopt(acceptor, options.socket);
    error_code error;
    const auto address = asio::ip::make_address(options.address, error);
    if (error) return Errc::cannot_listen;
    const tcp::endpoint endpoint{address, options.port};
    acceptor.open(endpoint.protocol(), error);
    if (error) return Errc::cannot_listen;
    acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (address.is_v6() && address.is_unspecified()) acceptor.set_option(asio::ip::v6_only{false}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Errc::cannot_listen;
    return ok();
}

asio::awaitable<Result<Pending>> next_peer(std::shared_ptr<Listener::State> state)
{
    while (state->acceptor.is_open()) {
        tcp::socket socket{state->acceptor.get_executor()};
        tcp::endpoint peer;
        const auto [error] = co_await state->acceptor.async_accept(socket, peer, as_result);
        if (error == asio::error::operation_aborted) break;
        if (error) {
            state->note(error);
            state->pause.expires_after(pause_without_descriptors);
            const auto [interrupted] = co_await state->pause.async_wait(as_result);
            if (interrupted) break;
            continue;
        }
        state->exhausted = false;
        error_code ignored;
        socket.set_option(tcp::no_delay{true}, ignored);
        ServerSide side{state->context, numeric(peer.address()), state->options.behind_proxy, state->options.timing};
        co_return Pending{std::make_unique<Pending::State>(Pending::State{std::move(socket), std::move(side)})};
    }
    co_return Errc::closed;
}

}  // namespace

Pending::Pending(std::unique_ptr<State> state) noexcept : state_{std::move(state)} {}
Pending::Pending(Pending&&) noexcept = default;
Pending& Pending::operator=(Pending&&) noexcept = default;
Pending::~Pending() = default;

asio::awaitable<Result<Connection>> Pending::handshake()
{
    require(state_ != nullptr, "a second handshake with one peer");
    const auto state = std::move(state_);
    return open_as_server(std::move(state->socket), std::move(state->side));
}

const std::string& Pending::peer_address() const noexcept { return state_->side.peer; }

Result<Listener> Listener::open(asio::any_io_executor executor, ListenOptions options)
{
    auto context = server_context(options.certificate, options.key);
    if (!context) return context.errc();
    auto state = std::make_shared<State>(executor, std::move(options), std::move(context).value());
    if (const auto bound = bind(state->acceptor, state->options); !bound) return bound.errc();
    state->port = state->acceptor.local_endpoint().port();
    return Listener{std::move(state)};
}

Listener::Listener(std::shared_ptr<State> state) noexcept : state_{std::move(state)} {}
Listener::Listener(Listener&&) noexcept = default;
Listener::~Listener() { close(); }

Listener& Listener::operator=(Listener&& other) noexcept
{
    if (this != &other) {
        close();
        state_ = std::move(other.state_);
    }
    return *this;
}

asio::awaitable<Result<Pending>> Listener::accept() { return next_peer(state_); }

Status Listener::reload_certificate()
{
    auto context = server_context(state_->options.certificate, state_->options.key);
    if (!context) return context.errc();
    state_->context = std::move(context).value();
    return ok();
}

std::uint16_t Listener::port() const noexcept { return state_->port; }

void Listener::close() noexcept
{
    if (!state_) return;
    error_code ignored;
    state_->acceptor.close(ignored);
    state_->pause.cancel();
}

}  // namespace holdfast::link
