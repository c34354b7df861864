#include "protocol/ical/series.hpp"

#include <algorithm>
#include <optional>

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::day_of;
using hours::LocalMinute;

/// Zones are up to a day apart, and an end in UTC is read without its zone.
constexpr days margin{3};

/// A time in the clock that another is written in. A date alone means the other's time of the day.
std::optional<LocalMinute> in_clock_of(const When& when, const When& other, const Zones& zones)
{
    if (when.whole_day && !other.whole_day) return floor<days>(when.local) + (other.local - floor<days>(other.local));
    if (other.whole_day || (when.zone == other.zone && when.utc == other.utc)) return when.local;
    const auto instant = zones.instant_of(when);
    const auto clock = zones.clock_of(other);
    if (!instant || !clock) return std::nullopt;
    return clock->shown(*instant);
}

unsigned moved(unsigned weekday, days by)
{
    constexpr int days_per_week = 7;
    const auto turned = (static_cast<int>(weekday) - 1 + static_cast<int>(by.count() % days_per_week)) % days_per_week;
    return static_cast<unsigned>((turned + days_per_week) % days_per_week) + 1;
}

}  // namespace

days Series::days_moved() const { return floor<days>(first()) - floor<days>(item->start->local); }

SeriesParts parts_of(const Item& item, std::vector<const Item*> changes, const Zones& zones)
{
    SeriesParts found{{{&item, &item, minutes{0}, {}}}, {}};
    std::ranges::stable_sort(changes, {}, [](const Item* change) { return change->replaces->local; });
    for (const auto* change : changes) {
        const auto from = in_clock_of(*change->replaces, *item.start, zones);
        const auto to = change->start ? in_clock_of(*change->start, *item.start, zones) : from;
        const bool readable = change->problem.empty() && from && to;
        if (!readable || (change->start && change->start->whole_day != item.start->whole_day)) {
            found.unfollowed.push_back(change);
            continue;
        }
        found.parts.back().dates.last = day_of(*from) - days{1};
        found.parts.push_back({&item, change, *to - *from, {day_of(*from), std::nullopt}});
    }
    return found;
}

Repetition repetition_of(const Item& item, const Zones& zones)
{
    return {item.repeats.front(), item.start->local, zones.clock_of(*item.start)};
}

std::vector<hours::WeekdayRange> weekdays_of(const Series& series, const Zones& zones)
{
    if (!zones.keeps_home_time(*series.item->start)) return {};
    auto weekdays = plain_weekdays(repetition_of(*series.item, zones));
    const auto by = series.days_moved();
    if (by == days{0}) return weekdays;
    for (auto& range : weekdays) {
        if (!range.nth.empty() || range.first != range.last) return {};
        range.first = range.last = moved(range.first, by);
    }
    return weekdays;
}

bool is_over(const Item& item, sys_days today)
{
    const LocalMinute begins{(today - margin).time_since_epoch()};
    if (!item.start || !item.also.empty() || item.replaces_following || !item.busy.empty()) return false;
    if (item.replaces && item.replaces->local >= begins) return false;
    if (!item.repeats.empty() && !item.replaces) {
        const auto end = named_end({item.repeats.front(), item.start->local, {}});
        return item.repeats.size() == 1 && end &&
               *end + floor<days>(std::max(item.length(), minutes{0})) < today - margin;
    }
    return item.start->local + std::max(item.length(), minutes{0}) < begins;
}

}  // namespace holdfast::ical
