#include "server/core/deliveries.hpp"

#include <set>

#include "protocol/base/faults.hpp"
#include "server/core/gate.hpp"
#include "server/core/numbers.hpp"

namespace holdfast::server {
namespace {

bool fits(const Session& session, const Ready& next)
{
    if (session.in_flight.empty()) return true;
    return session.in_flight.size() < deliveries_in_flight &&
           session.bytes_in_flight + next.size <= delivery_bytes_in_flight;
}

/// A message of which nothing waits: taken back before, stored by every reader, or never this device's.
void answer_gone(Turn& turn, const Session& session, const wire::TakeBack& request, const Asked& asked)
{
    if (turn.receipts.has(asked)) return turn.receipts.answer(session.connection, asked, request.request);
    if (auto before = turn.tables.receipts.take_back(asked))
        return turn.send(session, wire::TakenBack{request.request, std::move(*before)});
    turn.refuse(session, request.request, turn.tables.receipts.was_taken(asked) ? Errc::too_late : Errc::not_found);
}

}  // namespace

void deliver(Turn& turn, Session& session)
{
    auto& queue = turn.tables.queue;
    // What is in flight is still in the queue, so this many rows hold a page of news if there is one.
    for (const Ready& next : queue.ready(session.who->device, deliveries_in_flight + session.in_flight.size())) {
        if (session.in_flight.contains(next.delivery)) continue;
        if (!fits(session, next)) return;
        session.took_off(next.delivery, next.size);
        queue.mark_handed(next.delivery);
        turn.send(session, queue.load(next.delivery));
        if (faults::planted(faults::Bug::delete_at_delivery))
            (void)queue.ack(next.delivery, session.who->device, 0, turn.now);
    }
}

void take_acks(Turn& turn, Session& session, const wire::Ack& ack)
{
    const Who& who = *session.who;
    if (ack.items.size() > wire::max_acks) return turn.refuse(session, 0, Errc::too_large);
    std::set<ConversationRow> conversations;
    for (const auto& item : ack.items) {
        if (!is_number(item.delivery)) continue;
        const auto delivery = static_cast<DeliveryRow>(item.delivery);
        session.landed(delivery);
        if (const auto conversation = turn.tables.queue.ack(delivery, who.device, item.code, turn.now))
            conversations.insert(*conversation);
    }
    for (const ConversationRow conversation : conversations) settle_acks(turn, conversation);
    turn.sessions.wish(who.device);
}

void take_back(Turn& turn, Session& session, const wire::TakeBack& request)
{
    const Who& who = *session.who;
    const auto conversation = turn.tables.conversations.find(request.conversation);
    if (!conversation || !turn.tables.conversations.is_member(conversation->row, who.account))
        return turn.refuse(session, request.request, Errc::not_found);
    const Asked asked{who.device, conversation->row, request.message, std::nullopt};
    const auto message = turn.tables.queue.find_own(request.message, who.device, conversation->row);
    if (!message) return answer_gone(turn, session, request, asked);
    // What was released counts as handed over, whether or not a device was there to take it.
    if (message->let_go) return turn.refuse(session, request.request, Errc::too_late);

    turn.tables.queue.remove(message->row);
    const auto& [account, device] = who.address;
    turn.record(conversation->row, wire::decided::TakenBack{account, device, request.message}, asked);
    turn.receipts.answer(session.connection, asked, request.request);
}

}  // namespace holdfast::server
