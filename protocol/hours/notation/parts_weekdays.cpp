#include "protocol/hours/notation/parts.hpp"

#include <utility>

#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {
namespace {

constexpr int last_week = 53;
constexpr int longest_week_step = 26;

unsigned as_unsigned(int value) { return static_cast<unsigned>(value); }

bool parse_nth_number(Cursor& in, int& out)
{
    const auto place = in.here();
    const bool from_end = in.is_mark('-');
    if (from_end) in.advance();
    if (in.token().kind != TokenKind::number)
        return in.fail_unexpected("A number belongs here, such as Mo[1] or Fr[-1].");
    const int value = in.token().value;
    if (value < 1 || value > last_nth_weekday)
        return in.fail_at(place, "A month has at most five of each day. Write 1 to 5, or -1 for the last.");
    out = from_end ? -value : value;
    in.advance();
    return true;
}

bool parse_nth(Cursor& in, std::vector<int>& nth)
{
    do {
        in.advance();
        int first = 0;
        if (!parse_nth_number(in, first)) return false;
        int last = first;
        if (in.is_mark('-')) {
            in.advance();
            const auto place = in.here();
            if (!parse_nth_number(in, last)) return false;
            if (first < 0 || last < 0)
                return in.fail_at(place, "Write the places from the end of the month one by one, such as Fr[-2,-1].");
            if (last < first)
                return in.fail_at(place, "This range ends before it begins. Write the smaller number first.");
        }
        for (int n = first; n <= last; ++n) nth.push_back(n);
    } while (in.is_mark(','));
    if (!in.is_mark(']')) return in.fail_unexpected("Close the bracket, such as Mo[1].");
    in.advance();
    return true;
}

bool parse_weekday_range(Cursor& in, Rule& rule)
{
    WeekdayRange range;
    range.first = range.last = weekday_number(in.token().text);
    in.advance();
    if (in.is_mark('[')) {
        if (!parse_nth(in, range.nth)) return false;
    } else if (in.is_mark('-') && in.is_weekday(1)) {
        range.last = weekday_number(in.token(1).text);
        in.advance(2);
        if (in.is_mark('[')) return in.fail("A place in the month belongs to a single day, such as Mo[1].");
    } else if (in.is_mark('-') && in.token(1).kind != TokenKind::number) {
        in.advance();
        return in.fail_unexpected("A day such as Fr belongs here.");
    }
    rule.weekdays.push_back(std::move(range));
    return true;
}

bool moved_day(Cursor& in) { return in.is_mark('+') || (in.is_mark('-') && in.token(1).kind == TokenKind::number); }

bool repeated_days(Cursor& in) { return in.fail("Days are given twice. Join them with commas, such as Mo,We,PH."); }

bool parse_lone_holiday(Cursor& in, Rule& rule)
{
    if (rule.holidays) return repeated_days(in);
    rule.holidays = true;
    in.advance();
    if (moved_day(in)) return in.fail("Moved days are not used here. Write the dates themselves, such as Dec 24.");
    return true;
}

bool parse_week_step(Cursor& in, WeekRange& range)
{
    in.advance();
    const int step = in.token().kind == TokenKind::number ? in.token().value : 0;
    if (range.first == range.last || step < 2 || step > longest_week_step)
        return in.fail("A step of 2 to 26 follows a range of weeks, such as week 01-53/2.");
    range.step = as_unsigned(step);
    in.advance();
    return true;
}

bool parse_week(Cursor& in, unsigned& out)
{
    if (in.token().kind != TokenKind::number || in.is_mark(':', 1))
        return in.fail_unexpected("The number of a week belongs here, such as week 01-10.");
    if (in.token().value < 1 || in.token().value > last_week) return in.fail("Weeks are numbered 1 to 53.");
    out = as_unsigned(in.token().value);
    in.advance();
    return true;
}

bool parse_week_end(Cursor& in, WeekRange& range)
{
    in.advance();
    const auto place = in.here();
    if (!parse_week(in, range.last)) return false;
    if (range.last < range.first)
        return in.fail_at(place, "Weeks cannot run over New Year. Write two ranges, such as week 50-53,01-02.");
    return true;
}

}  // namespace

bool parse_days_of_week(Cursor& in, Rule& rule)
{
    if (!rule.weekdays.empty() || rule.weekdays_or_holiday) return repeated_days(in);
    if (in.is_holiday() && !in.is_mark(',', 1)) return parse_lone_holiday(in, rule);
    for (;;) {
        if (in.is_holiday())
            rule.weekdays_or_holiday = true, in.advance();
        else if (!parse_weekday_range(in, rule))
            return false;
        if (moved_day(in)) return in.fail("Moved days are not used here. Write the dates themselves, such as Dec 24.");
        if (!in.is_mark(',') || !(in.is_weekday(1) || in.is_holiday(1))) break;
        in.advance();
    }
    if (rule.weekdays.empty() && std::exchange(rule.weekdays_or_holiday, false)) rule.holidays = true;  // "PH,PH"
    return true;
}

bool parse_weeks(Cursor& in, Rule& rule)
{
    do {
        in.advance();
        WeekRange range;
        if (!parse_week(in, range.first)) return false;
        range.last = range.first;
        if (in.is_mark('-') && !parse_week_end(in, range)) return false;
        if (in.is_mark('/') && !parse_week_step(in, range)) return false;
        rule.weeks.push_back(range);
    } while (in.is_mark(',') && in.token(1).kind == TokenKind::number && !in.is_mark(':', 2));
    return true;
}

}  // namespace holdfast::hours
