#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_source.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "client/shell/hours/publishing.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/people_view.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

/// A name given means the chain of that conversation alone.
Result<std::optional<ConversationId>> only(OneShotClient& one_shot, std::string_view with)
{
    if (with.empty()) return std::optional<ConversationId>{};
    const auto found = one_shot.find(with);
    if (found.has_error()) return found.errc();
    return std::optional{*found};
}

/// Opens the vault, finds the conversation meant, and publishes what `make_order(one_shot, only)` says once it is
/// agreed to.
template <class MakeOrder>
int change(const Context& context, const std::string& with, MakeOrder make_order)
{
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    const auto one = only(**one_shot, with);
    if (one.has_error()) return fail_finding(context, (*one_shot)->client(), with, one.errc());
    return confirm_and_publish(context, **one_shot, make_order(**one_shot, *one), *one);
}

using hours::Placed;

hours::PlacedError problem(Errc code, std::string words) { return {code, 0, std::move(words)}; }

/// Of the policy: each says itself how it is written.
Placed<void> take_durations(const request::HoursSet& request, command::SetHours& order)
{
    if (request.notice) {
        const auto span = parse_duration(*request.notice);
        if (span.has_error()) return problem(Errc::bad_duration, "Write the notice in days, such as 7d, up to 92d.");
        order.notice_period = *span;
    }
    if (request.last_reading) {
        const auto span = parse_duration(*request.last_reading);
        if (span.has_error())
            return problem(Errc::bad_duration,
                           "Write how long before the end of a window you stop promising it, such as 30m, up to 12h.");
        order.last_reading = *span;
    }
    return {};
}

Placed<void> take_holidays(const request::HoursSet& request, const Date& today, command::SetHours& order)
{
    for (const auto& text : request.holidays) {
        const auto date = ui::parse_date(text, today);
        if (!date) return problem(Errc::bad_date, ui::date_wanted);
        if (!order.holidays) order.holidays.emplace();
        order.holidays->push_back(*date);
    }
    if (!request.holidays_until) return {};
    order.horizon = ui::parse_date(*request.holidays_until, today);
    if (!order.horizon) return problem(Errc::bad_date, ui::date_wanted);
    return {};
}

/// From words to a command; errors are bad_duration, bad_date, bad_command, unknown_zone.
Placed<command::SetHours> set_hours_from(const Context& context, const request::HoursSet& request)
{
    command::SetHours order;
    order.rules = request.rules;
    if (request.zone) {
        const auto zone = named_zone(*request.zone);
        if (zone.has_error()) return problem(zone.errc(), sentence(zone.errc()));
        order.zone = zone->name();
    }
    order.replies = request.replies;
    if (request.no_pace) order.pace = wire::Pace{};
    if (request.pace_messages || request.pace_characters)
        order.pace = wire::Pace{static_cast<std::uint16_t>(request.pace_characters.value_or(0)),
                                static_cast<std::uint8_t>(request.pace_messages.value_or(0))};
    if (const auto taken = take_durations(request, order); !taken) return taken.error();
    if (const auto taken = take_holidays(request, today_here(context), order); !taken) return taken.error();
    for (const auto& text : request.crisis) {
        auto contact = parse_contact(text);
        if (contact.has_error())
            return problem(contact.errc(), "Write a name, a colon and a number: --crisis 'Samaritans: 116 123'");
        if (!order.contacts) order.contacts.emplace();
        order.contacts->push_back(std::move(*contact));
    }
    return order;
}

int fail_asking(const Context& context, Errc code, std::string_view missing)
{
    if (code == Errc::not_confirmed) return context.out.fail(code, "Nothing was changed.");
    return context.out.fail(Errc::bad_command, std::string{missing} + " is missing. See: holdfast hours --help");
}

}  // namespace

int run(const Context& context, const request::HoursShow& request)
{
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    // Hours are shown from the vault where the relay is away; that is said, and the exit code tells it.
    const auto settled = (*one_shot)->wait_until_quiet();
    const auto one = only(**one_shot, request.with);
    if (one.has_error()) return fail_finding(context, (*one_shot)->client(), request.with, one.errc());
    tell_hours(context, **one_shot, *one);
    return settled.has_error() ? context.out.fail(settled.errc()) : exit_ok;
}

int run(const Context& context, const request::HoursSet& request)
{
    auto order = set_hours_from(context, request);
    if (!order) return context.out.fail(order.error().code, order.error());
    return change(context, request.with, [&](OneShotClient&, std::optional<ConversationId> one) -> client::Order {
        order->only = one;
        return std::move(*order);
    });
}

int run(const Context& context, const request::HoursExtra& request)
{
    const auto given = given_or_asked(context, request.length, "How long, from 5m to 120m? ");
    if (given.has_error()) return fail_asking(context, given.errc(), "LENGTH");
    const auto length = parse_duration(trimmed(*given));
    if (length.has_error())
        return context.out.fail(length.errc(),
                                "Write how many minutes the window lasts, such as 30m, from 5m to 120m.");
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return fail_opening(context, one_shot.errc());
    if (request.all) return confirm_and_publish(context, **one_shot, command::GiveExtra{*length, {}}, {});
    const auto found = (*one_shot)->find(request.with);
    if (found.has_error() && found.errc() == Errc::ambiguous_name)
        return context.out.fail(Errc::ambiguous_name,
                                ui::ambiguous_words((*one_shot)->client()) + ", or --all for everybody");
    if (found.has_error()) return fail_finding(context, (*one_shot)->client(), request.with, found.errc());
    return confirm_and_publish(context, **one_shot, command::GiveExtra{*length, *found}, *found);
}

int run(const Context& context, const request::HoursCancel& request)
{
    // A text that is no date anywhere is refused before a passphrase is asked for.
    const auto given = given_or_asked(context, request.date, "Which date? ");
    if (given.has_error()) return fail_asking(context, given.errc(), "DATE");
    const auto dates = ui::parse_dates(*given, today_here(context));
    if (!dates) return context.out.fail(Errc::bad_date, ui::dates_wanted);
    if (dates->from != dates->to)
        return context.out.fail(Errc::bad_date, "These are several dates. Take leave for them: holdfast hours leave");
    return change(context, request.with,
                  [&](OneShotClient& one_shot, std::optional<ConversationId> one) -> client::Order {
                      const auto date = ui::parse_date(*given, today_of_hours(context, one_shot));
                      return command::CancelDate{date.value_or(dates->from), request.reason, one, request.undo};
                  });
}

int run(const Context& context, const request::HoursLeave& request)
{
    const auto given = given_or_asked(context, request.dates, "Which dates, from the first to the last? ");
    if (given.has_error()) return fail_asking(context, given.errc(), "DATES");
    const auto dates = ui::parse_dates(*given, today_here(context));
    if (!dates) return context.out.fail(Errc::bad_date, ui::dates_wanted);
    return change(context, request.with,
                  [&](OneShotClient& one_shot, std::optional<ConversationId> one) -> client::Order {
                      const auto span = ui::parse_dates(*given, today_of_hours(context, one_shot)).value_or(*dates);
                      return command::TakeLeave{span.from, span.to, request.reason, one, request.undo};
                  });
}

}  // namespace holdfast::shell
