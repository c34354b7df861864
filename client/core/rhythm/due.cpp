#include "client/core/rhythm/due.hpp"

#include <algorithm>

#include "protocol/hours/zone/zone.hpp"

namespace holdfast::client {
namespace {

using std::chrono::days;

/// Every rhythm is due at least once in so many days, also where clocks or the calendar of a zone change.
constexpr days one_round{9};

/// Beyond these no clock shows a date that anybody meant; whoever sends one gets no due time.
constexpr Instant earliest_time{std::chrono::sys_days{std::chrono::year{1970} / 1 / 1}};
constexpr Instant latest_time{std::chrono::sys_days{std::chrono::year{9999} / 1 / 1}};

bool is_on(const wire::RhythmTerms& terms, std::chrono::sys_days day)
{
    const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    return ((unsigned{terms.days} >> weekday) & 1U) != 0;
}

Instant within_time(Instant t) { return std::clamp(t, earliest_time, latest_time); }

}  // namespace

std::vector<Instant> due_times(const wire::RhythmTerms& terms, Instant from, Instant to)
{
    std::vector<Instant> times;
    const auto zone = hours::TimeZone::find(terms.zone);
    from = within_time(from);
    to = within_time(to);
    if (zone.has_error() || from >= to) return times;
    // A gap moves a time to a later date by its length, a day at most.
    auto day = std::chrono::sys_days{zone->date_of(from)} - days{2};
    const auto last = std::chrono::sys_days{zone->date_of(to)};
    for (; day <= last; day += days{1}) {
        if (!is_on(terms, day)) continue;
        for (const auto minute : terms.times) {
            const auto due = zone->first(hours::local_minute(day, minute));
            if (due >= from && due < to) times.push_back(due);
        }
    }
    std::ranges::sort(times);
    times.erase(std::unique(times.begin(), times.end()), times.end());
    return times;
}

bool is_due_time(const wire::RhythmTerms& terms, Instant t)
{
    return t == within_time(t) && !due_times(terms, t, t + instant_resolution).empty();
}

std::vector<DueTime> due_times(std::span<const InForce> versions, Instant from, Instant to)
{
    std::vector<DueTime> all;
    const auto known_to = within_time(to) + one_round;  // the next one after the last, too
    for (const auto& version : versions) {
        const auto begin = std::max(from, version.from);
        for (const auto due : due_times(*version.terms, begin, std::min(known_to, version.to))) {
            if (!all.empty() && !all.back().ended) all.back().until = std::min(all.back().until, due);
            all.push_back({version.rhythm, due, version.ended ? version.to : Instant::max(), false});
        }
        if (version.ended && !all.empty() && all.back().rhythm == version.rhythm) all.back().ended = true;
    }
    std::erase_if(all, [&](const DueTime& one) { return one.due >= to; });
    return all;
}

std::optional<DueTime> open_due_time(std::span<const InForce> versions, Instant t)
{
    const auto times = due_times(versions, within_time(t) - one_round, within_time(t) + instant_resolution);
    if (times.empty() || times.back().until <= t) return std::nullopt;
    return times.back();
}

std::optional<Instant> next_due_time(std::span<const InForce> versions, Instant t)
{
    const auto times = due_times(versions, within_time(t) + instant_resolution, within_time(t) + one_round);
    if (times.empty()) return std::nullopt;
    return times.front().due;
}

}  // namespace holdfast::client
