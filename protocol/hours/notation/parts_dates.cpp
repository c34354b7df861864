#include "protocol/hours/notation/parts.hpp"

#include <utility>

#include "protocol/hours/notation/hints.hpp"
#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

bool ends_after_beginning(Cursor& in, const DayRange& range, bool other_month, std::size_t place)
{
    const auto key = [](const MonthDay& d) { return std::pair{d.month, d.day}; };
    const bool reversed = key(range.last) < key(range.first);
    if (!range.first.year)
        return !reversed || other_month ||
               in.fail_at(place, "This range ends before it begins. Write the earlier day first.");
    if (*range.last.year > *range.first.year || (*range.last.year == *range.first.year && !reversed)) return true;
    return in.fail_at(
        place, "This range ends before it begins. Write the year on both sides, such as 2026 Dec 24-2027 Jan 2.");
}

bool exists(const MonthDay& date)
{
    constexpr year leap{2024};  // without a year, 29 February means leap years only
    return year_month_day{date.year.value_or(leap), date.month, date.day}.ok();
}

bool parse_day(Cursor& in, MonthDay& date)
{
    if (!in.is_day()) return in.fail_unexpected("A day of the month belongs here, such as Dec 24.");
    date.day = day{static_cast<unsigned>(in.token().value)};
    if (!exists(date)) return in.fail("There is no such day. Check the day and the month.");
    in.advance();
    return true;
}

bool parse_year(Cursor& in, year& out)
{
    if (!in.is_year()) return in.fail_unexpected("A year such as 2026 belongs here.");
    if (const auto hint = in.token().value < first_rule_year ? hint_for_time(in) : std::nullopt) return in.fail(*hint);
    if (in.token().value < first_rule_year) return in.fail("This year is past. Years run from 1970 to 9999.");
    out = year{in.token().value};
    in.advance();
    return true;
}

bool parse_date_year(Cursor& in, std::optional<year>& out)
{
    if (!in.is_year()) return true;
    year written{};
    if (!parse_year(in, written)) return false;
    out = written;
    return true;
}

bool parse_day_range_end(Cursor& in, DayRange& range)
{
    in.advance();
    const auto place = in.here();
    if (in.is_year() && !range.first.year)
        return in.fail("Write the year on both sides, such as 2026 Dec 24-2027 Jan 2.");
    const bool other_month = in.is_year() || in.is_month();
    if (!parse_date_year(in, range.last.year)) return false;
    if (other_month && !in.is_month()) return in.fail_unexpected("A month such as Jan belongs here.");
    if (other_month) {
        range.last.month = month{month_number(in.token().text)};
        in.advance();
    }
    if (!parse_day(in, range.last)) return false;
    return ends_after_beginning(in, range, other_month, place);
}

/// After a month: "24", "24-26", "24-Jan 2", and ",27" for more days of that month.
bool parse_days(Cursor& in, Rule& rule, const MonthDay& in_month)
{
    for (;;) {
        DayRange range{in_month, in_month};
        if (!parse_day(in, range.first)) return false;
        range.last = range.first;
        if (in.is_mark('-') && !parse_day_range_end(in, range)) return false;
        rule.days.push_back(range);
        if (!in.is_mark(',') || !in.is_day(1)) return true;
        in.advance();
    }
}

bool parse_months(Cursor& in, Rule& rule, month first)
{
    MonthRange range{first, first};
    if (in.is_mark('-')) {
        in.advance();
        if (!in.is_month()) return in.fail_unexpected("A month such as Mar belongs here.");
        range.last = month{month_number(in.token().text)};
        in.advance();
        if (in.is_day()) return in.fail("The first date of this range has no day. Write it like Dec 24-Jan 2.");
    }
    rule.months.push_back(range);
    return true;
}

bool parse_date(Cursor& in, Rule& rule)
{
    MonthDay first;
    if (!parse_date_year(in, first.year)) return false;
    first.month = month{month_number(in.token().text)};
    in.advance();
    if (in.is_day()) return parse_days(in, rule, first);
    if (first.year) return in.fail_unexpected("A day belongs here, such as 2026 Dec 24.");
    return parse_months(in, rule, first.month);
}

bool parse_years(Cursor& in, Rule& rule)
{
    for (;;) {
        YearRange range;
        const bool half = in.is_mark('-', 1) && in.starts_time(2) && in.is_mark(':', 3);  // "2000-22:00"
        if (const auto hint = half ? hint_for_time(in) : std::nullopt) return in.fail(*hint);
        if (!parse_year(in, range.first)) return false;
        range.last = range.first;
        if (in.is_mark('+')) return in.fail("Write the last year too, such as 2026-2030.");
        if (in.is_mark('-')) {
            in.advance();
            const auto place = in.here();
            if (!parse_year(in, range.last)) return false;
            if (range.last < range.first)
                return in.fail_at(place, "This range ends before it begins. Write the earlier year first.");
        }
        rule.years.push_back(range);
        if (!in.is_mark(',') || !in.is_year(1)) return true;
        in.advance();
    }
}

}  // namespace

bool parse_dates(Cursor& in, Rule& rule)
{
    if (const auto hint = hint_for_date(in)) return in.fail(*hint);
    const bool dated = in.is_month() || (in.is_month(1) && in.is_day(2));
    if (!dated && (!rule.years.empty() || rule.has_date_selector())) return in.fail(hint_for_late_year(in, rule));
    if (!rule.months.empty() || !rule.days.empty()) return in.fail("Dates are given twice. Join them with commas.");
    if (!dated) return parse_years(in, rule);
    const auto place = in.here();
    for (;;) {
        if (!parse_date(in, rule)) return false;
        if (!in.is_mark(',') || !(in.is_month(1) || (in.is_year(1) && in.is_month(2)))) break;
        in.advance();
    }
    // Written again, with the year before the month, it would say something else.
    const auto hint = hint_for_parted_year(rule);
    return !hint || in.fail_at(place, *hint);
}

}  // namespace holdfast::hours
