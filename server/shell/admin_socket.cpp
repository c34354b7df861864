#include "server/shell/admin_socket.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"
#include "server/shell/host_linux.hpp"

namespace holdfast::server {
namespace {

namespace asio = boost::asio;
using link::as_result;
// A backup of a large store takes longest.
constexpr std::chrono::minutes conversation_max{10};
// More admins than a practice has, and few enough that none of them can fill the process.
constexpr std::size_t admins_at_once = 8;
constexpr std::chrono::milliseconds pause_without_descriptors{100};

bool is_admin(int socket)
{
    const auto user = host::peer_user(socket);
    return user && (*user == 0 || *user == ::geteuid());
}

/// A socket left by a killed relay is removed; one at which somebody answers, and any other file under that name, is a
/// mistake in the configuration, and stays.
bool make_way(const std::filesystem::path& path)
{
    struct stat about {};
    if (::lstat(path.c_str(), &about) != 0) return true;
    return S_ISSOCK(about.st_mode) && !is_alive(path) && ::unlink(path.c_str()) == 0;
}

}  // namespace

AdminSocket::AdminSocket(const asio::any_io_executor& executor, std::filesystem::path path, Handler& handler,
                         SocketFor whom)
    : path_{std::move(path)}, handler_{handler}, whom_{whom}, acceptor_{executor}
{
}

Result<std::unique_ptr<AdminSocket>> AdminSocket::open(const asio::any_io_executor& executor,
                                                       const std::filesystem::path& path, Handler& handler,
                                                       SocketFor whom)
{
    std::unique_ptr<AdminSocket> admin{new AdminSocket{executor, path, handler, whom}};
    auto& acceptor = admin->acceptor_;
    if (!make_way(path)) return Errc::cannot_listen;
    boost::system::error_code error;
    acceptor.open(Protocol{}, error);
    const auto usual = ::umask(whom == SocketFor::admins ? 0177 : 0117);
    if (!error) acceptor.bind(Protocol::endpoint{path.native()}, error);
    ::umask(usual);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Errc::cannot_listen;
    return admin;
}

AdminSocket::~AdminSocket() { close(); }

void AdminSocket::close() noexcept
{
    if (!acceptor_.is_open()) return;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    ::unlink(path_.c_str());
}

asio::awaitable<void> AdminSocket::serve()
{
    while (acceptor_.is_open()) {
        auto [error, socket] = co_await acceptor_.async_accept(as_result);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            asio::steady_timer pause{acceptor_.get_executor(), pause_without_descriptors};
            co_await pause.async_wait(as_result);
            continue;
        }
        admit(std::move(socket));
    }
}

/// An admin that vanishes or sends nonsense is that admin's trouble only. One too many is let go unanswered.
void AdminSocket::admit(Protocol::socket socket)
{
    if (*present_ >= admins_at_once) return;
    ++*present_;
    asio::co_spawn(acceptor_.get_executor(), link::within(conversation_max, converse(std::move(socket))),
                   [present = present_](const std::exception_ptr&, const Result<void>&) { --*present; });
}

asio::awaitable<Status> AdminSocket::converse(Protocol::socket socket)
{
    SocketAnswer answer = AdminRefused{Errc::not_the_admin};
    if (whom_ == SocketFor::outside || is_admin(socket.native_handle())) {
        const auto body = co_await read_admin_message(socket);
        if (!body) co_return body.errc();
        auto request = wire::decode<SocketRequest>(*body);
        if (!request) answer = AdminRefused{request.errc()};
        if (request && answers(*request)) answer = co_await handler_.answer(std::move(request).value());
    }
    const auto frame = admin_frame(answer);
    const auto [unwritten, size] = co_await asio::async_write(socket, asio::buffer(frame), as_result);
    if (unwritten) co_return Errc::closed;
    co_return ok();
}

bool AdminSocket::answers(const SocketRequest& request) const noexcept
{
    return whom_ == SocketFor::admins || std::holds_alternative<AskWaiting>(request);
}

asio::awaitable<Result<Bytes>> read_admin_message(asio::local::stream_protocol::socket& socket)
{
    ByteArray<admin_length_size> head{};
    const auto [no_head, head_size] = co_await asio::async_read(socket, asio::buffer(head), as_result);
    if (no_head) co_return Errc::closed;
    const auto length = admin_length(head);
    if (!length) co_return length.errc();
    Bytes body(*length);
    const auto [no_body, body_size] = co_await asio::async_read(socket, asio::buffer(body), as_result);
    if (no_body) co_return Errc::closed;
    co_return body;
}

bool is_alive(const std::filesystem::path& socket) noexcept
{
    asio::io_context io;
    asio::local::stream_protocol::socket caller{io};
    boost::system::error_code refused;
    caller.connect(asio::local::stream_protocol::endpoint{socket.native()}, refused);
    return !refused;
}

}  // namespace holdfast::server
