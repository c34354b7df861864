#include "server/shell/host_linux.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include <cerrno>
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

void protect_memory() noexcept
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    if (!watched_by_sanitizer) ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    // Under a limit, locking everything would make later allocations fail; the systemd unit lifts it.
    rlimit lockable{};
    if (::getrlimit(RLIMIT_MEMLOCK, &lockable) == 0 && lockable.rlim_cur == RLIM_INFINITY)
        ::mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT);
}

void raise_file_limit() noexcept
{
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
    files.rlim_cur = files.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &files);
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

std::optional<std::uint64_t> free_bytes(const std::filesystem::path& path) noexcept
{
    struct statvfs about {};
    if (::statvfs(path.c_str(), &about) != 0) return std::nullopt;
    return std::uint64_t{about.f_bavail} * about.f_frsize;
}

std::optional<uid_t> peer_user(int socket) noexcept
{
    ucred peer{};
    socklen_t size = sizeof(peer);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
    return peer.uid;
}

Result<FileLock> FileLock::take(const std::filesystem::path& path)
{
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0) return errno == ENOSPC ? Errc::disk_full : Errc::store_broken;
    FileLock lock{descriptor};
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) return Errc::data_in_use;
    return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

FileLock& FileLock::operator=(FileLock&& other) noexcept
{
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

FileLock::~FileLock()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace holdfast::server::host
