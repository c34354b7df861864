// The socket beside a vault, through which other windows join the process that has the vault open. One rule: it stands
// in the profile's folder, which belongs to its owner alone and is looked at first, and both ends ask the kernel who is
// at the other one; so nobody else is ever spoken to. SECURITY.md, "listen in on another window's commands".
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <filesystem>

#include "protocol/base/descriptor.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell::join {

using Protocol = boost::asio::local::stream_protocol;

/// Listens, and takes the socket file away again at the end.
class ListeningSocket {
  public:
    /// Precondition: this process has the vault open, so a socket that stands there was left by one that was killed.
    /// Errors: unsafe_folder (it is not its owner's alone), cannot_listen (the disk is full, or has no sockets).
    [[nodiscard]] static Result<ListeningSocket> open(boost::asio::io_context& loop,
                                                      const std::filesystem::path& profile);
    ListeningSocket(ListeningSocket&&) = default;
    ~ListeningSocket() { close(); }

    [[nodiscard]] Protocol::acceptor& acceptor() noexcept { return acceptor_; }
    void close() noexcept;

  private:
    ListeningSocket(Descriptor folder, Protocol::acceptor acceptor);

    Descriptor folder_;
    Protocol::acceptor acceptor_;
};

/// A connection to the process that has the vault of `profile` open. Errors: not_found where nobody is there,
/// unsafe_folder.
[[nodiscard]] Result<Protocol::socket> connect_beside(boost::asio::io_context& loop,
                                                      const std::filesystem::path& profile);

/// Whether this user is at the other end.
[[nodiscard]] bool is_own(Protocol::socket& socket) noexcept;

}  // namespace holdfast::shell::join
