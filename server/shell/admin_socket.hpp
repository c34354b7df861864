// holdfastd's end of the admin socket. Only root and the daemon's own user are answered (SO_PEERCRED); the socket file
// has mode 0600 besides. The socket for the program that tells people outside has mode 0660, and answers one question
// only. Network thread.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>
#include <memory>

#include "protocol/base/result.hpp"
#include "server/shell/admin_protocol.hpp"

namespace holdfast::server {

/// Who is answered at a socket, and what.
enum class SocketFor : std::uint8_t {
    admins,   ///< everything, to root and to the daemon's own user
    outside,  ///< AskWaiting alone, to whoever the file's mode lets in: its owner and its group
};

class AdminSocket {
  public:
    /// Carries a request out.
    class Handler {
      public:
        virtual ~Handler() = default;
        [[nodiscard]] virtual boost::asio::awaitable<SocketAnswer> answer(SocketRequest request) = 0;
    };

    /// Takes the place of a socket file left behind by a process that was killed. Errc::cannot_listen: the folder is
    /// missing or not writable, or somebody answers at the socket that is there. `handler` outlives this object.
    [[nodiscard]] static Result<std::unique_ptr<AdminSocket>> open(const boost::asio::any_io_executor& executor,
                                                                   const std::filesystem::path& path, Handler& handler,
                                                                   SocketFor whom = SocketFor::admins);
    ~AdminSocket();
    AdminSocket(const AdminSocket&) = delete;
    AdminSocket& operator=(const AdminSocket&) = delete;

    /// Answers admins side by side, until close().
    [[nodiscard]] boost::asio::awaitable<void> serve();
    void close() noexcept;

  private:
    using Protocol = boost::asio::local::stream_protocol;
    AdminSocket(const boost::asio::any_io_executor& executor, std::filesystem::path path, Handler& handler,
                SocketFor whom);
    [[nodiscard]] boost::asio::awaitable<Status> converse(Protocol::socket socket);
    void admit(Protocol::socket socket);
    [[nodiscard]] bool answers(const SocketRequest& request) const noexcept;

    std::filesystem::path path_;
    Handler& handler_;
    SocketFor whom_;
    Protocol::acceptor acceptor_;
    std::shared_ptr<std::size_t> present_ = std::make_shared<std::size_t>(0);  ///< a conversation may outlive this
};

/// What comes next on the admin socket, without its length: both programs read it so. Errors: closed, and those of
/// admin_length.
[[nodiscard]] boost::asio::awaitable<Result<Bytes>> read_admin_message(
    boost::asio::local::stream_protocol::socket& socket);

/// Whether somebody listens at this socket.
[[nodiscard]] bool is_alive(const std::filesystem::path& socket) noexcept;

}  // namespace holdfast::server
