#include "client/core/messages/pulse.hpp"

#include <algorithm>

#include "client/core/messages/compose.hpp"
#include "client/core/pulse/pulses.hpp"

namespace holdfast::client {
namespace {

Status is_clients(const State& state, const ConversationId& id)
{
    const auto* conversation = state.conversation(id);
    if (!conversation) return Errc::not_found;
    return state.mine(*conversation) ? Status{Errc::not_allowed} : ok();
}

Status may_answer(const Step& step, const command::AnswerPulse& order)
{
    if (const auto clients = is_clients(step.state, order.conversation); clients.has_error()) return clients;
    if (order.value > wire::highest_pulse) return Errc::out_of_range;
    if (kept_pulse(step.state, order.conversation, order.at)) return Errc::already_exists;
    const auto occasion = pulse_of(step.state, order.conversation, step.relay_now).occasion;
    return occasion == PulseOccasion{order.about, order.at} ? ok() : Status{Errc::not_found};
}

void send_pulse(Step& step, Ticket ticket, const ConversationId& id, const wire::PulseAnswer& answer)
{
    const auto message = write_message(step, ticket, id, answer);
    if (message) note_pulse(step.state, *message);
}

}  // namespace

void answer_pulse(Step& step, Ticket ticket, const command::AnswerPulse& order)
{
    if (const auto may = may_answer(step, order); may.has_error()) return step.answer(ticket, may.errc());
    const wire::PulseAnswer answer{order.about, order.at, std::max(step.relay_now, order.at), order.value};
    if (order.share) return send_pulse(step, ticket, order.conversation, answer);
    keep_pulse(step.state, order.conversation, {answer, std::nullopt});
    step.answer(ticket);
}

void share_pulse(Step& step, Ticket ticket, const command::SharePulse& order)
{
    if (const auto clients = is_clients(step.state, order.conversation); clients.has_error())
        return step.answer(ticket, clients.errc());
    const auto* kept = kept_pulse(step.state, order.conversation, order.at);
    if (!kept) return step.answer(ticket, Errc::not_found);
    if (kept->message) return step.answer(ticket, Errc::already_exists);
    send_pulse(step, ticket, order.conversation, wire::PulseAnswer{kept->answer});
}

void set_pulse(Step& step, Ticket ticket, const command::SetPulse& order)
{
    if (const auto clients = is_clients(step.state, order.conversation); clients.has_error())
        return step.answer(ticket, clients.errc());
    auto& pulse = edit_pulse(step.state, order.conversation);
    if (pulse.off == !order.on) return step.answer(ticket, Errc::nothing_changed);
    pulse.off = !order.on;
    step.answer(ticket);
}

void note_pulse_asked(Step& step, Ticket ticket, const command::NotePulseAsked& order)
{
    if (const auto clients = is_clients(step.state, order.conversation); clients.has_error())
        return step.answer(ticket, clients.errc());
    auto& asked = edit_pulse(step.state, order.conversation).asked;
    asked = std::max(asked.value_or(order.at), order.at);
    step.answer(ticket);
}

}  // namespace holdfast::client
