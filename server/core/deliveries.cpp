#include "server/core/deliveries.hpp"

#include <algorithm>

#include "protocol/base/faults.hpp"
#include "server/core/numbers.hpp"

namespace holdfast::server {
namespace {

bool fits(const Session& session, const Ready& next)
{
    if (session.in_flight.empty()) return true;
    return session.in_flight.size() < deliveries_in_flight &&
           session.bytes_in_flight + next.size <= delivery_bytes_in_flight;
}

void tell_refused(Turn& turn, const Acked& acked, const Address& reader, std::uint16_t code)
{
    if (!turn.tables.accounts.find_device(acked.sender)) return;
    turn.tell(acked.sender, wire::RefusedByReader{acked.message, reader.account, reader.device, code});
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
        if (faults::planted(faults::Bug::delete_at_delivery)) (void)queue.ack(next.delivery, session.who->device);
    }
}

void take_acks(Turn& turn, Session& session, const wire::Ack& ack)
{
    const Who& who = *session.who;
    if (ack.items.size() > wire::max_acks) return turn.refuse(session, 0, Errc::too_large);
    for (const auto& item : ack.items) {
        if (!is_number(item.delivery)) continue;
        const auto delivery = static_cast<DeliveryRow>(item.delivery);
        session.landed(delivery);
        const auto acked = turn.tables.queue.ack(delivery, who.device);
        if (acked && item.code != 0) tell_refused(turn, *acked, who.address, item.code);
    }
    turn.sessions.wish(who.device);
}

void take_back(Turn& turn, Session& session, const wire::TakeBack& request)
{
    const Who& who = *session.who;
    const auto messages = turn.tables.queue.find_own(request.message, who.device);
    const bool handed =
        std::any_of(messages.begin(), messages.end(), [](const OwnMessage& message) { return message.handed; });
    const Asked asked{who.device, request.message, std::nullopt};
    if (messages.empty() && turn.receipts.has(asked))
        return turn.receipts.answer(session.connection, asked, request.request);
    auto before = turn.tables.receipts.take_back(who.device, request.message);
    if (messages.empty() && before) return turn.send(session, wire::TakenBack{request.request, std::move(*before)});
    // None there: acked by every reader, or somebody else's, or nobody's. One answer for all, so strangers learn
    // nothing.
    if (messages.empty() || handed) return turn.refuse(session, request.request, Errc::too_late);

    for (const auto& message : messages) turn.tables.queue.remove(message.row);
    const auto& [account, device] = who.address;
    turn.record(messages.front().conversation, wire::decided::TakenBack{account, device, request.message}, asked);
    turn.receipts.answer(session.connection, asked, request.request);
}

}  // namespace holdfast::server
