#include "client/explain/explain.hpp"

#include <iostream>

#include "client/explain/steps.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "client/ui/hours/steps_view.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

/// One answer per line, in order, whatever the lines hold; a line that is too long is answered as what it is.
int batch(const Context& context)
{
    std::string line;
    while (std::getline(std::cin, line)) context.out.raw_line(client::explain_line(line));
    return exit_ok;
}

int refuse(const Context& context, const hours::PlacedError& error) { return context.out.fail(error.code, error); }

int tell(const Context& context, const hours::Schedule& schedule, Instant at, client::HoursFrom from)
{
    context.out.object(ui::object_of("explained", {}, client::explained_object(schedule, at, from)));
    context.out.lines(ui::explained_lines(schedule, at, from, context.here()));
    return exit_ok;
}

/// Rules given on the command line: no account, no vault, no passphrase.
int explain_rules(const Context& context, const request::HoursExplain& request)
{
    const auto zone = named_zone(request.zone.value_or(std::string{}));
    if (zone.has_error()) return refuse(context, {zone.errc(), 0, sentence(zone.errc())});
    const auto holidays = parse_dates(request.holidays);
    if (holidays.has_error()) return refuse(context, {holidays.errc(), 0, sentence(holidays.errc())});
    const auto at = request.at.value_or(to_rfc3339(system_now()));
    const auto asked = client::ask({*request.rules, zone->name(), at, request.holidays.empty() ? nullptr : &*holidays});
    if (asked.has_error()) return refuse(context, asked.error());
    return tell(context, asked->schedule, asked->at, client::HoursFrom::rules);
}

/// The hours in force: those of a conversation, or a therapist's own.
int explain_own(const Context& context, const request::HoursExplain& request)
{
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    auto& client = (*one_shot)->client();
    const auto at = request.at ? parse_rfc3339(*request.at) : std::optional{client.corrected(system_now())};
    if (!at) return context.out.fail(Errc::bad_date);
    const auto* schedule = &client.own_schedule();
    if (client.status().role != wire::Role::therapist || !request.with.empty()) {
        const auto found = (*one_shot)->find(request.with);
        if (found.has_error()) return fail_finding(context, client, request.with, found.errc());
        if (client.outlook(*found, system_now()).notice && client.status().role == wire::Role::client)
            return context.out.fail(Errc::not_found,
                                    "The practice has a notice about your therapist. No reading time is set.");
        schedule = &client.schedule(*found);
    }
    return tell(context, *schedule, *at, client::HoursFrom::chain);
}

}  // namespace

int run(const Context& context, const request::HoursExplain& request)
{
    if (request.batch) return batch(context);
    return request.rules ? explain_rules(context, request) : explain_own(context, request);
}

}  // namespace holdfast::shell
