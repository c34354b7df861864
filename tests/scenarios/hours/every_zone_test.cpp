// Properties that hold in every zone of the system's data, around the changes of its clocks from 2025 to 2035. A sample
// of the changes is tried; HOLDFAST_LONG=1 tries all of them.
#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::every_zone_test {

using namespace std::chrono;
using hours::LocalMinute;
using hours::TimeZone;
using Random = std::mt19937;

namespace {

constexpr sys_days first_day = 2025y / January / 1;
constexpr sys_days last_day = 2035y / December / 31;

bool is_long_run() { return std::getenv("HOLDFAST_LONG") != nullptr; }

/// Canonical zones ("Z NAME …"); with links ("L TARGET NAME") in a long run.
std::vector<std::string> zone_names()
{
    std::vector<std::string> out;
    std::ifstream file{"/usr/share/zoneinfo/tzdata.zi"};
    for (std::string line; std::getline(file, line);) {
        const bool is_link = line.starts_with("L ");
        if (!line.starts_with("Z ") && !(is_link && is_long_run())) continue;
        const auto from = is_link ? line.find(' ', 2) + 1 : 2;
        auto name = line.substr(from, line.find(' ', from) - from);
        if (name != "Factory") out.push_back(std::move(name));  // the name of a clock nobody has set
    }
    return out;
}

/// Dates during which the offset changes; in the sample two of them, and one date for a zone that never changes.
std::vector<sys_days> dates_of_change(const TimeZone& zone, Random& random)
{
    std::vector<sys_days> out;
    auto offset = zone.wall_clock(Instant{first_day}).offset;
    for (auto day = first_day; day < last_day; day += days{1})
        if (const auto next = zone.wall_clock(Instant{day + days{1}}).offset; next != offset) {
            out.push_back(day);
            offset = next;
        }
    if (out.empty()) out.push_back(first_day + days{std::uniform_int_distribution<int>{0, 3600}(random)});
    std::shuffle(out.begin(), out.end(), random);
    if (!is_long_run() && out.size() > 2) out.resize(2);
    return out;
}

struct Written {
    sys_days date;
    int begin;
    int end;
};

std::string clock(int minutes)
{
    const auto two = [](int n) { return std::to_string(n / 10) + std::to_string(n % 10); };
    return two(minutes / 60) + ":" + two(minutes % 60);
}

/// Windows on named dates around a change, most of them early in the day, when clocks change.
std::vector<Written> random_windows(sys_days change, Random& random)
{
    const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); };
    std::vector<Written> out;
    for (int i = 0; i < 5; ++i) {
        const int begin = 5 * pick(0, i < 3 ? 48 : 287);
        out.push_back({change + days{pick(-1, 1)}, begin, std::min(begin + 5 * pick(1, 60), 48 * 60)});
    }
    return out;
}

std::string rules_of(const std::vector<Written>& windows)
{
    constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::string text;
    for (const auto& w : windows) {
        const Date date{w.date};
        const auto d = unsigned{date.day()};
        text += (text.empty() ? "" : ", ") + std::to_string(int{date.year()}) + " " +
                months[unsigned{date.month()} - 1] + (d < 10 ? " 0" : " ") + std::to_string(d) + " " + clock(w.begin) +
                "-" + clock(w.end);
    }
    return text;
}

hours::Schedule schedule_of(const std::string& rules, const std::string& zone_name)
{
    hours::HoursContent content;
    content.rules = rules;
    content.zone = zone_name;
    return hours::Schedule::make(std::vector<hours::VersionInForce>{{content, at("2020-01-01T00:00:00Z")}});
}

/// Every minute that the wall clock shows inside a written window is open, as often as it is shown.
void check_never_shorter(const hours::Schedule& hours, const TimeZone& zone, const std::vector<Written>& windows,
                         sys_days change)
{
    for (Instant t = change - days{1}; t < Instant{change + days{2}}; t += 20min) {
        const auto shown = floor<minutes>(zone.wall_clock(t).time);
        const bool written = std::any_of(windows.begin(), windows.end(), [&](const Written& w) {
            const LocalMinute midnight{w.date.time_since_epoch()};
            return midnight + minutes{w.begin} <= shown && shown < midnight + minutes{w.end};
        });
        if (written && !hours.is_open(t)) FAIL(to_rfc3339(t));
    }
}

/// An open minute that no written window shows lies between two times a clock shows the same.
void check_never_longer(const hours::Schedule& hours, const TimeZone& zone, const std::vector<Written>& windows,
                        sys_days change)
{
    for (Instant t = change - days{1}; t < Instant{change + days{2}}; t += 20min) {
        if (!hours.is_open(t)) continue;
        const auto covers = [&](const Written& w) {
            const LocalMinute midnight{w.date.time_since_epoch()};
            return zone.first(midnight + minutes{w.begin}) <= t && t < zone.last(midnight + minutes{w.end});
        };
        if (std::none_of(windows.begin(), windows.end(), covers)) FAIL(to_rfc3339(t));
    }
}

/// From flip to flip: openness alternates, every query agrees, whatever instant in between it starts from.
void check_flips(const hours::Schedule& hours, sys_days change, Random& random)
{
    Instant t = change - days{2};
    for (bool open = hours.is_open(t); t < Instant{change + days{3}}; open = !open) {
        const auto next = hours.next_change(t);
        if (!next) {
            REQUIRE_FALSE(open);
            return;
        }
        REQUIRE(*next > t);
        REQUIRE(hours.is_open(*next) != open);
        REQUIRE(hours.is_open(*next - 1ms) == open);
        const Instant between =
            t + milliseconds{std::uniform_int_distribution<std::int64_t>{0, (*next - t).count() - 1}(random)};
        REQUIRE(hours.next_change(between) == next);
        REQUIRE(hours.window_at(between).has_value() == open);
        const auto release = hours.release_at(between);
        REQUIRE(release == (open ? between : *next));
        REQUIRE(hours.is_open(*release));
        t = *next;
    }
}

/// A promised time lies after the receipt, is open throughout, and ends when the window does.
void check_promise(const hours::Schedule& hours, sys_days change, Random& random)
{
    for (int i = 0; i < 6; ++i) {
        const Instant t = Instant{change} + minutes{std::uniform_int_distribution<int>{-2000, 3000}(random)};
        const auto promise = hours.promise(t);
        if (!promise) continue;
        REQUIRE(promise->begin >= t);
        REQUIRE(hours.is_open(promise->begin));
        REQUIRE(hours.next_change(promise->begin) == promise->end);
        REQUIRE(*promise->end - promise->begin > 0s);
        if (promise->begin == t) REQUIRE(*promise->end - t > hours.last_reading(t));
        REQUIRE(*hours.release_at(t) <= promise->begin);
    }
}

}  // namespace

TEST_CASE("attack 14: in every zone and over ten years windows, flips, releases and promises agree with each other")
{
    Random random{20261126};
    const auto names = zone_names();
    REQUIRE(names.size() > 300);
    for (const auto& name : names) {
        const auto where = zone(name);
        for (const auto change : dates_of_change(where, random)) {
            const auto windows = random_windows(change, random);
            const auto rules = rules_of(windows);
            const auto hours = schedule_of(rules, name);
            INFO(name << " " << rules);
            check_never_shorter(hours, where, windows, change);
            check_never_longer(hours, where, windows, change);
            check_flips(hours, change, random);
            check_promise(hours, change, random);
        }
    }
}

}  // namespace holdfast::test::every_zone_test
