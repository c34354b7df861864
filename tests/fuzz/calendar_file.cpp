// iCalendar files: hours, days off and lists of holidays out of what any program may have written.
#include "protocol/hours/zone/zone.hpp"
#include "protocol/ical/availability.hpp"
#include "protocol/ical/holidays.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

const Instant today{std::chrono::days{20'515}};

void check_availability(std::string_view file, std::string_view in_force)
{
    const auto home = hours::TimeZone::find("Europe/London").value();
    const hours::Holidays holidays{{Date{std::chrono::year{2026} / 4 / 3}}, Date{std::chrono::year{2026} / 12 / 31}};
    const auto found = ical::read_availability(file, home, today, in_force, holidays);
    if (!found) return require(!found.error().message.empty(), "a calendar is refused without a reason");
    const auto rules = hours::parse_rules(found->rules);
    require(rules.has_value(), "rules from a calendar cannot be read");
    require(hours::to_text(*rules) == found->rules, "rules from a calendar are not canonical");
    require(found->notes.size() <= ical::max_notes + 3, "a calendar makes too many notes");
    for (const auto& leave : found->leaves)
        require(leave.from.ok() && leave.to.ok() && leave.from <= leave.to, "days off are in no order");
    for (const auto& one : found->cancellations) require(one.date.ok(), "a day off is on no date");
}

void check_holidays(std::string_view file)
{
    const auto list = ical::read_holidays(file, Date{std::chrono::floor<std::chrono::days>(today)});
    if (!list) return require(!list.error().message.empty(), "holidays are refused without a reason");
    require(list->holidays.size() <= hours::max_holidays, "there are too many holidays");
    for (std::size_t i = 0; i < list->holidays.size(); ++i) {
        const auto& holiday = list->holidays[i];
        require(holiday.date.ok() && holiday.date <= list->horizon, "a holiday lies beyond the list");
        require(i == 0 || list->holidays[i - 1].date < holiday.date, "holidays are in no order");
        require(holiday.name.size() <= ical::max_holiday_name_bytes, "a holiday's name is too long");
    }
}

}  // namespace

void calendar_file(BytesView input)
{
    check_availability(as_text(input), "Mo-Fr 09:00-17:00");
    check_availability(as_text(input), "Mo-Su 21:00-03:00, Fr 12:00-13:00; PH off");
    check_holidays(as_text(input));
}

}  // namespace holdfast::fuzz
