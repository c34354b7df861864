// How long questions about hours take: the next opening over ten years of the worst rules a practice would write, and
// the gate's decision for ten thousand schedules at an opening, both as the relay comes to it, having decided before,
// and with nothing remembered, as after a start. Each is reported beside plain hours (one version, "Mo-Fr 08:00-12:10")
// measured in the same rounds, because a ratio means something on a busy machine. Asserts nothing.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "protocol/hours/schedule/schedule.hpp"
#include "server/core/decision.hpp"

using namespace holdfast;
using namespace std::chrono_literals;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using server::CachedSchedule;
using Microseconds = std::chrono::duration<double, std::micro>;

namespace {

constexpr int rounds = 7;
constexpr int first_year = 2026;
constexpr int years = 10;
/// A step that meets every hour of the day and every day of the week in turn.
constexpr auto step = 53h + 17min;
constexpr int schedules_at_once = 10'000;
constexpr double query_target_us = 20;
constexpr double schedules_target_ms = 50;

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Date date(int year, unsigned month, unsigned day)
{
    return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

std::string worst_rules(int variant)
{
    const auto hour = std::to_string(10 + variant % 8);
    const auto minute = std::to_string(10 + variant / 8 % 50);
    return "Mo-Fr 08:00-08:30," + hour + ":" + minute +
           "-18:30; We 14:00-16:00; Th[1,3] 19:00-21:00; Fr[-1] off; Sa[2] 09:00-10:00, Su[4] 18:00-18:30; "
           "week 01-53/2 Tu 07:00-08:00; week 02-52/2 Tu off; Jul-Aug Mo,Th 09:00-10:00; Jul-Aug Tu,We,Fr-Su off; "
           "Aug 10-20 off; Dec 20-Jan 6 off; Dec 28 10:00-11:00; 2027 Mar 01-2027 Apr 15 Tu 20:00-26:00; "
           "2028 Feb 29 12:00-13:00; 2029 May off; 2030 Jun-Sep Fr 22:00-25:30; 2031-2032 Nov Mo off; "
           "2033 Jan 10-20 off; PH off; PH We 12:00-12:15; Mar 25-31 Su 01:30-03:30; Oct 25-31 Su 01:30-03:30";
}

HoursContent worst_content(int variant)
{
    HoursContent out;
    out.rules = worst_rules(variant);
    out.zone = "Europe/Berlin";
    for (int y = first_year; y < first_year + years; ++y) {
        for (const auto& [month, day] : {std::pair{1U, 1U}, {5U, 1U}, {10U, 3U}, {12U, 24U}, {12U, 25U}, {12U, 26U}})
            out.holidays.push_back(date(y, month, day));
        for (unsigned month = 3; month < 9; ++month) out.holidays.push_back(date(y, month, 13));
        out.leaves.push_back({date(y, 4, 1), date(y, 4, 21), "Leave"});
        out.leaves.push_back({date(y, 9, 5), date(y, 9, 30), "Leave"});
        out.cancellations.push_back({date(y, 6, 8), "Ill"});
    }
    std::sort(out.holidays.begin(), out.holidays.end());
    out.horizon = date(first_year + years, 12, 31);
    return out;
}

/// The most that overlaps in practice: versions whose notice keeps several in force at once.
Schedule worst(int variant)
{
    std::vector<VersionInForce> chain;
    for (int i = 0; i < 4; ++i) {
        auto content = worst_content(variant + i);
        content.notice_period = hours::max_notice;
        chain.push_back({std::move(content), at("2026-01-01T00:00:00Z") + i * 24h * 20});
    }
    return Schedule::make(chain);
}

Schedule plain(int variant)
{
    HoursContent out;
    out.rules = "Mo-Fr 08:00-1" + std::to_string(2 + variant / 50 % 8) + ":" + std::to_string(10 + variant % 50);
    out.zone = "Europe/Berlin";
    const VersionInForce only[] = {{out, at("2026-01-01T00:00:00Z")}};
    return Schedule::make(only);
}

volatile long long sink = 0;

void use(const std::optional<hours::Window>& window)
{
    if (window) sink = sink + window->begin.time_since_epoch().count();
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

template <typename Work>
double microseconds(Work work)
{
    const auto begin = std::chrono::steady_clock::now();
    work();
    return Microseconds{std::chrono::steady_clock::now() - begin}.count();
}

/// The median of single queries over ten years.
template <typename Query>
double query_time(const Schedule& schedule, Query query)
{
    std::vector<double> times;
    const auto end = at("2026-01-01T00:00:00Z") + 24h * 365 * years;
    for (auto t = at("2026-01-01T00:00:00Z"); t < end; t += step)
        times.push_back(microseconds([&] { query(schedule, t); }));
    return median(std::move(times));
}

double milliseconds_to_decide(std::vector<CachedSchedule>& schedules, Instant opening, bool remembered)
{
    for (auto& cached : schedules) {
        cached.since.reset();
        if (remembered) static_cast<void>(server::decide(cached, opening - 1h, true));
    }
    return microseconds([&] {
               for (auto& cached : schedules) {
                   const auto decision = server::decide(cached, opening, true);
                   sink = sink + (decision.open ? 1 : 0) + (decision.promise ? 1 : 0);
               }
           }) /
           1000;
}

void report(const char* name, std::vector<double> measured, std::vector<double> baseline, double target,
            const char* unit)
{
    const auto value = median(std::move(measured));
    const auto plain_value = median(std::move(baseline));
    std::printf("%-34s %9.2f %s  plain hours %8.2f %s  ratio %6.1f  target %g %s: %s\n", name, value, unit, plain_value,
                unit, value / plain_value, target, unit, value < target ? "met" : "missed");
}

/// Worst and plain in turn, so that whatever else the machine does meets both.
template <typename Measure>
void compare(const char* name, Measure measure, double target, const char* unit)
{
    std::vector<double> measured;
    std::vector<double> baseline;
    for (int i = 0; i < rounds; ++i) {
        measured.push_back(measure(true));
        baseline.push_back(measure(false));
    }
    report(name, std::move(measured), std::move(baseline), target, unit);
}

template <typename Query>
void compare_query(const char* name, const Schedule& hard, const Schedule& easy, Query query)
{
    compare(
        name, [&](bool worst_case) { return query_time(worst_case ? hard : easy, query); }, query_target_us, "us");
}

}  // namespace

int main()
{
    const auto hard = worst(0);
    const auto easy = plain(0);
    if (hard.problem() || !easy.usable()) {
        std::fprintf(stderr, "The rules to measure cannot be read: %s\n",
                     hard.problem() ? hard.problem()->message.c_str() : "plain hours");
        return 1;
    }
    compare_query("next_window, ten years", hard, easy, [](const Schedule& s, Instant t) { use(s.next_window(t)); });
    compare_query("release_at, ten years", hard, easy,
                  [](const Schedule& s, Instant t) { sink = sink + (s.release_at(t) ? 1 : 0); });
    compare_query("promise, ten years", hard, easy, [](const Schedule& s, Instant t) { use(s.promise(t)); });

    std::vector<CachedSchedule> hard_ones(schedules_at_once);
    std::vector<CachedSchedule> easy_ones(schedules_at_once);
    for (int i = 0; i < schedules_at_once; ++i) {
        hard_ones[static_cast<std::size_t>(i)].schedule = worst(i);
        easy_ones[static_cast<std::size_t>(i)].schedule = plain(i);
    }
    const auto opening = at("2026-03-16T07:00:00Z");
    for (const bool remembered : {true, false})
        compare(
            remembered ? "10,000 schedules at an opening" : "the same, nothing remembered",
            [&](bool worst_case) {
                return milliseconds_to_decide(worst_case ? hard_ones : easy_ones, opening, remembered);
            },
            schedules_target_ms, "ms");
    return 0;
}
