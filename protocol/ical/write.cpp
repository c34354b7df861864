#include "protocol/ical/write.hpp"

#include "protocol/ical/calendar_text.hpp"

namespace holdfast::ical {
namespace {

/// "20260302T090000Z": what follows "begins at" in an identifier.
std::string compact(Instant t)
{
    std::string text;
    for (const char c : to_rfc3339(t))
        if (c != '-' && c != ':') text += c;
    return text;
}

void add_common(icalcomponent* component, const std::string& uid, Instant made, Instant begin, Instant end)
{
    icalcomponent_add_property(component, icalproperty_new_uid(uid.c_str()));
    icalcomponent_add_property(component, icalproperty_new_dtstamp(utc_time(made)));
    icalcomponent_add_property(component, icalproperty_new_dtstart(utc_time(begin)));
    icalcomponent_add_property(component, icalproperty_new_dtend(utc_time(end)));
}

}  // namespace

std::string write_windows(std::span<const Interval> windows, const Interval& span, const hours::TimeZone& zone,
                          std::string_view scope, Instant made, std::string_view title)
{
    const std::string home{zone.name()};
    const std::string title_text{title};
    const auto uid = [&](std::string_view kind, Instant begin) {
        return std::string{kind} + "-" + compact(begin) + "-" + std::string{scope} + "@holdfast";
    };
    const auto calendar = new_calendar("Hours");
    auto* zone_name = icalproperty_new_x(home.c_str());
    icalproperty_set_x_name(zone_name, "X-WR-TIMEZONE");
    icalcomponent_add_property(calendar.get(), zone_name);

    auto* available = icalcomponent_new(ICAL_VAVAILABILITY_COMPONENT);
    add_common(available, uid("hours", span.begin), made, span.begin, span.end);
    for (const auto& window : windows) {
        auto* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
        add_common(event, uid("window", window.begin), made, window.begin, window.end);
        icalcomponent_add_property(event, icalproperty_new_summary(title_text.c_str()));
        icalcomponent_add_property(event, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));
        icalcomponent_add_component(calendar.get(), event);
        auto* times = icalcomponent_new(ICAL_XAVAILABLE_COMPONENT);
        add_common(times, uid("available", window.begin), made, window.begin, window.end);
        icalcomponent_add_component(available, times);
    }
    icalcomponent_add_component(calendar.get(), available);
    return text_of(calendar);
}

}  // namespace holdfast::ical
