// Dates and times in forms people are used to, which the notation does not have: what to write instead. Used by the
// parser only.
#pragma once

#include <optional>
#include <string>

#include "protocol/hours/cursor.hpp"

namespace holdfast::hours {

/// "0900", "900": a time without its colon.
[[nodiscard]] std::optional<std::string> hint_for_time(const Cursor& in);

/// "24 Dec", "24 December 2026", "1-14 Aug", "2026-12-24", "24/12": a date in another order.
[[nodiscard]] std::optional<std::string> hint_for_date(const Cursor& in);

}  // namespace holdfast::hours
