// Shorthand for tests about time: instants, dates and calendars from text.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/schedule/schedule.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test {

[[nodiscard]] inline Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

[[nodiscard]] inline Date day(std::string_view text)
{
    return Date{std::chrono::floor<std::chrono::days>(at(std::string{text} + "T00:00:00Z"))};
}

[[nodiscard]] inline hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }

[[nodiscard]] inline hours::Calendar calendar(std::string_view rules, std::string_view zone_name,
                                              const std::optional<hours::Holidays>& holidays = {})
{
    return hours::Calendar::make(hours::parse_rules(rules).value(), zone(zone_name), holidays).value();
}

[[nodiscard]] inline std::string show(const std::optional<Instant>& t) { return t ? to_rfc3339(*t) : "never"; }

/// "2026-10-14T08:00:00Z to 2026-10-14T11:00:00Z", "none".
[[nodiscard]] inline std::string show(const std::optional<hours::Window>& window)
{
    return window ? to_rfc3339(window->begin) + " to " + show(window->end) : "none";
}

}  // namespace holdfast::test
