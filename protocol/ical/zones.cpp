#include "protocol/ical/zones.hpp"

#include <utility>

#include "protocol/hours/zone/zone_search.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;

/// "/freeassociation.sourceforge.net/Europe/London", "/mozilla.org/20050126_1/America/Argentina/Salta": the longest
/// ending that is a zone.
std::optional<hours::TimeZone> by_ending(std::string_view tzid)
{
    for (auto slash = tzid.find('/'); slash != std::string_view::npos; slash = tzid.find('/')) {
        tzid.remove_prefix(slash + 1);
        if (const auto zone = hours::zone_of_name(tzid)) return zone;
    }
    return std::nullopt;
}

std::optional<ZoneClock> clock(const std::optional<hours::TimeZone>& zone)
{
    return zone ? std::optional<ZoneClock>{*zone} : std::nullopt;
}

}  // namespace

Zones::Zones(const hours::TimeZone& home, sys_days today, const std::vector<Component>& calendars)
    : home_{home}, today_{today}
{
    for (const auto& calendar : calendars)
        for (const auto& part : calendar.parts)
            if (part.name == "VTIMEZONE") add(part);
}

void Zones::add(const Component& described)
{
    const auto zone = read_item(described);
    Described parts{zone.location, {}};
    for (const auto& part : described.parts)
        if (part.name == "STANDARD" || part.name == "DAYLIGHT") parts.parts.push_back(read_item(part));
    if (!zone.zone.empty()) described_.emplace(zone.zone, std::move(parts));
}

std::optional<ZoneClock> Zones::in_file(const std::string& tzid) const
{
    const auto found = described_.find(tzid);
    if (found == described_.end()) return std::nullopt;
    if (const auto zone = hours::zone_of_name(found->second.location)) return *zone;
    const auto zone = FileZone::make(found->second.parts, today_);
    return zone ? std::optional<ZoneClock>{*zone} : std::nullopt;
}

std::optional<ZoneClock> Zones::find(const std::string& tzid) const
{
    if (tzid.empty()) return home_;
    if (auto zone = clock(hours::zone_of_name(tzid))) return zone;
    if (auto zone = clock(hours::zone_of_name(iana_name_of(tzid)))) return zone;
    if (auto zone = clock(by_ending(tzid))) return zone;
    if (auto zone = in_file(tzid)) return zone;
    return clock(hours::zone_of_city(tzid));
}

const Zones::Known& Zones::known(const When& when) const
{
    const std::string name = when.utc ? "Etc/UTC" : when.zone;
    if (const auto found = found_.find(name); found != found_.end()) return found->second;
    Known fresh{find(name), false};
    fresh.as_at_home = fresh.clock && fresh.clock->agrees_with(home_, today_ - days{31});
    return found_.emplace(name, std::move(fresh)).first->second;
}

std::optional<ZoneClock> Zones::clock_of(const When& when) const
{
    return when.whole_day ? std::optional<ZoneClock>{home_} : known(when).clock;
}

std::optional<Instant> Zones::instant_of(const When& when) const
{
    const auto zone = clock_of(when);
    return zone ? std::optional{zone->first(when.local)} : std::nullopt;
}

std::optional<hours::LocalMinute> Zones::at_home(const When& when) const
{
    if (keeps_home_time(when)) return when.local;
    const auto instant = instant_of(when);
    return instant ? std::optional{ZoneClock{home_}.shown(*instant)} : std::nullopt;
}

bool Zones::keeps_home_time(const When& when) const { return when.whole_day || known(when).as_at_home; }

}  // namespace holdfast::ical
