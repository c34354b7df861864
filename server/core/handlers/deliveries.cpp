#include "server/core/handlers/deliveries.hpp"

#include <set>

#include "protocol/base/faults.hpp"
#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

bool fits(const Session& session, const Ready& next)
{
    if (session.in_flight.empty()) return true;
    return session.in_flight.size() < deliveries_in_flight &&
           session.bytes_in_flight + next.size <= delivery_bytes_in_flight;
}

/// A message of which nothing waits: taken back before, stored by every reader, or never this device's.
void answer_gone(Step& step, const Session& session, const wire::TakeBack& request, const Asked& asked)
{
    if (step.receipts.has(asked)) return step.receipts.answer(session.connection, asked, request.request);
    if (auto before = step.tables.receipts.take_back(asked))
        return step.send(session, wire::TakenBack{request.request, std::move(*before)});
    step.refuse(session, request.request, step.tables.receipts.was_taken(asked) ? Errc::too_late : Errc::not_found);
}

/// Given when it is first handed over, so that a device that waits for an opening cannot count what waits with it.
std::uint64_t number_of(Step& step, const Session& session, const Ready& delivery)
{
    if (delivery.number != 0) {
        // Sent before and not acked: who makes the relay repeat itself pays for that.
        step.sessions.budget(session.who->account).spend(delivery.size);
        return delivery.number;
    }
    const auto number = step.tables.accounts.next_delivery(session.who->device);
    step.tables.queue.hand_over(delivery.delivery, number);
    return number;
}

}  // namespace

void deliver(Step& step, Session& session)
{
    auto& queue = step.tables.queue;
    // What is in flight is still in the queue, so this many rows hold a page of news if there is one.
    for (const Ready& next : queue.ready(session.who->device, deliveries_in_flight + session.in_flight.size())) {
        if (session.in_flight.contains(next.number)) continue;
        if (!fits(session, next)) return;
        const auto number = number_of(step, session, next);
        session.took_off(number, next.size);
        step.send(session, queue.load(next.delivery));
        if (faults::planted(faults::Bug::delete_at_delivery)) (void)queue.ack(session.who->device, number, 0, step.now);
    }
}

void take_acks(Step& step, Session& session, const wire::Ack& ack)
{
    const Who& who = *session.who;
    if (ack.items.size() > wire::max_acks) return step.refuse(session, 0, Errc::too_large);
    std::set<ConversationRow> conversations;
    for (const auto& item : ack.items) {
        // Only what was sent on this connection and still counts as sent; what is held again is sent anew.
        if (!session.in_flight.contains(item.delivery)) {
            step.sessions.budget(who.account).spend(idle_ack_cost);
            continue;
        }
        session.landed(item.delivery);
        if (const auto conversation = step.tables.queue.ack(who.device, item.delivery, item.code, step.now))
            conversations.insert(*conversation);
    }
    for (const ConversationRow conversation : conversations) settle_acks(step, conversation);
    step.sessions.wish(who.device);
}

void take_back(Step& step, Session& session, const wire::TakeBack& request)
{
    const Who& who = *session.who;
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, who.account))
        return step.refuse(session, request.request, Errc::not_found);
    const Asked asked{who.device, conversation->row, request.message, std::nullopt};
    const auto message = step.tables.queue.find_own(request.message, who.device, conversation->row);
    if (!message) return answer_gone(step, session, request, asked);
    // What was released counts as handed over, whether or not a device was there to take it.
    if (message->let_go) return step.refuse(session, request.request, Errc::too_late);

    step.tables.queue.remove(message->row);
    const auto& [account, device] = who.address;
    step.record(conversation->row, wire::decided::TakenBack{account, device, request.message}, asked);
    step.receipts.answer(session.connection, asked, request.request);
}

}  // namespace holdfast::server
