#include <algorithm>

#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_file.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "client/shell/hours/publishing.hpp"
#include "client/ui/hours/hours_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/ical/availability.hpp"
#include "protocol/ical/component.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace json = boost::json;

constexpr const char* no_hours_in_it =
    "This calendar names no available times, and there are no hours yet. Set them first: holdfast hours edit";

json::object imported_object(const ical::Availability& found)
{
    json::array leaves, cancellations, notes;
    for (const auto& leave : found.leaves)
        leaves.emplace_back(json::object{{"from", ui::iso_date(leave.from)}, {"to", ui::iso_date(leave.to)}});
    for (const auto& one : found.cancellations) cancellations.emplace_back(ui::iso_date(one.date));
    for (const auto& note : found.notes)
        notes.emplace_back(json::object{{"line", note.line}, {"summary", note.summary}, {"note", note.sentence}});
    return ui::object_of("imported", {},
                         {{"rules", found.rules},
                          {"leaves", std::move(leaves)},
                          {"cancellations", std::move(cancellations)},
                          {"notes", std::move(notes)}});
}

ui::Lines imported_lines(const ical::Availability& found, const hours::TimeZone& zone, const ui::Here& here)
{
    ui::Lines lines{"In the calendar:", "  " + ui::rules_for_owner(found.rules, here) + ", in the time of " +
                                            ui::zone_words(zone.name(), here)};
    for (const auto& leave : found.leaves)
        lines.push_back("  No windows from " + ui::date_words(leave.from, zone, here) + " to " +
                        ui::date_words(leave.to, zone, here));
    for (const auto& one : found.cancellations)
        lines.push_back("  No window on " + ui::date_words(one.date, zone, here));
    if (!found.leaves.empty() || !found.cancellations.empty())
        lines.emplace_back("What your calendar calls these days stays with you.");
    for (const auto& note : found.notes) lines.push_back(note_words(note));
    return lines;
}

/// Holidays that are confirmed already need not be said again.
command::SetHours order_from(const ical::Availability& found, std::string zone,
                             const std::optional<wire::HoursVersion>& now)
{
    command::SetHours order;
    order.rules = found.rules;
    order.zone = std::move(zone);
    for (const auto& leave : found.leaves) {
        const auto covers = [&](const wire::Leave& known) { return known.from <= leave.from && leave.to <= known.to; };
        if (!now || std::none_of(now->leaves.begin(), now->leaves.end(), covers))
            order.leaves.push_back({leave.from, leave.to, leave.reason});
    }
    for (const auto& one : found.cancellations) {
        const auto same = [&](const wire::Cancellation& known) { return known.date == one.date; };
        if (!now || std::none_of(now->cancellations.begin(), now->cancellations.end(), same))
            order.cancellations.push_back({one.date, one.reason});
    }
    return order;
}

std::optional<hours::Holidays> holidays_of(const std::optional<wire::HoursVersion>& version)
{
    return version ? hours::holidays_of(hours_chain::content_of(*version)) : std::nullopt;
}

}  // namespace

int run(const Context& context, const request::HoursImport& request)
{
    const auto text = read_whole(context, request.file, ical::max_calendar_bytes);
    if (text.has_error()) return context.out.fail(text.errc(), no_file);
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    auto& client = (*one_shot)->client();
    if (client.status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    // Busy times are taken from the newest hours.
    if (const auto hindrance = hindered(context, **one_shot)) return *hindrance;
    const auto now = client.own_hours();
    auto zone_name = request.zone;
    if (zone_name.empty() && now) zone_name = now->zone;
    if (zone_name.empty() && context.zone) zone_name = context.zone->name();
    const auto zone = named_zone(zone_name);
    if (zone.has_error()) return context.out.fail(zone.errc());
    zone_name = zone->name();

    auto found = ical::read_availability(*text, *zone, client.corrected(system_now()), now ? now->rules : std::string{},
                                         holidays_of(now));
    if (!found) return context.out.fail(found.error().code, found.error());
    if (found->rules.empty()) return context.out.fail(Errc::not_found, no_hours_in_it);
    context.out.object(imported_object(*found));
    context.out.lines(imported_lines(*found, *zone, context.here()));
    return confirm_and_publish(context, **one_shot, order_from(*found, zone_name, now), {});
}

}  // namespace holdfast::shell
