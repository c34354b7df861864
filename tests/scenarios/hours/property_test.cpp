// Properties over zones with unusual clocks, against an oracle that works the other way round: it asks of each local
// minute, not of each window, and finds instants by trying offsets.
#include <algorithm>
#include <cstdio>
#include <random>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::property_test {

using namespace std::chrono;
using hours::LocalMinute;
using hours::TimeZone;

namespace {

const char* const zone_names[] = {"Australia/Lord_Howe", "Africa/Casablanca", "Pacific/Apia",   "Antarctica/Troll",
                                  "America/New_York",    "Europe/London",     "Africa/Cairo",   "Asia/Gaza",
                                  "America/St_Johns",    "Atlantic/Azores",   "America/Havana", "UTC"};

/// A week of windows without a rule language: each weekday has ranges in minutes, which may pass midnight.
struct PlainWeek {
    std::vector<std::pair<int, int>> ranges[8];  ///< 1 Monday to 7 Sunday
};

constexpr const char* day_names[] = {"", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};

std::string clock(int minutes)
{
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d", minutes / 60, minutes % 60);
    return text;
}

std::string rules_of(const PlainWeek& week)
{
    std::string text;
    for (int d = 1; d <= 7; ++d)
        for (const auto& [begin, end] : week.ranges[d])
            text += (text.empty() ? "" : ", ") + std::string{day_names[d]} + " " + clock(begin) + "-" + clock(end);
    return text.empty() ? "off" : text;
}

PlainWeek random_week(std::mt19937& random)
{
    std::uniform_int_distribution<int> weekday{1, 7}, start{0, 24 * 12 - 1}, length{1, 60}, count{1, 6};
    PlainWeek week;
    for (int i = count(random); i > 0; --i) {
        const int begin = 5 * start(random);
        week.ranges[weekday(random)].emplace_back(begin, begin + 5 * length(random));
    }
    return week;
}

/// Every instant at which the wall clock shows `local`, found by trying each quarter hour of offset.
std::vector<Instant> instants_showing(const TimeZone& zone, LocalMinute local)
{
    std::vector<Instant> found;
    for (auto offset = -14h; offset <= 14h; offset += 1h)
        for (const auto part : {0min, 15min, 30min, 45min}) {
            const Instant t = sys_time<minutes>{local.time_since_epoch() + offset + part};
            if (floor<minutes>(zone.wall_clock(t).time) == local) found.push_back(t);
        }
    std::sort(found.begin(), found.end());
    return found;
}

/// The first instant after a gap: walks on minute by minute until the clock shows something.
Instant first_shown_from(const TimeZone& zone, LocalMinute local)
{
    for (;; local += 1min)
        if (const auto found = instants_showing(zone, local); !found.empty()) return found.front();
}

Instant start_of(const TimeZone& zone, LocalMinute local)
{
    const auto shown = instants_showing(zone, local);
    return shown.empty() ? first_shown_from(zone, local) : shown.front();
}

Instant end_of(const TimeZone& zone, LocalMinute local)
{
    const auto shown = instants_showing(zone, local);
    return shown.empty() ? first_shown_from(zone, local) : shown.back();
}

std::vector<Interval> slow_windows(const PlainWeek& week, const TimeZone& zone, sys_days first, sys_days last)
{
    std::vector<Interval> out;
    for (auto day = first; day <= last; day += days{1})
        for (const auto& [begin, end] : week.ranges[weekday{day}.iso_encoding()]) {
            const LocalMinute midnight{day.time_since_epoch()};
            const Interval window{start_of(zone, midnight + minutes{begin}), end_of(zone, midnight + minutes{end})};
            if (window.begin < window.end) out.push_back(window);
        }
    return out;
}

bool in_any(const std::vector<Interval>& windows, Instant t)
{
    return std::any_of(windows.begin(), windows.end(), [t](const Interval& window) { return window.contains(t); });
}

/// The days around each clock change of 2026 and 2027, where everything interesting happens.
std::vector<sys_days> days_of_change(const TimeZone& zone)
{
    std::vector<sys_days> out;
    const sys_days end = 2028y / January / 1;
    for (sys_days day = 2026y / January / 1; day < end; day += days{1})
        if (zone.wall_clock(Instant{day}).offset != zone.wall_clock(Instant{day + days{1}}).offset) out.push_back(day);
    if (out.empty()) out.emplace_back(2026y / June / 1);
    return out;
}

}  // namespace

TEST_CASE("around every clock change the calendar agrees with a slow oracle")
{
    std::mt19937 random{20261122};
    for (const char* name : zone_names) {
        const auto where = zone(name);
        for (const auto change : days_of_change(where)) {
            const auto week = random_week(random);
            const auto hours = calendar(rules_of(week), name);
            const auto windows = slow_windows(week, where, change - days{3}, change + days{4});
            INFO(name << " " << rules_of(week) << " " << to_rfc3339(change));
            for (Instant t = change - days{1}; t < change + days{3}; t += 5min)
                if (hours.is_open(t) != in_any(windows, t)) FAIL(to_rfc3339(t));
        }
    }
}

TEST_CASE("walking from change to change meets every flip and only flips")
{
    std::mt19937 random{7};
    for (const char* name : zone_names) {
        const auto hours = calendar(rules_of(random_week(random)), name);
        INFO(name << " " << to_text(hours.rules()));
        auto t = at("2026-01-01T00:00:00Z");
        for (bool open = hours.is_open(t); t < at("2028-01-01T00:00:00Z"); open = !open) {
            const auto next = hours.next_change(t);
            REQUIRE(next.has_value());
            REQUIRE(*next > t);
            REQUIRE(hours.is_open(*next) != open);
            REQUIRE(hours.is_open(*next - 1ms) == open);
            if (open) REQUIRE(hours.window_at(t).value().end == *next);
            if (!open) REQUIRE(hours.next_window(t).value().begin == *next);
            t = *next;
        }
    }
}

TEST_CASE("membership and the deciding window agree at every quarter of an hour for a month")
{
    const auto hours =
        calendar("Mo-Fr 09:00-12:00,20:00-02:00; Sa 23:00-30:00; We 10:00-11:00 off; Mar 26-28 off", "Europe/London");
    for (auto t = at("2026-03-10T00:00:00Z"); t < at("2026-04-10T00:00:00Z"); t += 15min)
        if (hours.is_open(t) != hours.window_at(t).has_value()) FAIL(to_rfc3339(t));
}

}  // namespace holdfast::test::property_test
