// Which dates a rule speaks about. Used by rule_table.cpp, day_plan.cpp and window_walk.cpp only.
#pragma once

#include <chrono>
#include <span>

#include "protocol/hours/notation/rules.hpp"

namespace holdfast::hours {

/// The values of a date that the selectors ask about.
struct DateFacts {
    std::chrono::sys_days day;
    Date date;
    unsigned weekday = 1;  ///< 1 Monday to 7 Sunday
    bool holiday = false;
    unsigned week = 0;  ///< of ISO 8601; 0 where nobody has worked it out
};

/// `holidays` are sorted.
[[nodiscard]] DateFacts facts_of(std::chrono::sys_days day, std::span<const std::chrono::sys_days> holidays);

/// ISO 8601: a week belongs to the year that has its Thursday.
[[nodiscard]] unsigned iso_week(const DateFacts& date);

[[nodiscard]] bool matches(const Rule& rule, const DateFacts& date);

/// The first date after `day` on which any of `rules` might match differently than on the same weekday a week before.
/// Never too late; sys_days::max() when nothing but weekdays matters. `openings_only` looks at open rules alone.
[[nodiscard]] std::chrono::sys_days stable_until(const Rules& rules, std::chrono::sys_days day,
                                                 std::span<const std::chrono::sys_days> holidays, bool openings_only);

}  // namespace holdfast::hours
