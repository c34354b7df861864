#include "protocol/hours/hints.hpp"

#include "protocol/hours/rules.hpp"

namespace holdfast::hours {
namespace {

constexpr int latest_hour = 24;
constexpr int minutes_per_hour = 60;
constexpr int longest_month = 31;

bool is_number(const Cursor& in, std::size_t ahead, std::size_t most_digits)
{
    return in.token(ahead).kind == TokenKind::number && in.token(ahead).text.size() <= most_digits;
}

std::string two_digits(int value) { return std::string(value < 10 ? "0" : "") + std::to_string(value); }

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
    const int hour = found.value / 100;
    const int minute = found.value % 100;
    if (hour > latest_hour || minute >= minutes_per_hour) return std::nullopt;
    return "Write times with a colon, such as " + two_digits(hour) + ":" + two_digits(minute) + ".";
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
    if (!is_number(in, 0, 2)) return std::nullopt;
    const int day = in.token().value;
    if (const auto month = month_at(in, 1); month != 0 && is_day(day))
        return "Write the month before the day: " + date_text(month, day, year_at(in, 2)) + ".";
    const bool several = in.is_mark('-', 1) && is_number(in, 2, 2);
    if (const auto month = several ? month_at(in, 3) : 0; month != 0 && is_day(day) && is_day(in.token(2).value))
        return "Write the month before the days: " + date_text(month, day, year_at(in, 4)) + "-" +
               two_digits(in.token(2).value) + ".";
    if (in.is_mark('/', 1) && is_number(in, 2, 4)) return "Write dates with the name of the month, such as Dec 24.";
    return std::nullopt;
}

}  // namespace holdfast::hours
