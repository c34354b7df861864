// The parts of a rule, each read from where the cursor stands. Used by grammar.cpp only. All return false after
// Cursor::fail and leave the rule half made.
#pragma once

#include "protocol/hours/notation/cursor.hpp"
#include "protocol/hours/notation/rules.hpp"

namespace holdfast::hours {

/// "Mo,We-Fr", "Fr[-1]", "PH". Precondition: a weekday or PH stands here.
[[nodiscard]] bool parse_days_of_week(Cursor& in, Rule& rule);
/// "week 01-10,20". Precondition: the word stands here.
[[nodiscard]] bool parse_weeks(Cursor& in, Rule& rule);
/// "Jan-Mar", "Dec 24-Jan 02", "2026 Dec 24", "2026-2028". Precondition: a month or a year stands here.
[[nodiscard]] bool parse_dates(Cursor& in, Rule& rule);
/// "09:00-12:00,14:00-16:00". Precondition: a number of one or two digits stands here.
[[nodiscard]] bool parse_times(Cursor& in, Rule& rule);

}  // namespace holdfast::hours
