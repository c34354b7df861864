#include "protocol/ical/zone_clock.hpp"

#include <algorithm>
#include <utility>

#include "protocol/ical/recurrence.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;

/// Entries of a year ahead are taken, and the series they belong to may have begun a year ago.
constexpr days known_around{1000};
/// Two clocks that agree for as long are one clock.
constexpr days compared_for{800};

Instant at_offset(hours::LocalMinute local, seconds offset)
{
    return Instant{sys_time<minutes>{local.time_since_epoch()} - offset};
}

/// When the offset of a part begins: on the dates it lists and, by its rule, on those near `around`.
std::optional<std::vector<hours::LocalMinute>> onsets(const Item& part, sys_days around)
{
    std::vector<hours::LocalMinute> found{part.start->local};
    for (const auto& when : part.also) found.push_back(when.local);
    if (part.repeats.empty()) return found;
    const Repetition repetition{part.repeats.front(), part.start->local, {}};
    if (part.repeats.size() > 1 || !repeats_by_years(repetition)) return std::nullopt;
    const auto near = occurrences(repetition, around - known_around, around + known_around).starts;
    found.insert(found.end(), near.begin(), near.end());
    if (const auto last = last_date(repetition))
        found.push_back(hours::LocalMinute{last->time_since_epoch()} +
                        (part.start->local - floor<days>(part.start->local)));
    return found;
}

}  // namespace

std::optional<FileZone> FileZone::make(const std::vector<Item>& parts, sys_days around)
{
    FileZone zone;
    for (const auto& part : parts) {
        if (!part.problem.empty() || !part.start || !part.offset_from || !part.offset_to) return std::nullopt;
        const auto begins = onsets(part, around);
        if (!begins) return std::nullopt;
        for (const auto local : *begins)
            zone.changes_.push_back({at_offset(local, *part.offset_from), *part.offset_from, *part.offset_to});
    }
    if (zone.changes_.empty()) return std::nullopt;
    std::ranges::stable_sort(zone.changes_, {}, &Change::at);
    return zone;
}

seconds FileZone::offset_at(Instant t) const noexcept
{
    const auto after = std::ranges::upper_bound(changes_, t, {}, &Change::at);
    return after == changes_.begin() ? changes_.front().before : std::prev(after)->after;
}

Instant FileZone::first(hours::LocalMinute local) const noexcept
{
    // Offsets stay within a day of UTC: only changes as near as that can matter.
    const Instant as_utc{sys_time<minutes>{local.time_since_epoch()}};
    auto change = std::ranges::lower_bound(changes_, as_utc - days{2}, {}, &Change::at);
    auto offset = change == changes_.begin() ? changes_.front().before : std::prev(change)->after;
    for (; change != changes_.end() && change->at <= as_utc + days{2}; ++change) {
        if (at_offset(local, offset) < change->at) return at_offset(local, offset);
        // Neither clock shows it: a gap.
        if (at_offset(local, change->after) < change->at) return change->at;
        offset = change->after;
    }
    return at_offset(local, offset);
}

Instant ZoneClock::first(hours::LocalMinute local) const
{
    return std::visit([&](const auto& zone) { return zone.first(local); }, zone_);
}

hours::LocalMinute ZoneClock::shown(Instant t) const
{
    if (const auto* known = std::get_if<hours::TimeZone>(&zone_)) return floor<minutes>(known->wall_clock(t).time);
    const auto offset = std::get<FileZone>(zone_).offset_at(t);
    return hours::LocalMinute{floor<minutes>(t.time_since_epoch() + offset)};
}

bool ZoneClock::agrees_with(const ZoneClock& other, sys_days first) const
{
    for (auto day = first; day < first + compared_for; day += days{1})
        if (shown(Instant{day} + 12h) != other.shown(Instant{day} + 12h)) return false;
    return true;
}

}  // namespace holdfast::ical
