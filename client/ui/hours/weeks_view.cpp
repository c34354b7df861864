// Weeks as lines: the grid and the words.
#include <algorithm>
#include <array>
#include <utility>

#include "client/ui/hours/weeks.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono;
using hours::TimeZone;
using hours::Window;

constexpr std::size_t screen_columns = 80;
constexpr std::size_t date_columns = 12;
constexpr std::size_t bar_columns = 26;
constexpr std::size_t times_columns = 21;
constexpr int hours_a_day = 24;

/// The reader's zone where it shows other times than the therapist's.
const TimeZone* reader_zone(const Weeks& weeks, const Here& here)
{
    return here.zone && here.zone->name() != weeks.zone.name() ? &*here.zone : nullptr;
}

std::string padded(std::string text, std::size_t width)
{
    const auto has = columns(text);
    if (has < width) text.append(width - has, ' ');
    return text;
}

std::string trimmed_end(std::string text)
{
    while (!text.empty() && text.back() == ' ') text.pop_back();
    return text;
}

bool is_monday(const Date& date) { return weekday{sys_days{date}} == Monday; }

std::string week_title(const Date& date, hours::Wording wording)
{
    const auto monday = sys_days{date} - (weekday{sys_days{date}} - Monday);
    return "Week of " + hours::show_date(Date{monday}, Date{}, wording);
}

/// In the reader's zone, with the weekday where it is another day there.
std::string times_there(const Window& window, const Date& date, const TimeZone& own, hours::Wording wording)
{
    const auto there = own.date_of(window.begin);
    return (there == date ? "" : hours::show_weekday(there, wording) + " ") + hours::show_times(window, own, wording);
}

bool is_open(const std::vector<Window>& windows, Instant from, Instant until)
{
    return std::any_of(windows.begin(), windows.end(),
                       [&](const Window& w) { return w.begin < until && (!w.end || from < *w.end); });
}

/// One character per hour: ▌ and ▐ for its halves; nothing for an hour the clocks leave out.
std::string bar_of(const Date& date, const TimeZone& zone, const std::vector<Window>& windows)
{
    constexpr std::array<const char*, 4> blocks{"·", "▌", "▐", "█"};
    constexpr minutes half{30};
    std::string bar;
    const hours::LocalMinute midnight{sys_days{date}.time_since_epoch()};
    for (int hour = 0; hour < hours_a_day; ++hour) {
        const auto begin = midnight + std::chrono::hours{hour};
        std::size_t block = 0;
        for (const std::size_t part : {std::size_t{0}, std::size_t{1}}) {
            const auto from = zone.first(begin + half * static_cast<int>(part));
            if (is_open(windows, from, zone.first(begin + half * static_cast<int>(part + 1)))) block |= part + 1;
        }
        const bool left_out = zone.first(begin) == zone.first(begin + half);
        bar += left_out ? " " : blocks.at(block);
    }
    return bar;
}

std::vector<Window> all_windows(const Weeks& weeks)
{
    std::vector<Window> all;
    for (const auto& day : weeks.days) all.insert(all.end(), day.windows.begin(), day.windows.end());
    return all;
}

std::string head_line(const Weeks& weeks, const TimeZone* own)
{
    auto line = padded({}, date_columns) + padded("0     6     12    18", bar_columns) +
                padded(fit(std::string{weeks.zone.name()}, times_columns - 1), times_columns);
    if (own) line += fit(std::string{own->name()}, times_columns);
    return trimmed_end(line);
}

void add_day(Lines& lines, const Day& day, const Weeks& weeks, const TimeZone* own, const std::vector<Window>& windows)
{
    const auto label = padded(hours::show_date(day.date, day.date), date_columns) +
                       padded(bar_of(day.date, weeks.zone, windows), bar_columns);
    if (day.windows.empty()) lines.push_back(label + "closed");
    for (const auto& window : day.windows) {
        auto line = &window == &day.windows.front() ? label : padded({}, date_columns + bar_columns);
        line += padded(hours::show_times(window, weeks.zone), times_columns);
        if (own) line += times_there(window, day.date, *own, hours::Wording::compact);
        lines.push_back(fit(trimmed_end(line), screen_columns));
    }
    for (const auto& mark : day.marks)
        for (const auto& part : wrap(mark, screen_columns - date_columns - bar_columns))
            lines.push_back(padded({}, date_columns + bar_columns) + part);
}

std::string day_words(const Day& day, const Weeks& weeks, const TimeZone* own, hours::Wording wording)
{
    const bool spoken = wording == hours::Wording::spoken;
    std::string words = hours::show_date(day.date, day.date, wording) + ": ";
    if (day.windows.empty()) words += "closed";
    for (const auto& window : day.windows) {
        if (&window != &day.windows.front()) words += ", and ";
        words += hours::show_times(window, weeks.zone, wording);
        if (own)
            words += (spoken ? ", that is " : " (") + times_there(window, day.date, *own, wording) + " where you are" +
                     (spoken ? "" : ")");
    }
    for (const auto& mark : day.marks) words += "; " + mark;
    return words + ".";
}

}  // namespace

Lines grid_lines(const Weeks& weeks, const Here& here)
{
    const auto* own = reader_zone(weeks, here);
    const auto windows = all_windows(weeks);
    Lines lines;
    for (const auto& day : weeks.days) {
        if (lines.empty() || is_monday(day.date)) {
            if (!lines.empty()) lines.emplace_back();
            lines.push_back(week_title(day.date, hours::Wording::compact));
            lines.push_back(head_line(weeks, own));
        }
        add_day(lines, day, weeks, own, windows);
    }
    return lines;
}

Lines week_words(const Weeks& weeks, const Here& here)
{
    const auto* own = reader_zone(weeks, here);
    Lines lines{"Times are those of " + std::string{weeks.zone.name()} +
                (own ? std::string{here.spoken() ? "; then" : "; in brackets"} + " where you are, " +
                           std::string{own->name()} + "."
                     : ".")};
    bool quiet = false;  // days of this week that are closed and not worth a line
    const auto close_week = [&] {
        if (std::exchange(quiet, false)) lines.emplace_back("  Closed on all other days.");
    };
    for (const auto& day : weeks.days) {
        if (lines.size() == 1 || is_monday(day.date)) {
            close_week();
            lines.push_back(week_title(day.date, here.wording) + ":");
        }
        if (day.windows.empty() && day.marks.empty())
            quiet = true;
        else
            lines.push_back("  " + day_words(day, weeks, own, here.wording));
    }
    close_week();
    return lines;
}

}  // namespace holdfast::ui
