// Small arithmetic over rules and times of a day, for draft.cpp.
#pragma once

#include <map>
#include <vector>

#include "protocol/hours/rules.hpp"

namespace holdfast::ical {

using Times = std::vector<hours::TimeRange>;

/// Sorted, touching ones joined.
[[nodiscard]] Times united(Times times);
/// `times` without `taken`. Both united.
[[nodiscard]] Times without(const Times& times, const Times& taken);

/// Weekdays in their shortest form: runs of three and more as a range, the nth of one weekday together.
[[nodiscard]] std::vector<hours::WeekdayRange> tidy(const std::vector<hours::WeekdayRange>& weekdays);
/// Open rules with as few as possible, joined by ";" where none speaks about another's dates, by "," elsewhere.
[[nodiscard]] std::vector<hours::Rule> tidy(std::vector<hours::Rule> rules);

/// One rule for all dates with the same times, "off" for those without any, in the order of their first date.
[[nodiscard]] std::vector<hours::Rule> dated_rules(const std::map<std::chrono::sys_days, Times>& dates);

[[nodiscard]] hours::DayRange day_range(std::chrono::sys_days first, std::chrono::sys_days last);

}  // namespace holdfast::ical
