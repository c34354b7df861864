#include <algorithm>
#include <set>

#include "client/shell/asking.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/hours_file.hpp"
#include "client/shell/publishing.hpp"
#include "client/ui/hours_answers.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/ical/component.hpp"
#include "protocol/ical/holidays.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

constexpr const char* left_words = "Nothing was changed.";

std::string holiday_words(const ical::Holiday& holiday)
{
    return hours::show_date(holiday.date, Date{}) +
           (holiday.name.empty() ? std::string{} : " (" + ui::sanitize_line(holiday.name) + ")");
}

/// What the hours would be without a word about holidays; empty where they say nothing else.
std::optional<hours::Calendar> working_days(const wire::HoursVersion& now, const hours::TimeZone& zone)
{
    auto rules = hours::parse_rules(now.rules);
    if (!rules) return std::nullopt;
    std::erase_if(rules->list, [](const hours::Rule& rule) { return rule.needs_holidays(); });
    if (rules->list.empty()) return std::nullopt;
    auto made = hours::Calendar::make(*std::move(rules), zone);
    return made ? std::optional{*std::move(made)} : std::nullopt;
}

/// The dates of the list that are closed: each that would be a working day is asked about. Empty when the person
/// leaves.
std::optional<std::set<std::chrono::sys_days>> confirmed(const Context& context, Visit& visit,
                                                         const ical::HolidayList& list,
                                                         const std::optional<hours::Calendar>& working)
{
    std::set<std::chrono::sys_days> closed;
    for (const auto& holiday : list.holidays) {
        const bool works = working && !working->local_windows(holiday.date).empty();
        if (works && !context.options.yes) {
            const auto open = ask_yes_no(context, visit, holiday_words(holiday) + " is a holiday: open?", false);
            if (!open) return std::nullopt;
            if (*open) continue;
        }
        context.out.line(holiday_words(holiday) + ": closed.");
        closed.insert(holiday.date);
    }
    return closed;
}

/// What was confirmed before and is not in this list stays as it is.
command::SetHours order_from(const ical::HolidayList& list, std::set<std::chrono::sys_days> closed,
                             const wire::HoursVersion& now)
{
    for (const auto& date : now.holidays) {
        const auto same = [&](const ical::Holiday& holiday) { return holiday.date == date; };
        if (std::none_of(list.holidays.begin(), list.holidays.end(), same)) closed.insert(date);
    }
    command::SetHours order;
    order.holidays.emplace();
    for (const auto date : closed) order.holidays->push_back(Date{date});
    order.horizon = now.horizon ? std::max(*now.horizon, list.horizon) : list.horizon;
    return order;
}

/// False when the person leaves.
bool offer_rule(const Context& context, Visit& visit, const wire::HoursVersion& now, command::SetHours& order)
{
    const auto rules = hours::parse_rules(now.rules);
    if (!rules || rules->need_holidays()) return true;
    const auto add =
        context.options.yes
            ? std::optional{true}
            : ask_yes_no(context, visit, "Your hours say nothing about public holidays. Close on them?", true);
    if (!add) return false;
    if (*add) order.rules = now.rules + "; PH off";
    return true;
}

/// What the practice suggests, from today on.
hours::Placed<ical::HolidayList> suggested(const Context& context, Visit& visit, const Date& today,
                                           const hours::TimeZone& zone)
{
    const auto refused = [](Errc code, std::string words) { return hours::PlacedError{code, 0, std::move(words)}; };
    if (const auto done = visit.carry_out(command::FetchHolidays{}); done.has_error())
        return refused(done.errc(), sentence(done.errc()));
    const auto* answer = visit.newest<client::show::Holidays>();
    if (!answer || !answer->list)
        return refused(Errc::not_found, "The practice suggests no holidays. Give a file: holdfast hours holidays FILE");
    context.out.line("The practice suggests these, of " +
                     ui::instant_words(answer->list->issued, zone, context.here()) + ":");
    ical::HolidayList list{{}, answer->list->horizon};
    for (const auto& day : answer->list->days)
        if (day.date >= today) list.holidays.push_back({day.date, day.name});
    return list;
}

}  // namespace

int run(const Context& context, const request::HoursHolidays& request)
{
    if (context.out.json() && !context.options.yes) return context.out.fail(Errc::not_confirmed);
    const auto text =
        request.file.empty() ? Result<std::string>{std::string{}} : read_whole(request.file, ical::max_calendar_bytes);
    if (text.has_error()) return context.out.fail(text.errc(), no_file);
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    auto& client = (*visit)->client();
    if (client.status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    const auto now = client.own_hours();
    const auto zone = now ? hours::TimeZone::find(now->zone) : Result<hours::TimeZone>{Errc::not_found};
    if (zone.has_error())
        return context.out.fail(Errc::not_found, "There are no hours yet. Set them first: holdfast hours edit");
    const auto today = zone->date_of(client.corrected(system_now()));
    const auto list =
        request.file.empty() ? suggested(context, **visit, today, *zone) : ical::read_holidays(*text, today);
    if (!list) return context.out.fail(list.error().code, list.error());

    auto closed = confirmed(context, **visit, *list, working_days(*now, *zone));
    if (!closed) return context.out.fail(Errc::nothing_changed, left_words);
    auto order = order_from(*list, std::move(*closed), *now);
    if (!offer_rule(context, **visit, *now, order)) return context.out.fail(Errc::nothing_changed, left_words);
    return confirm_and_publish(context, **visit, order, {});
}

}  // namespace holdfast::shell
