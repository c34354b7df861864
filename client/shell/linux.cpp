// The one file of the client that needs Linux (most of it, POSIX).
#include <fcntl.h>
#include <malloc.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <iterator>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/shell/platform.hpp"
#include "protocol/base/descriptor.hpp"

namespace holdfast::shell::platform {
namespace {

constexpr std::size_t width_without_terminal = 80;
/// Narrower windows are treated as this wide: nothing sensible fits.
constexpr std::size_t least_width = 20;

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// A terminal without echo, as it was at the end of the scope.
class NoEcho {
  public:
    explicit NoEcho(int terminal) noexcept : terminal_{terminal}
    {
        if (::tcgetattr(terminal_, &before_) != 0) return;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        changed_ = ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }
    ~NoEcho()
    {
        if (changed_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
    NoEcho(const NoEcho&) = delete;
    NoEcho& operator=(const NoEcho&) = delete;

  private:
    int terminal_;
    termios before_{};
    bool changed_ = false;
};

volatile std::sig_atomic_t gave_up = 0;

/// While a question is on the terminal, Ctrl-C and its kin end the question, so that the terminal is always restored.
class GiveUp {
  public:
    GiveUp() noexcept
    {
        gave_up = 0;
        struct sigaction note {};
        note.sa_handler = [](int) { gave_up = 1; };
        for (std::size_t i = 0; i < std::size(signals); ++i) ::sigaction(signals[i], &note, &before_[i]);
    }
    ~GiveUp()
    {
        for (std::size_t i = 0; i < std::size(signals); ++i) ::sigaction(signals[i], &before_[i], nullptr);
    }
    GiveUp(const GiveUp&) = delete;
    GiveUp& operator=(const GiveUp&) = delete;

  private:
    static constexpr int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction before_[std::size(signals)]{};
};

void say(int terminal, std::string_view words) noexcept
{
    [[maybe_unused]] const auto written = ::write(terminal, words.data(), words.size());
}

/// The most that glibc takes, and the steps in which the heap grows.
constexpr int largest_in_heap = 32 << 20;
constexpr int heap_step = 1 << 20;
/// Of the limit, what is left to the stack as it grows: a locked stack that may not grow would end the program.
constexpr std::size_t left_for_stack = 1 << 20;

/// Where this program's memory is locked by now.
class LockedMemory {
  public:
    LockedMemory() noexcept : budget_{budget()}
    {
        std::ifstream maps{"/proc/self/maps"};
        for (std::string line; std::getline(maps, line);) {
            if (line.ends_with("[heap]")) heap_ = range_of(line).first;
            if (!line.ends_with("[stack]") || budget_ <= left_for_stack) continue;
            if (const auto [from, to] = range_of(line); lock(from, to)) budget_ -= left_for_stack;
        }
    }

    void follow_heap() noexcept
    {
        const auto end = reinterpret_cast<std::uintptr_t>(::sbrk(0));
        if (heap_ == 0 || end <= heap_) return;
        const auto size = std::min<std::size_t>(end - heap_, budget_);
        if (size == 0 || !lock(heap_, heap_ + size)) return;
        budget_ -= size;
        heap_ += size;
    }

  private:
    static std::size_t budget() noexcept
    {
        rlimit limit{};
        if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0) return 0;
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_MEMLOCK, &limit);
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        return limit.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : limit.rlim_cur / page * page;
    }
    /// A line of the kernel's list begins "from-to ", in hexadecimal.
    static std::pair<std::uintptr_t, std::uintptr_t> range_of(const std::string& line)
    {
        char* rest = nullptr;
        const auto from = std::strtoull(line.c_str(), &rest, 16);
        return {from, *rest == '-' ? std::strtoull(rest + 1, nullptr, 16) : from};
    }
    /// Pages that were never touched cost nothing.
    static bool lock(std::uintptr_t from, std::uintptr_t to) noexcept
    {
        return ::mlock2(reinterpret_cast<void*>(from), to - from, MLOCK_ONFAULT) == 0;
    }

    std::size_t budget_ = 0;   ///< bytes that may still be locked
    std::uintptr_t heap_ = 0;  ///< where the heap is not locked yet; 0: none was found
};

/// The part of a path after ".../zoneinfo/".
std::string zone_in(std::string_view path)
{
    constexpr std::string_view folder = "zoneinfo/";
    const auto at = path.rfind(folder);
    return at == std::string_view::npos ? std::string{} : std::string{path.substr(at + folder.size())};
}

/// A standard descriptor that is closed would be given to the next file that is opened, the vault among them, and be
/// written to in its place. The descriptors opened here instead can be used no more than the closed ones.
void keep_standard_descriptors() noexcept
{
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        if (::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            static_cast<void>(::open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY));
}

}  // namespace

void harden() noexcept
{
    keep_standard_descriptors();
    // One heap that only grows, in large steps: what is locked stays locked.
    ::mallopt(M_MMAP_THRESHOLD, largest_in_heap);
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    ::mallopt(M_TOP_PAD, heap_step);
    ::mallopt(M_ARENA_MAX, 1);  // commands of other windows have stacks of their own, and no heap
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    ::umask(077);
    std::signal(SIGPIPE, SIG_IGN);
    lock_memory();
}

void lock_memory() noexcept
{
    static LockedMemory memory;
    memory.follow_heap();
}

bool is_terminal(int descriptor) noexcept { return ::isatty(descriptor) == 1; }

bool is_plain_wanted() noexcept
{
    const auto says = [](const char* name) { return std::string_view{std::getenv(name) ? std::getenv(name) : ""}; };
    const auto asked = says("HOLDFAST_PLAIN");
    const auto terminal = says("TERM");
    return (!asked.empty() && asked != "0") || terminal.empty() || terminal == "dumb" || !is_terminal(STDOUT_FILENO);
}

bool can_be_painted() noexcept
{
    const auto* terminal = std::getenv("TERM");
    return is_terminal(STDOUT_FILENO) && terminal && *terminal && std::string_view{terminal} != "dumb";
}

bool draws_braille() noexcept
{
    const auto* terminal = std::getenv("TERM");
    return !terminal || std::string_view{terminal} != "linux";
}

std::size_t terminal_width() noexcept
{
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return width_without_terminal;
    return std::max<std::size_t>(size.ws_col, least_width);
}

int resize_signal() noexcept { return SIGWINCH; }
int suspend_signal() noexcept { return SIGTSTP; }
// As the terminal does for the keys of its own: SIGTSTP has a handler here, so that the terminal is given back first.
void stop_until_continued() noexcept { ::kill(0, SIGSTOP); }

namespace {

const char* editor() noexcept
{
    for (const auto* name : {"VISUAL", "EDITOR"})
        if (const auto* value = std::getenv(name); value && *value) return value;
    return nullptr;
}

/// In a child: as if the shell had started it.
void forget_parent() noexcept
{
    std::signal(SIGPIPE, SIG_DFL);
    ::close_range(STDERR_FILENO + 1, std::numeric_limits<unsigned>::max(), 0);
}

/// Its own, and closed to others.
bool is_private_folder(const std::string& path) noexcept
{
    struct stat about {};
    return path.starts_with('/') && ::lstat(path.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
           about.st_uid == ::geteuid() && (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

/// True once the child has ended well.
bool ended_well(pid_t child) noexcept
{
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
        if (errno != EINTR) return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

}  // namespace

bool has_editor() { return editor() != nullptr; }

int start_editor(const std::filesystem::path& file)
{
    const auto child = ::fork();
    if (child == 0) {
        forget_parent();
        // The variable may have arguments of its own; the file is one word whatever is in its name. A Ctrl-C that the
        // editor takes for itself must not end the shell in front of it.
        const auto command = "trap : INT; " + std::string{editor()} + " \"$1\"";
        ::execl("/bin/sh", "sh", "-c", command.c_str(), "sh", file.c_str(), nullptr);
        ::_exit(127);
    }
    return std::max(child, 0);
}

std::optional<bool> outcome_of(int process) noexcept
{
    int status = 0;
    const auto ended = ::waitpid(process, &status, WNOHANG);
    if (ended == 0 || (ended < 0 && errno == EINTR)) return std::nullopt;
    return ended == process && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int child_signal() noexcept { return SIGCHLD; }
void hang_up(int process) noexcept { ::kill(process, SIGHUP); }

std::filesystem::path make_private_folder(const std::filesystem::path& fallback)
{
    const auto session = environment("XDG_RUNTIME_DIR");
    auto path = ((is_private_folder(session) ? std::filesystem::path{session} : fallback) / "holdfast-XXXXXX").string();
    return ::mkdtemp(path.data()) ? std::filesystem::path{path} : std::filesystem::path{};
}

void notify(const char* words) noexcept
{
    const bool desktop = std::getenv("DISPLAY") != nullptr || std::getenv("WAYLAND_DISPLAY") != nullptr;
    const auto child = desktop ? ::fork() : -1;
    if (child == 0) {
        // A child of a child, which nobody has to wait for.
        if (::fork() != 0) ::_exit(0);
        forget_parent();
        const int nothing = ::open("/dev/null", O_RDWR);
        for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing, descriptor);
        ::execlp("notify-send", "notify-send", "--app-name=Holdfast", words, nullptr);
        ::_exit(127);
    }
    if (child > 0)
        static_cast<void>(ended_well(child));
    else
        say(STDOUT_FILENO, std::string{"\x1B]9;"} + words + "\x07");
}

std::string local_zone()
{
    if (auto zone = environment("TZ"); !zone.empty()) {
        if (zone.front() == ':') zone.erase(0, 1);
        return zone.front() == '/' ? zone_in(zone) : zone;
    }
    std::error_code failed;
    const auto target = std::filesystem::weakly_canonical("/etc/localtime", failed);
    return failed ? std::string{} : zone_in(target.string());
}

Result<std::filesystem::path> default_profile()
{
    if (const auto data = environment("XDG_DATA_HOME"); data.starts_with('/'))
        return std::filesystem::path{data} / "holdfast";
    const auto home = environment("HOME");
    if (home.empty()) return Errc::no_home;
    return std::filesystem::path{home} / ".local" / "share" / "holdfast";
}

std::chrono::milliseconds time_since_boot() noexcept
{
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds{now.tv_sec} +
                                                                 std::chrono::nanoseconds{now.tv_nsec});
}

namespace {

struct Pipe {
    Descriptor read;
    Descriptor write;
};

std::optional<Pipe> make_pipe()
{
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// After a fork: only what is allowed between it and the other program.
[[noreturn]] void become(char** arguments, int passphrase, int report) noexcept
{
    ::setsid();
    ::fcntl(passphrase, F_SETFD, 0);
    ::fcntl(report, F_SETFD, 0);
    ::execv("/proc/self/exe", arguments);
    ::_exit(127);
}

}  // namespace

Status start_beside(std::vector<std::string> words, BytesView secret)
{
    auto passphrase = make_pipe();
    auto answer = make_pipe();
    if (!passphrase || !answer) return Errc::internal;
    words.insert(words.begin(), "holdfast");
    words.insert(words.end(), {"--passphrase-fd", std::to_string(passphrase->read.get()), "--report-to",
                               std::to_string(answer->write.get())});
    std::vector<char*> arguments;
    for (auto& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const auto child = ::fork();
    if (child == 0) become(arguments.data(), passphrase->read.get(), answer->write.get());
    if (child < 0) return Errc::internal;
    {
        const auto ended = std::move(passphrase->read);
        const auto ours = std::move(answer->write);
    }
    // A passphrase is shorter than any pipe.
    [[maybe_unused]] const auto given = ::write(passphrase->write.get(), secret.data(), secret.size());
    {
        const auto whole = std::move(passphrase->write);
    }
    std::uint16_t said = 0;
    ssize_t got = 0;
    do got = ::read(answer->read.get(), &said, sizeof(said));
    while (got < 0 && errno == EINTR);
    if (got != sizeof(said)) return Errc::internal;
    if (said == 0) return ok();
    ::waitpid(child, nullptr, 0);
    return static_cast<Errc>(said);
}

void report(int descriptor, Status status) noexcept
{
    const Descriptor to{descriptor};
    const auto said = status.has_error() ? static_cast<std::uint16_t>(status.errc()) : std::uint16_t{0};
    if (said == 0) {
        const Descriptor nothing{::open("/dev/null", O_RDWR | O_CLOEXEC)};
        for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(nothing.get(), standard);
        [[maybe_unused]] const int gone = ::chdir("/");
    }
    [[maybe_unused]] const auto written = ::write(to.get(), &said, sizeof(said));
}

bool is_readable_by_others(const std::filesystem::path& file) noexcept
{
    struct stat facts {};
    return ::stat(file.c_str(), &facts) == 0 && S_ISREG(facts.st_mode) && (facts.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

namespace {

/// `ended`: the input was over before the line was.
Result<crypto::SecretBytes> secret_line(int descriptor, std::size_t limit, bool& ended)
{
    Bytes line;
    line.reserve(limit + 2);  // never moved, so that no copy stays behind
    for (;;) {
        char byte = 0;
        const auto got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR && gave_up == 0) continue;
        const bool too_long = line.size() > limit;
        if (got < 0 || too_long) {
            crypto::wipe(line);
            return Errc::no_passphrase;
        }
        ended = got == 0;
        if (ended || byte == '\n') break;
        line.push_back(static_cast<std::byte>(byte));
    }
    if (!line.empty() && line.back() == std::byte{'\r'}) line.pop_back();
    return crypto::SecretBytes{std::move(line)};
}

}  // namespace

Result<crypto::SecretBytes> read_secret_line(int descriptor, std::size_t limit)
{
    bool ended = false;
    return secret_line(descriptor, limit, ended);
}

Result<crypto::SecretBytes> read_secret_line(const std::filesystem::path& file, std::size_t limit)
{
    const Descriptor descriptor{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
    if (descriptor.get() < 0) return Errc::no_passphrase;
    return read_secret_line(descriptor.get(), limit);
}

Result<crypto::SecretBytes> ask_secret(const std::string& question, std::size_t limit)
{
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (terminal.get() < 0) return Errc::no_passphrase;
    const GiveUp guard;
    const NoEcho quiet{terminal.get()};
    say(terminal.get(), question);
    bool ended = false;
    auto secret = secret_line(terminal.get(), limit, ended);
    say(terminal.get(), "\n");
    if (ended || gave_up != 0) return Errc::nothing_changed;
    return secret;
}

Result<std::string> ask_shown(const std::string& question, std::size_t limit)
{
    const Descriptor terminal{::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)};
    if (terminal.get() < 0) return Errc::no_passphrase;
    const GiveUp guard;
    say(terminal.get(), question);
    std::string line;
    for (;;) {
        char byte = 0;
        const auto got = ::read(terminal.get(), &byte, 1);
        if (got < 0 && errno == EINTR && gave_up == 0) continue;
        if (got <= 0) {
            say(terminal.get(), "\n");
            return Errc::not_confirmed;
        }
        if (byte == '\n') return line;
        if (line.size() <= limit) line.push_back(byte);
    }
}

std::optional<std::string> read_line(int descriptor, std::size_t limit)
{
    std::string line;
    for (;;) {
        char byte = 0;
        const auto got = ::read(descriptor, &byte, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 && line.empty()) return std::nullopt;
        if (got <= 0 || byte == '\n') break;
        if (line.size() <= limit) line.push_back(byte);
    }
    if (line.ends_with('\r')) line.pop_back();
    return line;
}

/// Linux keeps no more of a line (termios(3)).
constexpr std::size_t longest_terminal_line = 4096;

struct KeyMode::Saved {
    termios before{};
    bool changed = false;
};

KeyMode::KeyMode() : saved_{std::make_unique<Saved>()}
{
    if (::tcgetattr(STDIN_FILENO, &saved_->before) != 0) return;
    auto keys = saved_->before;
    keys.c_lflag &= ~static_cast<tcflag_t>(ECHO | ICANON | IEXTEN | ISIG);
    keys.c_iflag &= ~static_cast<tcflag_t>(ICRNL | IXON | ISTRIP | INLCR);
    keys.c_cc[VMIN] = 1;
    keys.c_cc[VTIME] = 0;
    saved_->changed = ::tcsetattr(STDIN_FILENO, TCSADRAIN, &keys) == 0;
}

KeyMode::~KeyMode()
{
    if (saved_->changed) ::tcsetattr(STDIN_FILENO, TCSADRAIN, &saved_->before);
}

LineMode::LineMode()
{
    termios mode{};
    if (::tcgetattr(STDIN_FILENO, &mode) != 0 || (mode.c_lflag & NOFLSH) != 0) return;
    mode.c_lflag |= NOFLSH;
    changed_ = ::tcsetattr(STDIN_FILENO, TCSANOW, &mode) == 0;
}

LineMode::~LineMode()
{
    termios mode{};
    if (!changed_ || ::tcgetattr(STDIN_FILENO, &mode) != 0) return;
    mode.c_lflag &= ~static_cast<tcflag_t>(NOFLSH);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &mode);
}

std::string LineMode::take()
{
    termios before{};
    if (!changed_ || ::tcgetattr(STDIN_FILENO, &before) != 0) return {};
    // A line without its end can be read only where the terminal gives every key.
    auto keys = before;
    keys.c_lflag &= ~static_cast<tcflag_t>(ICANON);
    keys.c_cc[VMIN] = 0;
    keys.c_cc[VTIME] = 0;
    if (::tcsetattr(STDIN_FILENO, TCSANOW, &keys) != 0) return {};
    std::string line(longest_terminal_line, '\0');
    const auto got = ::read(STDIN_FILENO, line.data(), line.size());
    line.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    ::tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return line;
}

void wipe_arguments(int count, char** words) noexcept
{
    for (int i = 1; i < count; ++i) ::explicit_bzero(words[i], std::strlen(words[i]));
}

}  // namespace holdfast::shell::platform
