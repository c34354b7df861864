#include <algorithm>
#include <set>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_file.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "client/shell/hours/publishing.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/notation/rule_list.hpp"
#include "protocol/ical/component.hpp"
#include "protocol/ical/holidays.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

std::string holiday_words(const ical::Holiday& holiday, hours::Wording wording)
{
    return hours::show_date(holiday.date, Date{}, wording) +
           (holiday.name.empty() ? std::string{} : " (" + ui::sanitize_line(holiday.name) + ")");
}

/// The hours without any rule about holidays; empty where they say nothing else.
std::optional<hours::Calendar> working_days(const wire::HoursVersion& now, const hours::TimeZone& zone)
{
    auto rules = hours::parse_rules(now.rules);
    if (!rules) return std::nullopt;
    std::erase_if(rules->list, [](const hours::Rule& rule) { return rule.needs_holidays(); });
    if (rules->list.empty()) return std::nullopt;
    auto made = hours::Calendar::make(*std::move(rules), zone);
    return made ? std::optional{*std::move(made)} : std::nullopt;
}

/// The dates of the list that are closed: each that would be a working day is asked about, and a day that is only
/// remembered stays open unless somebody says otherwise. Empty when the person leaves.
std::optional<std::set<std::chrono::sys_days>> confirmed(const Context& context, OneShotClient& one_shot,
                                                         const ical::HolidayList& list,
                                                         const std::optional<hours::Calendar>& working)
{
    std::set<std::chrono::sys_days> closed;
    for (const auto& holiday : list.holidays) {
        const bool works = working && !working->local_windows(holiday.date).empty();
        auto open = std::optional{holiday.observance};
        if (works && !context.options.yes)
            open = ask_yes_no(context, one_shot,
                              holiday_words(holiday, context.here().wording) +
                                  (holiday.observance ? " is a day people remember, not a public "
                                                        "holiday: open?"
                                                      : " is a holiday: open?"),
                              holiday.observance);
        if (!open) return std::nullopt;
        if (*open && works && !context.options.yes) continue;
        context.out.line(holiday_words(holiday, context.here().wording) +
                         (*open ? ": no public holiday; open as usual." : ": closed."));
        if (!*open) closed.insert(holiday.date);
    }
    return closed;
}

/// Holidays confirmed before and not in this list stay as they are.
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

/// Empty where one more rule does not fit.
std::optional<std::string> with_holidays_off(hours::Rules rules)
{
    hours::Rule off;
    off.holidays = true;
    off.state = hours::RuleState::off;
    rules.list.push_back(std::move(off));
    return hours::fits(rules) ? std::optional{to_text(rules)} : std::nullopt;
}

/// False when the person leaves.
bool offer_rule(const Context& context, OneShotClient& one_shot, const wire::HoursVersion& now,
                command::SetHours& order)
{
    const auto rules = hours::parse_rules(now.rules);
    if (!rules || rules->need_holidays()) return true;
    const auto add =
        context.options.yes
            ? std::optional{true}
            : ask_yes_no(context, one_shot, "Your hours say nothing about public holidays. Close on them?", true);
    if (!add) return false;
    if (!*add) return true;
    order.rules = with_holidays_off(*rules);
    if (order.rules) return true;
    context.out.line(
        "Your hours have no room for one more rule, so they do not say it. Shorten them first: holdfast hours edit");
    return true;
}

/// The practice's suggestion, from today on.
hours::Placed<ical::HolidayList> suggested(const Context& context, OneShotClient& one_shot, const Date& today,
                                           const hours::TimeZone& zone)
{
    const auto refused = [](Errc code, std::string words) { return hours::PlacedError{code, 0, std::move(words)}; };
    if (const auto done = one_shot.run(command::FetchHolidays{}); done.has_error())
        return refused(done.errc(), sentence(done.errc()));
    const auto* answer = one_shot.newest<client::show::Holidays>();
    if (!answer || !answer->list)
        return refused(Errc::not_found, "The practice suggests no holidays. Give a file: holdfast hours holidays FILE");
    context.out.line("The practice suggested these days on " +
                     hours::show_date(zone.date_of(answer->list->issued), today, context.here().wording) + ":");
    ical::HolidayList list{{}, answer->list->horizon, {}};
    for (const auto& day : answer->list->days)
        if (day.date >= today) list.holidays.push_back({day.date, day.name, false});
    return list;
}

/// How far the list is complete. Empty when the person leaves.
std::optional<Date> complete_until(const Context& context, OneShotClient& one_shot, const Date& usual,
                                   const Date& today)
{
    if (context.options.yes) return usual;
    for (;;) {
        const auto answer = ask_line(context, one_shot, "Until which date does this list name every holiday?",
                                     hours::show_date(usual, Date{}, context.here().wording));
        if (!answer || trimmed(*answer) == "stop" || trimmed(*answer) == "quit") return std::nullopt;
        if (trimmed(*answer).empty()) return usual;
        if (const auto date = ui::parse_date(*answer, today)) return date;
        context.out.line(ui::date_wanted);
    }
}

void end_at(ical::HolidayList& list, const Date& until)
{
    list.horizon = until;
    std::erase_if(list.holidays, [&](const ical::Holiday& day) { return day.date > until; });
}

/// The list of a file, complete until what the person says. Empty when the person leaves.
std::optional<hours::Placed<ical::HolidayList>> from_file(const Context& context, OneShotClient& one_shot,
                                                          std::string_view text, const std::optional<Date>& until,
                                                          const Date& today)
{
    auto list = ical::read_holidays(text, today, until);
    if (!list) return list;
    for (const auto& note : list->notes) context.out.line(note_words(note));
    if (until) return list;
    const auto said = complete_until(context, one_shot, list->horizon, today);
    if (!said) return std::nullopt;
    return ical::read_holidays(text, today, said);
}

}  // namespace

int run(const Context& context, const request::HoursHolidays& request)
{
    if (context.out.json() && !context.options.yes) return context.out.fail(Errc::not_confirmed);
    const auto text = request.file.empty() ? Result<std::string>{std::string{}}
                                           : read_whole(context, request.file, ical::max_calendar_bytes);
    if (text.has_error()) return context.out.fail(text.errc(), no_file);
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    auto& client = (*one_shot)->client();
    if (client.status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    if (const auto hindrance = hindered(context, **one_shot)) return *hindrance;
    const auto now = client.own_hours();
    const auto zone = now ? hours::TimeZone::find(now->zone) : Result<hours::TimeZone>{Errc::not_found};
    if (zone.has_error())
        return context.out.fail(Errc::not_found, "There are no hours yet. Set them first: holdfast hours edit");
    const auto today = zone->date_of(client.corrected(system_now()));
    const auto until = request.until ? ui::parse_date(*request.until, today) : std::nullopt;
    if (request.until && !until) return context.out.fail(Errc::bad_date, ui::date_wanted);
    auto list = request.file.empty() ? std::optional{suggested(context, **one_shot, today, *zone)}
                                     : from_file(context, **one_shot, *text, until, today);
    if (!list) return context.out.fail(Errc::nothing_changed);
    if (!*list) return context.out.fail(list->error().code, list->error());
    if (request.file.empty() && until) end_at(**list, *until);

    auto closed = confirmed(context, **one_shot, **list, working_days(*now, *zone));
    if (!closed) return context.out.fail(Errc::nothing_changed);
    auto order = order_from(**list, std::move(*closed), *now);
    if (!offer_rule(context, **one_shot, *now, order)) return context.out.fail(Errc::nothing_changed);
    return confirm_and_publish(context, **one_shot, order, {});
}

}  // namespace holdfast::shell
