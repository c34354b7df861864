#include "client/explain/explain.hpp"

#include <boost/json/parse.hpp>
#include <iostream>

#include "client/shell/arguments.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace json = boost::json;

/// One answer a line, in order, whatever the lines hold; a line that is too long is answered as what it is.
int batch(const Context& context)
{
    std::string line;
    while (std::getline(std::cin, line)) context.out.raw_line(client::explain_line(line));
    return exit_ok;
}

int refuse(const Context& context, const hours::PlacedError& error)
{
    if (!context.out.json()) return context.out.fail(error.code, error);
    context.out.raw_line(client::explain_error(error));
    return exit_code(error.code);
}

ui::Lines answer_lines(const json::object& answer)
{
    const auto text = [&](const char* key) {
        const auto* value = answer.if_contains(key);
        return value && value->is_string() ? ui::sanitize_line(value->as_string()) : std::string{};
    };
    const bool open = answer.at("open").as_bool();
    ui::Lines lines{open ? "Open." : "Closed."};
    if (const auto rule = text("rule"); !rule.empty()) lines.push_back("Rule: " + rule);
    if (const auto reason = text("reason"); !reason.empty()) lines.push_back("Reason: " + reason);
    const auto change = text("next_change");
    lines.push_back((open ? "Closes: " : "Opens: ") + (change.empty() ? std::string{"no change is set"} : change));
    const auto promised = text("promised_from");
    lines.push_back("Read from: " + (promised.empty() ? std::string{"no reading time is set"} : promised));
    return lines;
}

/// Rules given on the command line: no account, no vault, no passphrase.
int explain_rules(const Context& context, const request::HoursExplain& request)
{
    if (!request.zone) return refuse(context, {Errc::unknown_zone, 0, sentence(Errc::unknown_zone)});
    const auto holidays = parse_dates(request.holidays);
    if (holidays.has_error()) return refuse(context, {holidays.errc(), 0, sentence(holidays.errc())});
    const auto at = request.at.value_or(to_rfc3339(system_now()));
    const auto answer =
        client::explain_json({*request.rules, *request.zone, at, request.holidays.empty() ? nullptr : &*holidays});
    if (answer.has_error()) return refuse(context, answer.error());
    if (context.out.json())
        context.out.raw_line(*answer);
    else
        context.out.lines(answer_lines(json::parse(*answer).as_object()));
    return exit_ok;
}

/// The hours in force: those of a conversation, or a therapist's own.
int explain_own(const Context& context, const request::HoursExplain& request)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    auto& client = (*visit)->client();
    const auto at = request.at ? parse_rfc3339(*request.at) : std::optional{client.corrected(system_now())};
    if (!at) return context.out.fail(Errc::bad_date);
    const auto* schedule = &client.own_schedule();
    if (client.status().role != wire::Role::therapist || !request.with.empty()) {
        const auto found = (*visit)->find(request.with);
        if (found.has_error()) return fail_finding(context, found.errc());
        schedule = &client.schedule(*found);
    }
    const auto explained = schedule->explain(*at);
    const auto promise = schedule->promise(*at);
    json::object answer{{"open", explained.open}};
    answer["rule"] = explained.rule ? json::value(*explained.rule) : nullptr;
    answer["reason"] = explained.reason.empty() ? nullptr : json::value(explained.reason);
    answer["layer"] = hours::name(explained.layer);
    answer["next_change"] = ui::time_value(schedule->next_change(*at));
    answer["promised_from"] = ui::time_value(promise ? std::optional{promise->begin} : std::nullopt);
    context.out.object(answer);
    context.out.lines(answer_lines(answer));
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::HoursExplain& request)
{
    if (request.batch) return batch(context);
    return request.rules ? explain_rules(context, request) : explain_own(context, request);
}

}  // namespace holdfast::shell
