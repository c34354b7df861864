#include "server/shell/ctl/admin_client.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace holdfast::server {

Result<SocketAnswer> ask_daemon(const std::filesystem::path& path, const SocketRequest& request)
{
    namespace asio = boost::asio;
    asio::io_context io;
    asio::local::stream_protocol::socket socket{io};
    boost::system::error_code error;
    socket.connect(asio::local::stream_protocol::endpoint{path.native()}, error);
    if (error == boost::system::errc::permission_denied) return Errc::not_the_admin;
    if (error) return Errc::relay_not_running;
    // A refused admin may find the socket closed while writing; the answer that says so is there all the same.
    boost::system::error_code unwritten;
    asio::write(socket, asio::buffer(admin_frame(request)), unwritten);
    ByteArray<admin_length_size> head{};
    asio::read(socket, asio::buffer(head), error);
    if (error) return Errc::relay_not_running;
    const auto length = admin_length(head);
    if (!length) return length.errc();
    Bytes body(*length);
    asio::read(socket, asio::buffer(body), error);
    if (error) return Errc::relay_not_running;
    return wire::decode<SocketAnswer>(body);
}

}  // namespace holdfast::server
