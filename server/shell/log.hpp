// The relay's log: lines on standard error, in the form journald reads levels from when it listens. The one rule: no
// user data and nothing that links lines to a person: no ids, addresses, names or texts. Say counts and kinds.
// Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/instant.hpp"

namespace holdfast::server::log {

/// Chooses how a line begins. Once, before anything is logged.
void start();
/// From now on each line is a JSON object: time, level, message.
void use_json();

/// Somebody has to look at this; the daemon may end after it. Never held back.
void error(std::string_view line);
void warn(std::string_view line);
void info(std::string_view line);

/// A line as JSON. Pure.
[[nodiscard]] std::string json_line(Instant at, std::string_view level, std::string_view message);

/// Lets only so many lines through in a time, so that nobody outside can fill the disk. Pure.
class Rate {
  public:
    using Time = std::chrono::steady_clock::time_point;
    Rate(std::uint32_t lines, std::chrono::seconds each) noexcept : lines_{lines}, each_{each} {}

    /// Whether a line may be written now. On the first line of a new period: how many were held back in the last one.
    struct Verdict {
        bool write = false;
        std::uint64_t held_back = 0;
    };
    [[nodiscard]] Verdict ask(Time now) noexcept;

  private:
    std::uint32_t lines_;
    std::chrono::seconds each_;
    std::optional<Time> begun_;
    std::uint32_t written_ = 0;
    std::uint64_t held_back_ = 0;
};

}  // namespace holdfast::server::log
