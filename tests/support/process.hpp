// Real processes in tests: start one, read what it prints, signal it by its id, wait for its end. Whatever a test does,
// its processes end with it.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace holdfast::test {

using Command = std::vector<std::string>;

/// Long enough for a busy machine under a sanitizer; a test that waits this long has failed.
inline constexpr std::chrono::seconds patience{30};

/// How a process ended: `status` is its exit status, or 128 + the signal that ended it, as a shell says it.
struct Finished {
    int status = -1;
    std::string out;
    std::string err;
};

/// Variables added to the environment of the test.
using Environment = std::vector<std::pair<std::string, std::string>>;

/// One running program. What it writes is collected all the time, so that it never blocks on a full pipe. Belongs to
/// the thread that started it (the kernel ends the process with that thread).
class Process {
  public:
    /// `command[0]` is looked up in PATH unless it has a slash. Throws when it cannot be started.
    explicit Process(Command command, Environment extra = {});
    /// Ends it (SIGKILL) when it still runs.
    ~Process();
    Process(Process&&) noexcept;
    Process& operator=(Process&&) noexcept;

    [[nodiscard]] pid_t pid() const noexcept;
    [[nodiscard]] bool running();

    /// Writes to its standard input; throws when nobody reads there any more.
    void write(std::string_view text);
    void close_input();

    /// The first line of its output, not returned before, that contains `part`; lines before it are passed over.
    /// Throws, with all it has printed, when the process ends or `limit` passes without one.
    [[nodiscard]] std::string wait_for_line(std::string_view part, std::chrono::milliseconds limit = patience);
    /// The same for what it writes to standard error.
    [[nodiscard]] std::string wait_for_error_line(std::string_view part, std::chrono::milliseconds limit = patience);

    /// Its output so far.
    [[nodiscard]] std::string out() const;
    [[nodiscard]] std::string err() const;

    /// Sends `signal` to this process alone.
    void signal(int signal);
    /// Waits for its end; throws, and ends it, when `limit` passes.
    Finished wait(std::chrono::milliseconds limit = patience);
    /// SIGKILL, and waits.
    Finished kill();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Runs a command to its end with `input` as its standard input.
[[nodiscard]] Finished run(Command command, std::string_view input = {}, Environment extra = {},
                           std::chrono::milliseconds limit = patience);

/// A program of this build, e.g. program("holdfastd").
[[nodiscard]] std::string program(std::string_view name);

/// A TCP port on 127.0.0.1 that nobody used a moment ago. Prefer port 0 where the program can tell what it got.
[[nodiscard]] std::uint16_t free_port();

/// Resident memory of a process in KiB; 0 when it has ended.
[[nodiscard]] std::size_t resident_kib(pid_t pid);

}  // namespace holdfast::test
