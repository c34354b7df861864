#include "client/shell/join/join_socket.hpp"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <utility>

namespace holdfast::shell::join {
namespace {

namespace fs = std::filesystem;

constexpr const char* file_name = "open.sock";

/// The folder itself, whatever its path leads to later. A link to it may be its owner's; what it leads to must be.
Result<Descriptor> own_folder(const fs::path& profile)
{
    Descriptor folder{::open(profile.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    struct stat about {};
    if (!folder.is_open() || ::fstat(folder.get(), &about) != 0) return Errc::not_found;
    const bool others = (about.st_mode & (S_IRWXG | S_IRWXO)) != 0;
    if (about.st_uid != ::geteuid() || others) return Errc::unsafe_folder;
    return folder;
}

/// A name that fits into an address however long the path is, and that stays in this folder.
Protocol::endpoint endpoint_in(const Descriptor& folder)
{
    return Protocol::endpoint{"/proc/self/fd/" + std::to_string(folder.get()) + "/" + file_name};
}

/// Anything but a socket under that name is not ours to remove.
bool remove_socket(const Descriptor& folder) noexcept
{
    struct stat about {};
    if (::fstatat(folder.get(), file_name, &about, AT_SYMLINK_NOFOLLOW) != 0) return true;
    return S_ISSOCK(about.st_mode) && ::unlinkat(folder.get(), file_name, 0) == 0;
}

/// A link would lead to a socket of somebody else's choice.
bool is_socket(const Descriptor& folder) noexcept
{
    struct stat about {};
    return ::fstatat(folder.get(), file_name, &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISSOCK(about.st_mode);
}

}  // namespace

ListeningSocket::ListeningSocket(Descriptor folder, Protocol::acceptor acceptor)
    : folder_{std::move(folder)}, acceptor_{std::move(acceptor)}
{
}

Result<ListeningSocket> ListeningSocket::open(boost::asio::io_context& loop, const fs::path& profile)
{
    auto folder = own_folder(profile);
    if (folder.has_error()) return folder.errc();
    if (!remove_socket(*folder)) return Errc::cannot_listen;
    Protocol::acceptor acceptor{loop};
    boost::system::error_code error;
    acceptor.open(Protocol{}, error);
    if (!error) acceptor.bind(endpoint_in(*folder), error);
    if (!error) acceptor.listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) return Errc::cannot_listen;
    return ListeningSocket{std::move(*folder), std::move(acceptor)};
}

void ListeningSocket::close() noexcept
{
    if (!acceptor_.is_open()) return;
    remove_socket(folder_);
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

Result<Protocol::socket> connect_beside(boost::asio::io_context& loop, const fs::path& profile)
{
    const auto folder = own_folder(profile);
    if (folder.has_error()) return folder.errc();
    if (!is_socket(*folder)) return Errc::not_found;
    Protocol::socket socket{loop};
    boost::system::error_code error;
    socket.connect(endpoint_in(*folder), error);
    if (error || !is_own(socket)) return Errc::not_found;
    return socket;
}

bool is_own(Protocol::socket& socket) noexcept
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    return ::getsockopt(socket.native_handle(), SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && peer.uid == ::geteuid();
}

}  // namespace holdfast::shell::join
