// Opening rules as a value: what a therapist's `opening_hours` text means, one struct per rule. Made by parse_rules
// (grammar.hpp), written by to_text. Later rules replace earlier ones for the days they match; additional ones add.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/instant.hpp"

namespace holdfast::hours {

inline constexpr int longest_month = 31;  ///< in days
inline constexpr unsigned days_per_week = 7;
inline constexpr int minutes_per_hour = 60;
inline constexpr int minutes_per_day = 24 * minutes_per_hour;
/// A window ends by the midnight that ends the day after the one it begins on.
inline constexpr int latest_window_end = 2 * minutes_per_day;

/// Minutes since the start of the owning date. 0 <= begin < 24:00, begin < end <= 48:00: one past midnight
/// belongs to the date it begins on.
struct TimeRange {
    int begin = 0;
    int end = 0;
    friend bool operator==(const TimeRange&, const TimeRange&) = default;
};

/// "Mo", "Mo-Fr", "Sa-Mo" or "Mo[1,-1]". Days are ISO: 1 is Monday, 7 Sunday.
struct WeekdayRange {
    unsigned first = 1;
    unsigned last = 1;
    std::vector<int> nth;  ///< 1 to 5 from the start of the month, -1 to -5 from its end; empty: every one
    friend bool operator==(const WeekdayRange&, const WeekdayRange&) = default;
};

/// A day of the year, with the year where it was written.
struct MonthDay {
    std::optional<std::chrono::year> year;
    std::chrono::month month{1};
    std::chrono::day day{1};
    friend bool operator==(const MonthDay&, const MonthDay&) = default;
};

/// "Dec 24-Jan 2", both ends included. Either both ends have a year or none; without one it may run over New Year.
struct DayRange {
    MonthDay first;
    MonthDay last;
    friend bool operator==(const DayRange&, const DayRange&) = default;
};

/// "Jan-Mar", "Nov-Feb".
struct MonthRange {
    std::chrono::month first{1};
    std::chrono::month last{1};
    friend bool operator==(const MonthRange&, const MonthRange&) = default;
};

/// ISO weeks, "week 01-53/2".
struct WeekRange {
    unsigned first = 1;
    unsigned last = 1;
    unsigned step = 1;
    friend bool operator==(const WeekRange&, const WeekRange&) = default;
};

struct YearRange {
    std::chrono::year first{};
    std::chrono::year last{};
    friend bool operator==(const YearRange&, const YearRange&) = default;
};

/// A reason alone, without "open" or "off", means "perhaps" in the notation: such a time is never open here.
enum class RuleState { open, off, unknown };

/// Selectors of different kinds must all match, entries of one kind are alternatives (months and days are one kind);
/// a kind without entries matches every date.
struct Rule {
    bool additional = false;  ///< joined by "," rather than ";"
    std::vector<YearRange> years;
    std::vector<MonthRange> months;
    std::vector<DayRange> days;
    std::vector<WeekRange> weeks;
    bool holidays = false;             ///< "PH" on its own: must also match
    bool weekdays_or_holiday = false;  ///< "PH" in the list of weekdays: an alternative
    std::vector<WeekdayRange> weekdays;
    std::vector<TimeRange> times;  ///< empty: the whole day
    RuleState state = RuleState::open;
    std::string reason;      ///< UTF-8, without the quotes; empty when none was written
    std::size_t column = 1;  ///< where it begins in the text it was read from, in characters; not compared

    [[nodiscard]] bool has_date_selector() const noexcept;
    [[nodiscard]] bool needs_holidays() const noexcept { return holidays || weekdays_or_holiday; }
    friend bool operator==(const Rule& a, const Rule& b);
};

struct Rules {
    std::vector<Rule> list;
    /// True when a rule mentions PH, so that a list of holidays must be given.
    [[nodiscard]] bool need_holidays() const noexcept;
    friend bool operator==(const Rules&, const Rules&) = default;
};

/// True for what cannot stand in a line of text: line breaks, tabs and the other control characters of ASCII.
[[nodiscard]] constexpr bool is_control(char c) noexcept { return (c >= 0 && c < ' ') || c == 0x7f; }
/// "09:30"; a minute past midnight goes on, "25:00".
[[nodiscard]] std::string clock_text(int minute);
/// The canonical text; parse_rules(to_text(r)) == r.
[[nodiscard]] std::string to_text(const Rules& rules);
/// The canonical text of one rule without its separator.
[[nodiscard]] std::string to_text(const Rule& rule);

}  // namespace holdfast::hours
