#include "client/core/hours/commands.hpp"

#include "client/core/hours/draft.hpp"
#include "client/core/hours/planner.hpp"
#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

/// The version to sign: the one a plan showed, as long as it is still the next one, or what the order asks for.
hours::Placed<wire::HoursVersion> version_for(const Step& step, const Order& order)
{
    const auto* planned = std::get_if<command::PublishHours>(&order);
    if (!planned) return draft_hours(step.state, order, step.relay_now);
    const auto& version = planned->version;
    if (is_next(step.state, version) && step.relay_now - version.valid_from <= hours_plan_lifetime) return version;
    return hours::PlacedError{Errc::plan_outdated, 0, sentence(Errc::plan_outdated)};
}

}  // namespace

void change_hours(Step& step, Ticket ticket, const Order& order)
{
    const auto only = scope_of(order);
    require(only.has_value(), "only orders about hours change hours");
    if (const auto reason = hindrance(step.state, *only)) return step.answer(ticket, *reason);
    if (!step.online() || step.state.pending_hours || step.is_pending<pending::Hours>()) {
        step.live.waiting.push_back({ticket, order});
        return;
    }
    const auto next = version_for(step, order);
    if (!next) return step.answer(ticket, next.error());
    auto version = hours_chain::sign_version(*next, step.state.keys->identity);
    step.state.pending_hours.set({*only, version});
    step.request(wire::PublishHours{0, std::move(version), std::nullopt},
                 pending::PublishHours{ticket, {step.state.account->id, *only}});
}

}  // namespace holdfast::client
