// A point in time: UTC, whole milliseconds since 1970. Local time exists only in protocol/hours.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Seconds = std::chrono::seconds;
/// The shortest time between two instants.
inline constexpr Instant::duration instant_resolution{1};

/// A calendar date without a zone, as in signed hours.
using Date = std::chrono::year_month_day;

/// Half-open: contains `begin`, not `end`. Empty when begin >= end.
struct Interval {
    Instant begin;
    Instant end;
    [[nodiscard]] bool contains(Instant t) const noexcept { return begin <= t && t < end; }
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// RFC 3339 in UTC with whole seconds, e.g. "2026-03-05T09:00:00Z". Fractions are cut off.
[[nodiscard]] std::string to_rfc3339(Instant t);

/// RFC 3339 with any offset, fractions to the millisecond; years 1970 to 9999. Empty for anything else,
/// dates that do not exist included.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

/// Wall-clock time: the one place in the project that asks the system for it. Machines get time as an argument.
[[nodiscard]] Instant system_now() noexcept;

}  // namespace holdfast
