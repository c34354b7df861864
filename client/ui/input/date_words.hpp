// Dates in people's own words, and in the notation of the hours: "2026-12-24", "24 Dec", "Thu 24 December 2026",
// "2026 Dec 24", "tomorrow", "1 Aug to 14 Aug", "1-14 Aug", "2026-12-24..2027-01-02". Nothing is guessed: "1/8" could
// be two dates and is none; a weekday that is not the date's is a slip. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/base/instant.hpp"

namespace holdfast::ui {

struct Dates {
    Date from{};
    Date to{};
    friend bool operator==(const Dates&, const Dates&) = default;
};

inline constexpr const char* dates_wanted =
    "Write dates like 24 Dec, 2026-12-24 or tomorrow, and several like 1 Aug to 14 Aug.";

inline constexpr const char* date_wanted = "Write a date like 24 Dec, 2026-12-24 or tomorrow.";

/// One date or several, both ends included. Without a year they are the next such dates from `today` on.
[[nodiscard]] std::optional<Dates> parse_dates(std::string_view words, const Date& today);

/// One date.
[[nodiscard]] std::optional<Date> parse_date(std::string_view words, const Date& today);

}  // namespace holdfast::ui
