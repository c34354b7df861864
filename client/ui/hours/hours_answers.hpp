// Answers to questions about hours, in people's own words, as values: days, times, yes and no
// (dates: date_words.hpp).
// Nothing is guessed: what could mean two things is not taken. Pure.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/display.hpp"
#include "protocol/hours/notation/rule_list.hpp"

namespace holdfast::ui {

/// "Mon, Wed and Fri", "Mo-Fr", "monday to friday", "weekdays", "every day": 1 Monday to 7 Sunday.
[[nodiscard]] std::optional<std::set<unsigned>> parse_days(std::string_view words);

/// "9-12 and 14:00 to 16:30", "09:00–12:00", "9am-12pm". At least one; sorted, not overlapping. An end before its
/// beginning is on the next day.
[[nodiscard]] std::optional<hours::Times> parse_times(std::string_view words);

/// "18:00, 8.30 and 9pm" as minutes after midnight, rising, each once; 24:00 is none of them.
[[nodiscard]] std::optional<std::vector<std::uint16_t>> parse_times_of_day(std::string_view words);
/// "08:30". parse_times_of_day() takes it.
[[nodiscard]] std::string time_of_day(unsigned minute);

[[nodiscard]] std::optional<bool> parse_yes_no(std::string_view words);

/// "Monday".
[[nodiscard]] std::string day_name(unsigned day);
/// "09:00–12:00 and 14:00–16:00", spoken "09:00 to 12:00 and 14:00 to 16:00"; "closed" for none. parse_times() takes
/// it.
[[nodiscard]] std::string times_words(const hours::Times& times, hours::Wording wording = hours::Wording::compact);

}  // namespace holdfast::ui
