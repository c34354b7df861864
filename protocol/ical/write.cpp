#include "protocol/ical/write.hpp"

#include <memory>

#include "protocol/ical/owned_component.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;

icaltimetype utc_time(Instant t)
{
    const auto whole = floor<seconds>(t);
    const auto day = floor<days>(whole);
    const Date date{day};
    const hh_mm_ss time{whole - day};
    auto out = icaltime_null_time();
    out.year = static_cast<int>(date.year());
    out.month = static_cast<int>(static_cast<unsigned>(date.month()));
    out.day = static_cast<int>(static_cast<unsigned>(date.day()));
    out.hour = static_cast<int>(time.hours().count());
    out.minute = static_cast<int>(time.minutes().count());
    out.second = static_cast<int>(time.seconds().count());
    out.zone = icaltimezone_get_utc_timezone();
    return out;
}

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
    icalerror_set_errors_are_fatal(0);
    const std::string home{zone.name()};
    const std::string title_text{title};
    const auto uid = [&](std::string_view kind, Instant begin) {
        return std::string{kind} + "-" + compact(begin) + "-" + std::string{scope} + "@holdfast";
    };
    const OwnedComponent calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Holdfast//Hours//EN"));
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
    const std::unique_ptr<char, void (*)(void*)> text{icalcomponent_as_ical_string_r(calendar.get()),
                                                      icalmemory_free_buffer};
    return text ? std::string{text.get()} : std::string{};
}

}  // namespace holdfast::ical
