// Rules written for somebody: arithmetic over times of a day, and weekdays and dates in their shortest form. For what
// makes rules of answers (client/ui) or of calendars (protocol/ical).
#pragma once

#include <map>
#include <vector>

#include "protocol/hours/notation/rules.hpp"

namespace holdfast::hours {

using Times = std::vector<TimeRange>;

/// Sorted, touching ones joined.
[[nodiscard]] Times united(Times times);
/// `times` without `taken`. Both united.
[[nodiscard]] Times without(const Times& times, const Times& taken);

/// Weekdays in their shortest form: runs of three and more as a range, the nth of one weekday together.
[[nodiscard]] std::vector<WeekdayRange> tidy(const std::vector<WeekdayRange>& weekdays);
/// Open rules with as few as possible, joined by ";" where none speaks about another's dates, by "," elsewhere.
[[nodiscard]] std::vector<Rule> tidy(std::vector<Rule> rules);

/// One rule for all dates with the same times, "off" for those without any, in the order of their first date.
[[nodiscard]] std::vector<Rule> dated_rules(const std::map<std::chrono::sys_days, Times>& dates);

/// Whether the grammar takes as many rules, and their text as long.
[[nodiscard]] bool fits(const Rules& rules);

[[nodiscard]] DayRange day_range(std::chrono::sys_days first, std::chrono::sys_days last);

}  // namespace holdfast::hours
