#include "client/shell/hours/hours_words.hpp"

#include "client/ui/sanitize.hpp"
#include "protocol/hours/zone/zone_search.hpp"

namespace holdfast::shell {
namespace {

Date date_in(const std::optional<hours::TimeZone>& zone, Instant t)
{
    return zone ? zone->date_of(t) : Date{std::chrono::floor<std::chrono::days>(t)};
}

}  // namespace

Result<hours::TimeZone> named_zone(std::string_view words)
{
    const auto zone = hours::zone_called(words);
    if (zone) return *zone;
    return hours::zone_names().empty() ? Errc::no_zone_data : Errc::unknown_zone;
}

Date today_here(const Context& context) { return date_in(context.zone, system_now()); }

Date today_of_hours(const Context& context, OneShotClient& one_shot)
{
    const auto now = one_shot.client().own_hours();
    const auto zone = now ? hours::TimeZone::find(now->zone) : Result<hours::TimeZone>{Errc::not_found};
    return date_in(zone.has_value() ? std::optional{*zone} : context.zone, one_shot.client().corrected(system_now()));
}

std::string note_words(const ical::Note& note)
{
    std::string words;
    if (note.line > 0) words += "Line " + std::to_string(note.line);
    if (!note.summary.empty()) words += (words.empty() ? "" : ", ") + ("“" + ui::sanitize_line(note.summary) + "”");
    return words + (words.empty() ? "" : ": ") + ui::sanitize_line(note.sentence);
}

}  // namespace holdfast::shell
