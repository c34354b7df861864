#include "client/core/hours_commands.hpp"

#include <algorithm>

#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

/// Extra windows stay in the newest version this long after their end: the therapist sees how many a month.
constexpr Seconds extras_kept = std::chrono::days{40};

/// The next version of a chain before its changes.
wire::HoursVersion next_version(const Step& step, const ChainName& name)
{
    wire::HoursVersion next;
    const auto* chain = step.state.hours.chain(name);
    const auto* base = step.state.hours.chain({name.owner, std::nullopt});
    next.notice = hours::default_notice;
    next.last_reading = hours::default_last_reading;
    if (chain && !chain->links().empty()) {
        next = chain->links().back().version;
        next.previous = chain->links().back().hash;
    } else if (name.conversation && base && !base->links().empty()) {
        next.notice = base->links().back().version.notice;
        next.last_reading = base->links().back().version.last_reading;
        next.replies = base->links().back().version.replies;
    }
    next.owner = name.owner;
    next.conversation = name.conversation;
    next.version = step.state.hours.next_version(name);
    next.valid_from = step.time;
    std::erase_if(next.extras, [&](const wire::ExtraWindow& extra) { return extra.end + extras_kept < step.time; });
    return next;
}

bool same_content(wire::HoursVersion a, const wire::HoursVersion& b)
{
    a.version = b.version;
    a.previous = b.previous;
    a.valid_from = b.valid_from;
    return a == b;
}

/// Why this account may not change these hours now; success also when it may later.
std::optional<Errc> hindrance(const State& state, const std::optional<ConversationId>& only)
{
    if (!state.enrolled()) return Errc::not_enrolled;
    if (!state.is_therapist()) return Errc::therapists_only;
    const auto* conversation = only ? state.conversation(*only) : nullptr;
    if (only && (!conversation || !state.mine(*conversation))) return Errc::not_found;
    return std::nullopt;
}

/// Signs and publishes the next version after `change`. While the relay has not said what it has, the order waits.
template <class Change>
void publish(Step& step, Ticket ticket, const Order& order, const std::optional<ConversationId>& only,
             const Change& change)
{
    if (const auto reason = hindrance(step.state, only)) return step.answer(ticket, *reason);
    if (!step.online() || step.state.pending_hours || step.is_pending<pending::Hours>()) {
        step.live.waiting.push_back({ticket, order});
        return;
    }
    const ChainName name{step.state.account->id, only};
    const auto* chain = step.state.hours.chain(name);
    auto next = next_version(step, name);
    change(next);
    if (const auto checked = hours::check(hours_chain::content_of(next), only.has_value()); checked.has_error())
        return step.show(show::Answered{ticket, checked.error().code, checked.error()});
    if (chain && !chain->links().empty() && same_content(chain->links().back().version, next))
        return step.answer(ticket, Errc::nothing_changed);
    auto version = hours_chain::sign_version(next, step.state.keys->identity);
    if (version.body.size() > wire::max_hours_bytes) return step.answer(ticket, Errc::too_large);
    step.state.pending_hours.set({only, version});
    step.request(wire::PublishHours{0, std::move(version), std::nullopt}, pending::PublishHours{ticket, name});
}

}  // namespace

void set_hours(Step& step, Ticket ticket, const command::SetHours& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        if (order.rules) next.rules = *order.rules;
        if (order.zone) next.zone = *order.zone;
        if (order.holidays) next.holidays = *order.holidays;
        if (order.horizon) next.horizon = order.horizon;
        if (order.notice) next.notice = *order.notice;
        if (order.last_reading) next.last_reading = *order.last_reading;
        if (order.contacts) next.contacts = *order.contacts;
        if (order.replies) next.replies = *order.replies;
    });
}

void give_extra(Step& step, Ticket ticket, const command::GiveExtra& order)
{
    if (order.length < wire::extra_window_min || order.length > wire::extra_window_max)
        return step.answer(ticket, Errc::bad_duration);
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        next.extras.push_back({step.time, step.time + order.length});
    });
}

void cancel_date(Step& step, Ticket ticket, const command::CancelDate& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        std::erase_if(next.cancellations, [&](const wire::Cancellation& c) { return c.date == order.date; });
        next.cancellations.push_back({order.date, order.reason});
    });
}

void take_leave(Step& step, Ticket ticket, const command::TakeLeave& order)
{
    publish(step, ticket, order, order.only, [&](wire::HoursVersion& next) {
        next.leaves.push_back({order.from, order.to, order.reason});
    });
}

}  // namespace holdfast::client
