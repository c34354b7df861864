#include "server/shell/ctl/admin_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/asio/write.hpp>

#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"
#include "server/shell/admin_socket.hpp"

namespace holdfast::server {
namespace {

namespace asio = boost::asio;
using link::as_result;
using Socket = asio::local::stream_protocol::socket;

constexpr std::chrono::seconds patience{10};
/// A large store takes some minutes to copy.
constexpr std::chrono::minutes patience_for_backup{10};

asio::awaitable<Result<SocketAnswer>> converse(Socket& socket, Bytes question)
{
    // A refused admin may find the socket closed while writing; the answer that says so is there all the same.
    [[maybe_unused]] const auto unwritten = co_await asio::async_write(socket, asio::buffer(question), as_result);
    const auto body = co_await read_admin_message(socket);
    if (!body) co_return body.errc() == Errc::closed ? Errc::relay_not_running : body.errc();
    co_return wire::decode<SocketAnswer>(*body);
}

}  // namespace

Result<SocketAnswer> ask_daemon(const std::filesystem::path& path, const SocketRequest& request)
{
    asio::io_context io;
    Socket socket{io};
    boost::system::error_code error;
    socket.connect(asio::local::stream_protocol::endpoint{path.native()}, error);
    if (error == boost::system::errc::permission_denied) return Errc::not_the_admin;
    if (error) return Errc::relay_not_running;
    const std::chrono::steady_clock::duration limit = std::holds_alternative<MakeBackup>(request)
                                                          ? std::chrono::steady_clock::duration{patience_for_backup}
                                                          : patience;
    auto answer = asio::co_spawn(io, link::within(limit, converse(socket, admin_frame(request))), asio::use_future);
    io.run();
    return answer.get();
}

}  // namespace holdfast::server
