#include "protocol/hours/notation/hints.hpp"

#include <chrono>
#include <utility>

namespace holdfast::hours {
namespace {

constexpr int last_hour_of_day = 24;
/// Nobody's window is shorter, and "2026-2027" are years.
constexpr int shortest_window = 15;

bool is_number(const Cursor& in, std::size_t ahead, std::size_t most_digits)
{
    return in.token(ahead).kind == TokenKind::number && in.token(ahead).text.size() <= most_digits;
}

bool is_day_number(const Cursor& in, std::size_t ahead)
{
    return in.token(ahead).kind == TokenKind::ordinal || is_number(in, ahead, 2);
}

std::string two_digits(int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); }

/// The minute of the day that "2000" is, if it is one.
std::optional<int> minute_meant(int value)
{
    const int hour = value / 100;
    const int minute = value % 100;
    if (minute >= minutes_per_hour || value > last_hour_of_day * 100) return std::nullopt;
    return hour * minutes_per_hour + minute;
}

/// "20:00-22:00"
std::optional<std::string> window_meant(int first, int last)
{
    const auto begin = minute_meant(first);
    const auto end = minute_meant(last);
    if (!begin || !end || *begin >= *end) return std::nullopt;
    return clock_text(*begin) + "-" + clock_text(*end);
}

std::string year_first(const Rule& date) { return "Write the year before the month: " + to_text(date) + "."; }

std::string year_first(DayRange days, std::chrono::year year)
{
    const bool over_new_year = std::pair{days.last.month, days.last.day} < std::pair{days.first.month, days.first.day};
    days.first.year = days.last.year = year;
    if (over_new_year && static_cast<int>(year) == last_rule_year)
        days.last = days.first;
    else if (over_new_year)
        ++*days.last.year;
    Rule date;
    date.days = {days};
    return year_first(date);
}

/// Whether the rule goes on with a time, so that what stands before it is none.
bool time_follows(const Cursor& in)
{
    for (std::size_t ahead = 1; in.token(ahead).kind != TokenKind::end; ++ahead) {
        const bool next_rule = in.is_mark(',', ahead) && in.token(ahead + 1).kind != TokenKind::number;
        if (next_rule || in.is_mark(';', ahead)) return false;
        if (in.is_mark(':', ahead)) return !in.is_mark('-', ahead - 2);  // "2000-22:00" are two halves of a time
    }
    return false;
}

unsigned weekday_meant_at(const Cursor& in, std::size_t ahead)
{
    return in.token(ahead).kind == TokenKind::word ? weekday_meant(in.token(ahead).text) : 0;
}

/// "Dec 24", with the year where one is known, in the words of the notation.
std::string date_text(unsigned month, int day, const std::string& year)
{
    Rule rule;
    rule.months = {{std::chrono::month{month}, std::chrono::month{month}}};
    return (year.empty() ? year : year + ' ') + to_text(rule) + ' ' + two_digits(day);
}

bool is_day(int value) { return value >= 1 && value <= longest_month; }

unsigned month_at(const Cursor& in, std::size_t ahead)
{
    return in.token(ahead).kind == TokenKind::word ? month_meant(in.token(ahead).text) : 0;
}

std::string year_at(const Cursor& in, std::size_t ahead)
{
    return in.is_year(ahead) ? std::string{in.token(ahead).text} : std::string{};
}

}  // namespace

std::optional<std::string> hint_for_time(const Cursor& in)
{
    const auto& found = in.token();
    if (found.kind != TokenKind::number || found.text.size() < 3 || month_at(in, 1) != 0) return std::nullopt;
    const auto minute = minute_meant(found.value);
    if (!minute) return std::nullopt;
    return "Write times with a colon, such as " + clock_text(*minute) + ".";
}

std::string hint_for_ordinal(const Cursor& in)
{
    if (const auto hint = hint_for_date(in)) return *hint;
    const int value = in.token().value;
    if (const auto weekday = weekday_meant_at(in, 1); weekday != 0 && value >= 1 && value <= last_nth_weekday) {
        Rule rule;
        rule.weekdays = {{weekday, weekday, {value}}};
        return "Write the place in the month after the day: " + to_text(rule) + ".";
    }
    const auto& before = in.before();
    const auto month = before.kind == TokenKind::word ? month_meant(before.text) : 0;
    if (month != 0 && is_day(value)) return "Write the day without its ending: " + date_text(month, value, {}) + ".";
    return "Write this number without its ending: " + std::to_string(value) + ".";
}

std::string hint_for_late_year(const Cursor& in, const Rule& rule)
{
    const std::chrono::year written{in.token().value};
    const bool several = in.is_mark('-', 1);
    const bool is_year = !several && in.token().value >= first_rule_year;
    if (is_year && !rule.days.empty() && !rule.days.back().first.year) return year_first(rule.days.back(), written);
    if (is_year && !rule.months.empty()) {
        Rule date;
        date.years = {{written, written}};
        date.months = rule.months;
        return year_first(date);
    }
    constexpr const char* order = "Years come first in a rule";
    if (!time_follows(in)) {
        const auto window = several && in.is_year(2) ? window_meant(in.token().value, in.token(2).value) : std::nullopt;
        const auto hint = window ? std::optional{"Write times with a colon: " + *window + "."} : hint_for_time(in);
        if (hint && in.token().value < first_rule_year) return *hint;
        if (hint) return *hint + " " + order + ".";
    }
    return std::string{order} + ", such as 2026 Mo 09:00-12:00.";
}

std::optional<std::string> hint_for_parted_year(const Rule& rule)
{
    const bool one = rule.years.size() == 1 && rule.years[0].first == rule.years[0].last;
    if (!one || !rule.months.empty() || rule.days.empty() || rule.days.front().first.year) return std::nullopt;
    return year_first(rule.days.front(), rule.years[0].first);
}

std::optional<std::string> hint_for_years(const Rule& rule)
{
    if (!rule.times.empty()) return std::nullopt;
    auto rest = rule;
    rest.years.clear();
    const bool alone = !rest.has_date_selector() && rule.state == RuleState::open && rule.reason.empty();
    for (const auto& [from, to] : rule.years) {
        const auto first = static_cast<int>(from);
        const auto last = static_cast<int>(to);
        const auto window = window_meant(first, last);
        if (!window) continue;
        const auto hint = "Write times with a colon: " + *window + ".";
        // Years from one century into another are nobody's.
        if (first / 100 != last / 100) return hint;
        if (alone && last - first >= shortest_window)
            return hint + " For these years write " + std::to_string(first) + "-" + std::to_string(last) + " Mo-Su.";
    }
    return std::nullopt;
}

std::optional<std::string> hint_for_date(const Cursor& in)
{
    if (in.is_year() && in.is_mark('-', 1) && is_number(in, 2, 2) && in.is_mark('-', 3) && is_number(in, 4, 2)) {
        const int month = in.token(2).value;
        if (month < 1 || month > 12 || !is_day(in.token(4).value))
            return "Write dates with the name of the month, such as 2026 Dec 24.";
        return "Write this date with the name of its month: " +
               date_text(static_cast<unsigned>(month), in.token(4).value, year_at(in, 0)) + ".";
    }
    if (!is_day_number(in, 0)) return std::nullopt;
    const int day = in.token().value;
    const std::size_t of = in.is_word("of", 1) ? 1 : 0;
    if (const auto month = month_at(in, 1 + of); month != 0 && is_day(day))
        return "Write the month before the day: " + date_text(month, day, year_at(in, 2 + of)) + ".";
    const bool several = in.is_mark('-', 1) && is_day_number(in, 2);
    if (const auto month = several ? month_at(in, 3) : 0; month != 0 && is_day(day) && is_day(in.token(2).value))
        return "Write the month before the days: " + date_text(month, day, year_at(in, 4)) + "-" +
               two_digits(in.token(2).value) + ".";
    if (in.is_mark('/', 1) && is_number(in, 2, 4)) return "Write dates with the name of the month, such as Dec 24.";
    return std::nullopt;
}

}  // namespace holdfast::hours
