#include "server/shell/host_linux.hpp"

#include <fcntl.h>
#include <grp.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <utility>

namespace holdfast::server::host {
namespace {

// The leak checker reads its own process from outside, which protect_memory() would forbid.
#if defined(__SANITIZE_ADDRESS__)
constexpr bool watched_by_sanitizer = true;
#elif defined(__has_feature)
constexpr bool watched_by_sanitizer = __has_feature(address_sanitizer);
#else
constexpr bool watched_by_sanitizer = false;
#endif

}  // namespace

bool protect_memory() noexcept
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    if (!watched_by_sanitizer) ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // Under a limit, locking everything would make later allocations fail. Root may lift it.
    const rlimit unbounded{RLIM_INFINITY, RLIM_INFINITY};
    ::setrlimit(RLIMIT_MEMLOCK, &unbounded);
    rlimit lockable{};
    return ::getrlimit(RLIMIT_MEMLOCK, &lockable) == 0 && lockable.rlim_cur == RLIM_INFINITY &&
           ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
}

void raise_file_limit() noexcept
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
}

bool has_manager() noexcept { return std::getenv("NOTIFY_SOCKET") != nullptr; }

void tell_manager(const std::string& state) noexcept
{
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path == nullptr || std::strlen(path) >= sizeof(address.sun_path)) return;
    address.sun_family = AF_UNIX;
    const auto length = std::strlen(path);
    std::memcpy(address.sun_path, path, length);
    if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // a name that is no file
    const Descriptor socket{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket.is_open()) return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    [[maybe_unused]] const auto sent = ::sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL,
                                                reinterpret_cast<const sockaddr*>(&address), size);
}

std::optional<int> given_socket() noexcept
{
    constexpr int first_given = 3;
    const char* process = std::getenv("LISTEN_PID");
    const char* count = std::getenv("LISTEN_FDS");
    if (process == nullptr || count == nullptr || process != std::to_string(::getpid())) return std::nullopt;
    if (std::strtol(count, nullptr, 10) < 1) return std::nullopt;
    return first_given;
}

void run_again(char** arguments) noexcept { ::execv("/proc/self/exe", arguments); }

std::chrono::milliseconds time_since_boot() noexcept
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds{now.tv_sec} +
                                                                 std::chrono::nanoseconds{now.tv_nsec});
}

bool clock_synchronised() noexcept
{
    timex state{};
    const int answer = ::adjtimex(&state);
    return answer >= 0 && answer != TIME_ERROR;
}

bool clock_was_set() noexcept
{
    return clock_synchronised() || ::access("/run/systemd/timesync/synchronized", F_OK) == 0;
}

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& path) noexcept
{
    struct statvfs about {};
    if (::statvfs(path.c_str(), &about) != 0) return std::nullopt;
    return std::uint64_t{about.f_bavail} * about.f_frsize;
}

std::string version_of_files(const std::vector<std::filesystem::path>& files)
{
    std::string version;
    for (const auto& file : files) {
        struct stat about {};
        if (::stat(file.c_str(), &about) != 0) {
            version += "none;";
            continue;
        }
        for (const auto part : {std::int64_t{about.st_mtim.tv_sec}, std::int64_t{about.st_mtim.tv_nsec},
                                static_cast<std::int64_t>(about.st_ino), std::int64_t{about.st_size}})
            version += std::to_string(part) + ',';
        version += ';';
    }
    return version;
}

std::optional<uid_t> peer_user(int socket) noexcept
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
    return peer.uid;
}

Result<Owner> owner_of(const std::filesystem::path& folder)
{
    struct stat about {};
    if (::lstat(folder.c_str(), &about) != 0) return Errc::no_relay_yet;
    if (S_ISLNK(about.st_mode) && about.st_uid != 0 && about.st_uid != ::geteuid()) return Errc::unsafe_folder;
    if (::stat(folder.c_str(), &about) != 0) return Errc::no_relay_yet;
    return Owner{about.st_uid, about.st_gid};
}

Result<ActingAs> ActingAs::start(Owner owner)
{
    ActingAs acting;
    if (::geteuid() != 0 || owner.user == 0) return acting;
    const int count = ::getgroups(0, nullptr);
    if (count < 0) return Errc::not_the_admin;
    acting.other_groups_.resize(static_cast<std::size_t>(count));
    if (::getgroups(count, acting.other_groups_.data()) != count) return Errc::not_the_admin;
    acting.group_ = ::getegid();
    // From here on the destructor goes back, whatever fails.
    if (::setgroups(1, &owner.group) != 0 || ::setegid(owner.group) != 0 || ::seteuid(owner.user) != 0)
        return Errc::not_the_admin;
    return acting;
}

ActingAs::ActingAs(ActingAs&& other) noexcept
    : group_{std::exchange(other.group_, std::nullopt)}, other_groups_{std::move(other.other_groups_)}
{
}

ActingAs::~ActingAs()
{
    if (!group_) return;
    const bool back =
        ::seteuid(0) == 0 && ::setegid(*group_) == 0 && ::setgroups(other_groups_.size(), other_groups_.data()) == 0;
    require(back, "root cannot be root again");
}

Status become(Owner owner)
{
    if (::geteuid() != 0 || owner.user == 0) return ok();
    const bool done = ::setgroups(1, &owner.group) == 0 && ::setgid(owner.group) == 0 && ::setuid(owner.user) == 0;
    if (!done || ::geteuid() != owner.user) return Errc::not_the_admin;
    return ok();
}

Result<FileLock> FileLock::take(const std::filesystem::path& path)
{
    Descriptor file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)};
    if (!file.is_open()) return errno == ENOSPC ? Errc::disk_full : Errc::store_broken;
    if (::flock(file.get(), LOCK_EX | LOCK_NB) != 0) return Errc::data_in_use;
    return FileLock{std::move(file)};
}

}  // namespace holdfast::server::host
