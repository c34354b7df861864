#include "protocol/hours/display.hpp"

#include <array>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr std::array<const char*, 7> short_weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<const char*, 7> whole_weekdays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                    "Thursday", "Friday", "Saturday"};
constexpr std::array<const char*, 12> short_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<const char*, 12> whole_months{"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};

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

std::string weekday_of(const Date& date, Wording wording)
{
    const auto& names = wording == Wording::spoken ? whole_weekdays : short_weekdays;
    return names.at(weekday{sys_days{date}}.c_encoding());
}

std::string date_in_year(const Date& date, year now, Wording wording)
{
    auto text = weekday_of(date, wording) + " " + show_day_of_year(date.month(), date.day(), wording);
    if (date.year() != now) text.append(" ").append(std::to_string(int{date.year()}));
    return text;
}

std::string date_words(const Moment& m, const TimeZone& zone, const Telling& how)
{
    return date_in_year(Date{m.day}, zone.date_of(how.now).year(), how.wording);
}

bool is_on_one_date(const Window& window, const TimeZone& zone)
{
    return !window.end || moment_of(window.begin, zone).day == end_of(*window.end, zone).day;
}

/// "09:00–12:00", for a window on one date.
std::string clock_range(const Window& window, const TimeZone& zone, Wording wording)
{
    const auto begin = clock(moment_of(window.begin, zone));
    return window.end ? show_range(begin, clock(end_of(*window.end, zone)), wording) : begin + " onwards";
}

bool shows_the_same(Instant t, const TimeZone& zone, const TimeZone& own)
{
    return zone.wall_clock(t).offset == own.wall_clock(t).offset;
}

bool shows_the_same(const Window& window, const TimeZone& zone, const TimeZone& own)
{
    return shows_the_same(window.begin, zone, own) && (!window.end || shows_the_same(*window.end, zone, own));
}

bool has_the_same_date(Instant t, const TimeZone& zone, const TimeZone& own)
{
    return zone.date_of(t) == own.date_of(t);
}

std::string beside(const std::string& here, const std::string& there, Wording wording)
{
    return wording == Wording::spoken ? here + ", that is " + there + " where you are"
                                      : here + " (" + there + " where you are)";
}

/// The window with its first date in other words, `day`.
std::string window_words(const std::string& day, const Window& window, const TimeZone& zone, const Telling& how)
{
    if (is_on_one_date(window, zone)) return day + ", " + clock_range(window, zone, how.wording);
    const auto end = moment_of(*window.end, zone);
    const auto* to = how.wording == Wording::spoken ? " to " : " – ";
    return day + ", " + clock(moment_of(window.begin, zone)) + to + date_words(end, zone, how) + ", " + clock(end);
}

/// `here`, which says the window in `zone`, and the reader's zone where it shows something else.
std::string with_own(const std::string& here, const Window& window, const TimeZone& zone, const TimeZone& own,
                     const Telling& how)
{
    if (shows_the_same(window, zone, own)) return here;
    const bool clock_is_enough =
        has_the_same_date(window.begin, zone, own) && is_on_one_date(window, zone) && is_on_one_date(window, own);
    return beside(here, clock_is_enough ? clock_range(window, own, how.wording) : show_window(window, own, how),
                  how.wording);
}

std::string with_own(const std::string& here, Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    if (shows_the_same(t, zone, own)) return here;
    const bool clock_is_enough = has_the_same_date(t, zone, own);
    return beside(here, clock_is_enough ? clock(moment_of(t, own)) : show_instant(t, own, how), how.wording);
}

/// "tomorrow, Tuesday 14 October", "on Wednesday 15 October, the day after tomorrow", "on Thursday 16 October".
std::string day_in_sentence(Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    auto date = date_words(moment_of(t, zone), zone, how);
    if (how.wording == Wording::compact) return date;
    const bool agreed = has_the_same_date(t, zone, own) && has_the_same_date(how.now, zone, own);
    const auto ahead = (sys_days{zone.date_of(t)} - sys_days{zone.date_of(how.now)}).count();
    if (agreed && ahead == -1) return "yesterday, " + date;
    if (agreed && ahead == 0) return "today, " + date;
    if (agreed && ahead == 1) return "tomorrow, " + date;
    return "on " + date + (agreed && ahead == 2 ? ", the day after tomorrow" : "");
}

}  // namespace

std::string show_range(std::string_view first, std::string_view last, Wording wording)
{
    return std::string{first}.append(wording == Wording::spoken ? " to " : "–").append(last);
}

std::string show_date(const Date& date, const Telling& how)
{
    return date_in_year(date, Date{floor<days>(how.now)}.year(), how.wording);
}

std::string show_date(const Date& date, const TimeZone& zone, const Telling& how)
{
    return date_in_year(date, zone.date_of(how.now).year(), how.wording);
}

std::string show_dates(const Date& from, const Date& to, const TimeZone& zone, const Telling& how)
{
    const auto first = show_date(from, zone, how);
    if (from == to) return first;
    return first + (how.wording == Wording::spoken ? " to " : " – ") + show_date(to, zone, how);
}

std::string show_instant(Instant t, const TimeZone& zone, const Telling& how)
{
    const auto moment = moment_of(t, zone);
    return date_words(moment, zone, how) + ", " + clock(moment);
}

std::string show_instant(Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    return with_own(show_instant(t, zone, how), t, zone, own, how);
}

std::string show_when(Instant t, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    return with_own(day_in_sentence(t, zone, own, how) + ", " + clock(moment_of(t, zone)), t, zone, own, how);
}

std::string show_weekday(Instant t, const TimeZone& zone)
{
    return weekday_of(Date{moment_of(t, zone).day}, Wording::spoken);
}

std::string show_clock(Instant t, const TimeZone& zone) { return clock(moment_of(t, zone)); }

std::string show_window(const Window& window, const TimeZone& zone, const Telling& how)
{
    return window_words(date_words(moment_of(window.begin, zone), zone, how), window, zone, how);
}

std::string show_window(const Window& window, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    return with_own(show_window(window, zone, how), window, zone, own, how);
}

std::string show_when(const Window& window, const TimeZone& zone, const TimeZone& own, const Telling& how)
{
    const auto day = day_in_sentence(window.begin, zone, own, how);
    return with_own(window_words(day, window, zone, how), window, zone, own, how);
}

std::string show_times(const Window& window, const TimeZone& zone, Wording wording)
{
    if (is_on_one_date(window, zone)) return clock_range(window, zone, wording);
    const auto end = moment_of(*window.end, zone);
    return show_range(clock(moment_of(window.begin, zone)), weekday_of(Date{end.day}, wording) + " " + clock(end),
                      wording);
}

std::string show_date(Date date, Date today, Wording wording) { return date_in_year(date, today.year(), wording); }

std::string show_weekday(Date date, Wording wording) { return weekday_of(date, wording); }

std::string show_day_of_year(month month, day day, Wording wording)
{
    return std::to_string(unsigned{day}) + " " + show_month(month, wording);
}

std::string show_month(month month, Wording wording)
{
    const auto& months = wording == Wording::spoken ? whole_months : short_months;
    return months.at(unsigned{month} - 1);
}

}  // namespace holdfast::hours
