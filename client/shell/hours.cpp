#include "client/shell/arguments.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/hours_report.hpp"
#include "client/shell/publishing.hpp"
#include "client/ui/people_view.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

/// A name given means the chain of that conversation alone.
Result<std::optional<ConversationId>> only(Visit& visit, std::string_view with)
{
    if (with.empty()) return std::optional<ConversationId>{};
    const auto found = visit.find(with);
    if (found.has_error()) return found.errc();
    return std::optional{*found};
}

/// Opens the vault, finds the conversation meant, and publishes what `make_order(only)` says once it is agreed to.
template <class MakeOrder>
int change(const Context& context, const std::string& with, MakeOrder make_order)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    const auto one = only(**visit, with);
    if (one.has_error()) return fail_finding(context, (*visit)->client(), with, one.errc());
    return confirm_and_publish(context, **visit, make_order(*one), *one);
}

/// From words to a command; errors are bad_duration, bad_date, bad_command.
Result<command::SetHours> set_hours_from(const request::HoursSet& request)
{
    command::SetHours order;
    order.rules = request.rules;
    order.zone = request.zone;
    order.replies = request.replies;
    if (request.no_pace) order.pace = wire::Pace{};
    if (request.pace_messages || request.pace_characters)
        order.pace = wire::Pace{static_cast<std::uint16_t>(request.pace_characters.value_or(0)),
                                static_cast<std::uint8_t>(request.pace_messages.value_or(0))};
    for (const auto& [text, target] :
         {std::pair{&request.notice, &order.notice}, std::pair{&request.last_reading, &order.last_reading}}) {
        if (!*text) continue;
        const auto span = parse_duration(**text);
        if (span.has_error()) return span.errc();
        *target = *span;
    }
    if (!request.holidays.empty()) {
        auto dates = parse_dates(request.holidays);
        if (dates.has_error()) return dates.errc();
        order.holidays = std::move(*dates);
    }
    if (request.holidays_until) {
        const auto date = parse_date(*request.holidays_until);
        if (date.has_error()) return date.errc();
        order.horizon = *date;
    }
    for (const auto& text : request.crisis) {
        auto contact = parse_contact(text);
        if (contact.has_error()) return contact.errc();
        if (!order.contacts) order.contacts.emplace();
        order.contacts->push_back(std::move(*contact));
    }
    return order;
}

}  // namespace

int run(const Context& context, const request::HoursShow& request)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    // Hours are shown from the vault where the relay is away; that is said, and the exit code tells it.
    const auto settled = (*visit)->settle();
    const auto one = only(**visit, request.with);
    if (one.has_error()) return fail_finding(context, (*visit)->client(), request.with, one.errc());
    tell_hours(context, **visit, *one);
    return settled.has_error() ? context.out.fail(settled.errc()) : exit_ok;
}

int run(const Context& context, const request::HoursSet& request)
{
    auto order = set_hours_from(request);
    if (order.has_error()) return context.out.fail(order.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        order->only = one;
        return std::move(*order);
    });
}

int run(const Context& context, const request::HoursExtra& request)
{
    const auto length = parse_duration(request.length);
    if (length.has_error()) return context.out.fail(length.errc());
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    if (request.all) return confirm_and_publish(context, **visit, command::GiveExtra{*length, {}}, {});
    const auto found = (*visit)->find(request.with);
    if (found.has_error() && found.errc() == Errc::ambiguous_name)
        return context.out.fail(Errc::ambiguous_name,
                                ui::ambiguous_words((*visit)->client()) + ", or --all for everybody");
    if (found.has_error()) return fail_finding(context, (*visit)->client(), request.with, found.errc());
    return confirm_and_publish(context, **visit, command::GiveExtra{*length, *found}, *found);
}

int run(const Context& context, const request::HoursCancel& request)
{
    const auto date = parse_date(request.date);
    if (date.has_error()) return context.out.fail(date.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        return command::CancelDate{*date, request.reason, one, request.undo};
    });
}

int run(const Context& context, const request::HoursLeave& request)
{
    const auto span = parse_date_span(request.dates);
    if (span.has_error()) return context.out.fail(span.errc());
    return change(context, request.with, [&](std::optional<ConversationId> one) -> client::Order {
        return command::TakeLeave{span->from, span->to, request.reason, one, request.undo};
    });
}

}  // namespace holdfast::shell
