#include "protocol/ical/zones.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace holdfast::ical {
namespace {

/// The zones of Outlook and Exchange, by the main place of each in Unicode's list (CLDR, windowsZones).
constexpr std::array windows_zones{
    std::pair<std::string_view, std::string_view>{"AUS Eastern Standard Time", "Australia/Sydney"},
    std::pair<std::string_view, std::string_view>{"AUS Central Standard Time", "Australia/Darwin"},
    std::pair<std::string_view, std::string_view>{"Arab Standard Time", "Asia/Riyadh"},
    std::pair<std::string_view, std::string_view>{"Arabian Standard Time", "Asia/Dubai"},
    std::pair<std::string_view, std::string_view>{"Argentina Standard Time", "America/Buenos_Aires"},
    std::pair<std::string_view, std::string_view>{"Atlantic Standard Time", "America/Halifax"},
    std::pair<std::string_view, std::string_view>{"Canada Central Standard Time", "America/Regina"},
    std::pair<std::string_view, std::string_view>{"Cen. Australia Standard Time", "Australia/Adelaide"},
    std::pair<std::string_view, std::string_view>{"Central America Standard Time", "America/Guatemala"},
    std::pair<std::string_view, std::string_view>{"Central Europe Standard Time", "Europe/Budapest"},
    std::pair<std::string_view, std::string_view>{"Central European Standard Time", "Europe/Warsaw"},
    std::pair<std::string_view, std::string_view>{"Central Standard Time", "America/Chicago"},
    std::pair<std::string_view, std::string_view>{"Central Standard Time (Mexico)", "America/Mexico_City"},
    std::pair<std::string_view, std::string_view>{"China Standard Time", "Asia/Shanghai"},
    std::pair<std::string_view, std::string_view>{"E. Africa Standard Time", "Africa/Nairobi"},
    std::pair<std::string_view, std::string_view>{"E. Australia Standard Time", "Australia/Brisbane"},
    std::pair<std::string_view, std::string_view>{"E. Europe Standard Time", "Europe/Chisinau"},
    std::pair<std::string_view, std::string_view>{"E. South America Standard Time", "America/Sao_Paulo"},
    std::pair<std::string_view, std::string_view>{"Eastern Standard Time", "America/New_York"},
    std::pair<std::string_view, std::string_view>{"Egypt Standard Time", "Africa/Cairo"},
    std::pair<std::string_view, std::string_view>{"FLE Standard Time", "Europe/Kiev"},
    std::pair<std::string_view, std::string_view>{"GMT Standard Time", "Europe/London"},
    std::pair<std::string_view, std::string_view>{"GTB Standard Time", "Europe/Bucharest"},
    std::pair<std::string_view, std::string_view>{"Greenwich Standard Time", "Atlantic/Reykjavik"},
    std::pair<std::string_view, std::string_view>{"Hawaiian Standard Time", "Pacific/Honolulu"},
    std::pair<std::string_view, std::string_view>{"India Standard Time", "Asia/Calcutta"},
    std::pair<std::string_view, std::string_view>{"Israel Standard Time", "Asia/Jerusalem"},
    std::pair<std::string_view, std::string_view>{"Korea Standard Time", "Asia/Seoul"},
    std::pair<std::string_view, std::string_view>{"Middle East Standard Time", "Asia/Beirut"},
    std::pair<std::string_view, std::string_view>{"Morocco Standard Time", "Africa/Casablanca"},
    std::pair<std::string_view, std::string_view>{"Mountain Standard Time", "America/Denver"},
    std::pair<std::string_view, std::string_view>{"New Zealand Standard Time", "Pacific/Auckland"},
    std::pair<std::string_view, std::string_view>{"Newfoundland Standard Time", "America/St_Johns"},
    std::pair<std::string_view, std::string_view>{"Pacific SA Standard Time", "America/Santiago"},
    std::pair<std::string_view, std::string_view>{"Pacific Standard Time", "America/Los_Angeles"},
    std::pair<std::string_view, std::string_view>{"Romance Standard Time", "Europe/Paris"},
    std::pair<std::string_view, std::string_view>{"Russian Standard Time", "Europe/Moscow"},
    std::pair<std::string_view, std::string_view>{"SA Pacific Standard Time", "America/Bogota"},
    std::pair<std::string_view, std::string_view>{"SE Asia Standard Time", "Asia/Bangkok"},
    std::pair<std::string_view, std::string_view>{"Singapore Standard Time", "Asia/Singapore"},
    std::pair<std::string_view, std::string_view>{"South Africa Standard Time", "Africa/Johannesburg"},
    std::pair<std::string_view, std::string_view>{"Tokyo Standard Time", "Asia/Tokyo"},
    std::pair<std::string_view, std::string_view>{"Turkey Standard Time", "Europe/Istanbul"},
    std::pair<std::string_view, std::string_view>{"US Mountain Standard Time", "America/Phoenix"},
    std::pair<std::string_view, std::string_view>{"UTC", "Etc/UTC"},
    std::pair<std::string_view, std::string_view>{"W. Australia Standard Time", "Australia/Perth"},
    std::pair<std::string_view, std::string_view>{"W. Central Africa Standard Time", "Africa/Lagos"},
    std::pair<std::string_view, std::string_view>{"W. Europe Standard Time", "Europe/Berlin"},
};

std::optional<hours::TimeZone> known(std::string_view name)
{
    const auto zone = hours::TimeZone::find(name);
    return zone.has_value() ? std::optional{*zone} : std::nullopt;
}

}  // namespace

std::optional<hours::TimeZone> find_zone(std::string_view tzid)
{
    if (const auto zone = known(tzid)) return zone;
    const auto* windows =
        std::find_if(windows_zones.begin(), windows_zones.end(), [&](const auto& row) { return row.first == tzid; });
    if (windows != windows_zones.end()) return known(windows->second);
    // "/freeassociation.sourceforge.net/Europe/London", "/mozilla.org/20050126_1/America/Argentina/Salta": the longest
    // ending that is a zone.
    for (auto slash = tzid.find('/'); slash != std::string_view::npos; slash = tzid.find('/')) {
        tzid.remove_prefix(slash + 1);
        if (const auto zone = known(tzid)) return zone;
    }
    return std::nullopt;
}

std::optional<hours::LocalMinute> at_home(const When& when, const hours::TimeZone& home)
{
    using std::chrono::minutes;
    if (when.whole_day || (when.zone.empty() && !when.utc)) return when.local;
    const auto clock_at_home = [&](Instant t) { return std::chrono::floor<minutes>(home.wall_clock(t).time); };
    if (when.utc) return clock_at_home(Instant{std::chrono::sys_time<minutes>{when.local.time_since_epoch()}});
    const auto zone = find_zone(when.zone);
    if (!zone) return std::nullopt;
    if (zone->name() == home.name()) return when.local;
    return clock_at_home(zone->first(when.local));
}

bool keeps_home_time(const When& when, const hours::TimeZone& home)
{
    if (when.whole_day) return true;
    if (when.utc) return home.name() == "Etc/UTC" || home.name() == "UTC";
    if (when.zone.empty()) return true;
    const auto zone = find_zone(when.zone);
    return zone && zone->name() == home.name();
}

}  // namespace holdfast::ical
