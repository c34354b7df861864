#include "server/shell/programs.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "protocol/base/descriptor.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

bool is_safe(const struct stat& about) noexcept
{
    return (about.st_mode & 022) == 0 && (about.st_uid == 0 || about.st_uid == ::geteuid());
}

/// In the child: never returns.
[[noreturn]] void become_program(std::vector<char*>& arguments)
{
    ::setpgid(0, 0);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, STDIN_FILENO);
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
    ::execv(arguments.front(), arguments.data());
    ::_exit(127);
}

bool ends_within(pid_t child, std::chrono::milliseconds limit)
{
    // By its number: the header of glibc 2.36 is not one of C++.
    const Descriptor handle{static_cast<int>(::syscall(SYS_pidfd_open, child, 0))};
    pollfd ended{handle.get(), POLLIN, 0};
    return handle.is_open() && ::poll(&ended, 1, static_cast<int>(limit.count())) == 1;
}

}  // namespace

Programs programs_in(const fs::path& folder)
{
    Programs found;
    struct stat about {};
    const bool open_folder = ::stat(folder.c_str(), &about) == 0 && !is_safe(about);
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{folder, error}) {
        const auto& path = entry.path();
        if (path.filename().native().starts_with('.') || ::stat(path.c_str(), &about) != 0) continue;
        if (!S_ISREG(about.st_mode) || (about.st_mode & S_IXUSR) == 0) continue;
        (open_folder || !is_safe(about) ? found.unsafe : found.usable).push_back(path);
    }
    std::ranges::sort(found.usable);
    std::ranges::sort(found.unsafe);
    return found;
}

bool run_program(const fs::path& program, const std::vector<std::string>& arguments, std::chrono::milliseconds limit)
{
    std::vector<std::string> words{program.string()};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (auto& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    const pid_t child = ::fork();
    if (child < 0) return false;
    if (child == 0) become_program(pointers);
    const bool in_time = ends_within(child, limit);
    if (!in_time) {
        ::kill(-child, SIGKILL);
        ::kill(child, SIGKILL);
    }
    int status = 0;
    return ::waitpid(child, &status, 0) == child && in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace holdfast::server
