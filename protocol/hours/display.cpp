#include "protocol/hours/display.hpp"

#include <array>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr std::array<const char*, 7> shown_weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 12> shown_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// One end of a window as it reads in a zone.
struct Moment {
    local_days day;
    minutes time;      ///< since the start of `day`; 24:00 for an end at midnight
    std::string zone;  ///< the abbreviation, only where the clock shows this time twice
};

Moment moment_of(Instant t, const TimeZone& zone)
{
    const auto wall = zone.wall_clock(t);
    const auto minute = floor<minutes>(wall.time);
    const auto day = floor<days>(minute);
    const bool twice = zone.first(minute) != zone.last(minute);
    return {day, minute - day, twice ? std::string{" "}.append(wall.abbreviation) : std::string{}};
}

/// The end of a window: midnight is 24:00 of the date before.
Moment end_of(Instant t, const TimeZone& zone)
{
    auto end = moment_of(t, zone);
    if (end.time == minutes{0}) end = {end.day - days{1}, std::chrono::hours{24}, end.zone};
    return end;
}

std::string two_digits(long long value)
{
    return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

std::string clock(const Moment& m)
{
    return two_digits(m.time.count() / 60) + ":" + two_digits(m.time.count() % 60) + m.zone;
}

std::string date_in_year(const Date& date, year now)
{
    auto text = std::string{shown_weekdays[weekday{sys_days{date}}.c_encoding()]} + " " +
                std::to_string(unsigned{date.day()}) + " " + shown_months[unsigned{date.month()} - 1];
    if (date.year() != now) text.append(" ").append(std::to_string(int{date.year()}));
    return text;
}

std::string date(const Moment& m, const TimeZone& zone, Instant now)
{
    return date_in_year(Date{m.day}, zone.date_of(now).year());
}

bool is_on_one_date(const Window& window, const TimeZone& zone)
{
    return !window.end || moment_of(window.begin, zone).day == end_of(*window.end, zone).day;
}

/// "09:00–12:00", for a window on one date.
std::string clock_range(const Window& window, const TimeZone& zone)
{
    const auto begin = clock(moment_of(window.begin, zone));
    return window.end ? begin + "–" + clock(end_of(*window.end, zone)) : begin + " onwards";
}

bool shows_the_same(Instant t, const TimeZone& zone, const TimeZone& own)
{
    return zone.wall_clock(t).offset == own.wall_clock(t).offset;
}

bool has_the_same_date(Instant t, const TimeZone& zone, const TimeZone& own)
{
    return zone.date_of(t) == own.date_of(t);
}

std::string beside(const std::string& here, const std::string& there)
{
    return here + " (" + there + " where you are)";
}

}  // namespace

std::string show_date(const Date& date, Instant now) { return date_in_year(date, Date{floor<days>(now)}.year()); }

std::string show_date(const Date& date, const TimeZone& zone, Instant now)
{
    return date_in_year(date, zone.date_of(now).year());
}

std::string show_dates(const Date& from, const Date& to, const TimeZone& zone, Instant now)
{
    const auto first = show_date(from, zone, now);
    return from == to ? first : first + " – " + show_date(to, zone, now);
}

std::string show_instant(Instant t, const TimeZone& zone, Instant now)
{
    const auto moment = moment_of(t, zone);
    return date(moment, zone, now) + ", " + clock(moment);
}

std::string show_instant(Instant t, const TimeZone& zone, const TimeZone& own, Instant now)
{
    const auto here = show_instant(t, zone, now);
    if (shows_the_same(t, zone, own)) return here;
    return beside(here, has_the_same_date(t, zone, own) ? clock(moment_of(t, own)) : show_instant(t, own, now));
}

std::string show_weekday(Instant t, const TimeZone& zone)
{
    constexpr std::array<const char*, 7> names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                               "Thursday", "Friday", "Saturday"};
    return names[weekday{moment_of(t, zone).day}.c_encoding()];
}

std::string show_clock(Instant t, const TimeZone& zone) { return clock(moment_of(t, zone)); }

std::string show_window(const Window& window, const TimeZone& zone, Instant now)
{
    const auto begin = moment_of(window.begin, zone);
    if (is_on_one_date(window, zone)) return date(begin, zone, now) + ", " + clock_range(window, zone);
    const auto end = moment_of(*window.end, zone);
    return date(begin, zone, now) + ", " + clock(begin) + " – " + date(end, zone, now) + ", " + clock(end);
}

std::string show_window(const Window& window, const TimeZone& zone, const TimeZone& own, Instant now)
{
    const auto here = show_window(window, zone, now);
    if (shows_the_same(window.begin, zone, own) && (!window.end || shows_the_same(*window.end, zone, own))) return here;
    const bool clock_is_enough =
        has_the_same_date(window.begin, zone, own) && is_on_one_date(window, zone) && is_on_one_date(window, own);
    return beside(here, clock_is_enough ? clock_range(window, own) : show_window(window, own, now));
}

std::string show_times(const Window& window, const TimeZone& zone)
{
    if (is_on_one_date(window, zone)) return clock_range(window, zone);
    const auto end = moment_of(*window.end, zone);
    return clock(moment_of(window.begin, zone)) + "–" + show_weekday(Date{end.day}) + " " + clock(end);
}

std::string show_date(Date date, Date today) { return date_in_year(date, today.year()); }

std::string show_weekday(Date date) { return shown_weekdays[weekday{sys_days{date}}.c_encoding()]; }

}  // namespace holdfast::hours
