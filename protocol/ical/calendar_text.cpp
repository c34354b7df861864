#include "protocol/ical/calendar_text.hpp"

#include <memory>

namespace holdfast::ical {

using namespace std::chrono;

icaltimetype local_time(local_seconds local)
{
    const auto day = floor<days>(local);
    const Date date{day};
    const hh_mm_ss time{local - day};
    auto out = icaltime_null_time();
    out.year = static_cast<int>(date.year());
    out.month = static_cast<int>(static_cast<unsigned>(date.month()));
    out.day = static_cast<int>(static_cast<unsigned>(date.day()));
    out.hour = static_cast<int>(time.hours().count());
    out.minute = static_cast<int>(time.minutes().count());
    out.second = static_cast<int>(time.seconds().count());
    return out;
}

icaltimetype utc_time(Instant t)
{
    auto out = local_time(local_seconds{floor<seconds>(t).time_since_epoch()});
    out.zone = icaltimezone_get_utc_timezone();
    return out;
}

OwnedComponent new_calendar(const std::string& name)
{
    icalerror_set_errors_are_fatal(0);
    OwnedComponent calendar{icalcomponent_new(ICAL_VCALENDAR_COMPONENT)};
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid(("-//Holdfast//" + name + "//EN").c_str()));
    return calendar;
}

std::string text_of(const OwnedComponent& calendar)
{
    const std::unique_ptr<char, void (*)(void*)> text{icalcomponent_as_ical_string_r(calendar.get()),
                                                      icalmemory_free_buffer};
    return text ? std::string{text.get()} : std::string{};
}

}  // namespace holdfast::ical
