// Dates and times in forms people are used to, which the notation does not have: what to write instead. Used by the
// parser only.
#pragma once

#include <optional>
#include <string>

#include "protocol/hours/notation/cursor.hpp"
#include "protocol/hours/notation/rules.hpp"

namespace holdfast::hours {

/// "0900", "900": a time without its colon.
[[nodiscard]] std::optional<std::string> hint_for_time(const Cursor& in);

/// "24th", "24th Dec", "1st Mo". Precondition: an ordinal stands here.
[[nodiscard]] std::string hint_for_ordinal(const Cursor& in);

/// A year where none can stand: "Mo 2000-2200" are times, "Dec 24 2026" is a date. Precondition: a year stands here.
[[nodiscard]] std::string hint_for_late_year(const Cursor& in, const Rule& rule);

/// A year apart from the day without a year that it would belong to beside it: "2026 Mo Jan 04". The dates were read.
[[nodiscard]] std::optional<std::string> hint_for_parted_year(const Rule& rule);

/// A whole rule whose years are times without their colons: "2000-2200", "2000-2045". Not "2026-2027".
[[nodiscard]] std::optional<std::string> hint_for_years(const Rule& rule);

/// "24 Dec", "24 December 2026", "1-14 Aug", "2026-12-24", "24/12": a date in another order.
[[nodiscard]] std::optional<std::string> hint_for_date(const Cursor& in);

}  // namespace holdfast::hours
