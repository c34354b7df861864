#include "protocol/hours/notation/parts.hpp"

#include <utility>

#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {
namespace {

constexpr int latest_end_hour = 48;

bool parse_clock(Cursor& in, int& out)
{
    if (in.token().kind != TokenKind::number || in.token().text.size() > 2)
        return in.fail_unexpected("A time such as 09:00 belongs here.");
    const int hour = in.token().value;
    if (hour > latest_end_hour) return in.fail("Hours run from 00 to 24, or to 48 for the end of a window.");
    in.advance();
    if (!in.is_mark(':')) return in.fail_unexpected("Write the minutes too, such as 09:00.");
    in.advance();
    if (in.token().kind != TokenKind::number || in.token().text.size() != 2)
        return in.fail_unexpected("Two digits of minutes belong here, such as 09:00.");
    if (in.token().value >= minutes_per_hour) return in.fail("Minutes run from 00 to 59.");
    out = hour * minutes_per_hour + in.token().value;
    in.advance();
    return true;
}

bool parse_time_range(Cursor& in, TimeRange& range)
{
    const auto place = in.here();
    if (!parse_clock(in, range.begin)) return false;
    if (range.begin >= minutes_per_day)
        return in.fail_at(place, "A window begins before midnight. Write 00:00 on the next day.");
    if (!in.is_mark('-')) return in.fail_unexpected("A time needs an end, such as 09:00-12:00.");
    in.advance();
    const auto end_place = in.here();
    if (!parse_clock(in, range.end)) return false;
    if (range.end > latest_window_end) return in.fail_at(end_place, "A window ends by 48:00 at the latest.");
    if (range.end == range.begin)
        return in.fail_at(place, "This window has no length. For a whole day write 00:00-24:00.");
    if (range.end < range.begin) range.end += minutes_per_day;
    return true;
}

}  // namespace

bool parse_times(Cursor& in, Rule& rule)
{
    for (;;) {
        TimeRange range;
        if (!parse_time_range(in, range)) return false;
        rule.times.push_back(range);
        if (in.is_mark('+') || in.is_mark('/'))
            return in.fail("Write when it ends and nothing more, such as 09:00-12:00.");
        if (!in.is_mark(',') || !in.starts_time(1)) return true;
        in.advance();
    }
}

}  // namespace holdfast::hours
