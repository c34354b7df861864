#include "protocol/ical/reminder.hpp"

#include <iterator>
#include <utility>

#include "protocol/ical/calendar_text.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;

/// Calendar programs know the zones by their names; this is for those that do not.
constexpr days changes_said{3 * 366};
constexpr const char* day_names[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

bool is_on(std::uint8_t on, sys_days day) { return ((unsigned{on} >> (weekday{day}.iso_encoding() - 1)) & 1U) != 0; }

/// "BYDAY=TU,FR"
std::string rule_of(std::uint8_t on)
{
    std::string rule = "FREQ=WEEKLY;BYDAY=";
    bool first = true;
    for (unsigned day = 0; day < std::size(day_names); ++day) {
        if (((unsigned{on} >> day) & 1U) == 0) continue;
        if (!std::exchange(first, false)) rule += ",";
        rule += day_names[day];
    }
    return rule;
}

/// The first day on or after `from` that is one of them.
sys_days first_day(std::uint8_t on, sys_days from)
{
    while (!is_on(on, from)) from += days{1};
    return from;
}

/// The instant at which the offset has changed, between two that differ.
Instant change_between(const hours::TimeZone& zone, Instant before, Instant after)
{
    while (after - before > instant_resolution) {
        const auto middle = before + (after - before) / 2;
        (zone.wall_clock(middle).offset == zone.wall_clock(before).offset ? before : after) = middle;
    }
    return after;
}

void add_change(icalcomponent* zone_part, local_seconds at, Seconds from, Seconds to)
{
    auto* part = icalcomponent_new(to > from ? ICAL_XDAYLIGHT_COMPONENT : ICAL_XSTANDARD_COMPONENT);
    icalcomponent_add_property(part, icalproperty_new_dtstart(local_time(at)));
    icalcomponent_add_property(part, icalproperty_new_tzoffsetfrom(static_cast<int>(from.count())));
    icalcomponent_add_property(part, icalproperty_new_tzoffsetto(static_cast<int>(to.count())));
    icalcomponent_add_component(zone_part, part);
}

icalcomponent* zone_component(const hours::TimeZone& zone, Instant from)
{
    auto* part = icalcomponent_new(ICAL_VTIMEZONE_COMPONENT);
    icalcomponent_add_property(part, icalproperty_new_tzid(std::string{zone.name()}.c_str()));
    const auto start = floor<days>(from) - days{366};
    auto offset = zone.wall_clock(start).offset;
    add_change(part, zone.wall_clock(start).time, offset, offset);
    for (Instant day = start; day < from + changes_said; day += days{1}) {
        const auto next = zone.wall_clock(day + days{1}).offset;
        if (next == offset) continue;
        const auto change = change_between(zone, day, day + days{1});
        const auto at = local_seconds{floor<Seconds>(change).time_since_epoch() + offset};
        add_change(part, at, offset, next);
        offset = next;
    }
    return part;
}

icalcomponent* event_of(const WeeklyTimes& times, std::uint16_t minute, const hours::TimeZone& zone,
                        std::string_view scope, Instant now, const std::string& title)
{
    auto* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    const auto uid = "reminder-" + std::to_string(minute) + "-" + std::string{scope} + "@holdfast";
    icalcomponent_add_property(event, icalproperty_new_uid(uid.c_str()));
    icalcomponent_add_property(event, icalproperty_new_dtstamp(utc_time(now)));
    const auto day = first_day(times.days, sys_days{zone.date_of(now)});
    auto* start = icalproperty_new_dtstart(local_time(local_seconds{hours::local_minute(day, minute)}));
    icalproperty_add_parameter(start, icalparameter_new_tzid(std::string{zone.name()}.c_str()));
    icalcomponent_add_property(event, start);
    auto length = icaldurationtype_null_duration();
    length.minutes = static_cast<unsigned>(times.length.count());
    icalcomponent_add_property(event, icalproperty_new_duration(length));
    icalcomponent_add_property(event,
                               icalproperty_new_rrule(icalrecurrencetype_from_string(rule_of(times.days).c_str())));
    icalcomponent_add_property(event, icalproperty_new_summary(title.c_str()));
    icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
    auto* alarm = icalcomponent_new(ICAL_VALARM_COMPONENT);
    icalcomponent_add_property(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
    icalcomponent_add_property(alarm, icalproperty_new_description(title.c_str()));
    icalcomponent_add_property(alarm, icalproperty_new_trigger(icaltriggertype_from_int(0)));
    icalcomponent_add_component(event, alarm);
    return event;
}

}  // namespace

std::string write_reminders(const WeeklyTimes& times, const hours::TimeZone& zone, std::string_view scope, Instant now,
                            std::string_view title)
{
    const auto calendar = new_calendar("Reminders");
    icalcomponent_add_component(calendar.get(), zone_component(zone, now));
    for (const auto minute : times.times)
        icalcomponent_add_component(calendar.get(), event_of(times, minute, zone, scope, now, std::string{title}));
    return text_of(calendar);
}

}  // namespace holdfast::ical
