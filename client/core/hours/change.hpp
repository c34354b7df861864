// The effect of a change of hours on the windows: a pure comparison of two schedules over a span of time. One rule: the
// windows are asked of the schedules themselves, so nothing is said here that they would not do. PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::client {

/// More windows than a year of full days; what lies beyond is not compared.
inline constexpr std::size_t most_compared_windows = 1000;

/// One window that goes, comes or changes; at least one of the two is there.
struct WindowChange {
    std::optional<hours::Window> before;      ///< empty: it is new
    std::optional<hours::Window> after;       ///< empty: it no longer takes place
    hours::Layer cause = hours::Layer::none;  ///< leave, cancellation or extra where one of them did it
    std::string reason;                       ///< what the therapist wrote for it
    /// True when there is less of it than before.
    [[nodiscard]] bool reduces() const noexcept;
    friend bool operator==(const WindowChange&, const WindowChange&) = default;
};

/// The windows that contain `from` or begin before `until`, in order, extra windows included.
[[nodiscard]] std::vector<hours::Window> windows_between(const hours::Schedule& schedule, Instant from, Instant until);

/// Where the two differ between `from` and `until`, in order of time.
[[nodiscard]] std::vector<WindowChange> compare(const hours::Schedule& before, const hours::Schedule& after,
                                                Instant from, Instant until);

}  // namespace holdfast::client
