#include "server/core/handlers/deliveries.hpp"

#include <set>

#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

bool fits(const Connection& connection, const Ready& next)
{
    if (connection.in_flight.empty()) return true;
    return connection.in_flight.size() < deliveries_in_flight &&
           connection.bytes_in_flight + next.size <= delivery_bytes_in_flight;
}

/// Whether it counts as sent here, after what is due in its conversation.
bool is_in_flight(Step& step, const Connection& connection, std::uint64_t number)
{
    const auto found = connection.in_flight.find(number);
    if (found == connection.in_flight.end()) return false;
    if (!found->second.conversation) return true;
    catch_up(step, *found->second.conversation);
    return connection.in_flight.contains(number);
}

/// A message of which nothing waits: taken back before, stored by every reader, or never this device's.
Result<Answer> answer_gone(Step& step, const Asked& asked)
{
    if (step.receipts.has(asked)) return ReceiptAnswer{asked};
    if (auto before = step.tables.receipts.take_back(asked)) return wire::TakenBack{.proof = std::move(*before)};
    return step.tables.receipts.was_taken(asked) ? Errc::too_late : Errc::not_found;
}

/// Given when it is first handed over, so that a device that waits for an opening cannot count what waits with it.
std::uint64_t number_of(Step& step, const Connection& connection, const Ready& delivery)
{
    if (delivery.number != 0) {
        // Sent before and not acked: who makes the relay repeat itself pays for that.
        step.memory.budgets[connection.who->account].spend(delivery.size);
        return delivery.number;
    }
    const auto number = step.tables.accounts.next_delivery(connection.who->device);
    step.tables.queue.hand_over(delivery.delivery, number);
    return number;
}

}  // namespace

void deliver(Step& step, Connection& connection)
{
    auto& queue = step.tables.queue;
    // Deliveries in flight are still in the queue, so this many rows hold a page of news if there is one.
    bool put_off = false;
    for (const Ready& next : queue.ready(connection.who->device, deliveries_in_flight + connection.in_flight.size())) {
        if (connection.in_flight.contains(next.number)) continue;
        if (!fits(connection, next)) break;
        // By its hours it may have to be held again.
        const bool due = next.conversation && step.memory.agenda.is_due(*next.conversation, step.now);
        put_off = put_off || due;
        if (due) continue;
        const auto number = number_of(step, connection, next);
        connection.add_in_flight(number, {next.size, next.conversation});
        step.send(connection.id, queue.load(next.delivery));
    }
    if (put_off) step.memory.connections.put_off(connection);
}

Result<Answer> apply_acks(Step& step, Connection& connection, const wire::Ack& ack)
{
    const LoggedInDevice& who = *connection.who;
    if (ack.items.size() > wire::max_acks) return Errc::too_large;
    std::set<ConversationRow> conversations;
    for (const auto& item : ack.items) {
        // Only what was sent on this connection and still counts as sent; what is held again is sent anew.
        if (!is_in_flight(step, connection, item.delivery)) {
            step.memory.budgets[who.account].spend(idle_ack_cost);
            continue;
        }
        connection.remove_in_flight(item.delivery);
        if (const auto conversation = step.tables.queue.ack(who.device, item.delivery, item.code, step.now))
            conversations.insert(*conversation);
    }
    for (const ConversationRow conversation : conversations) note_ack(step, conversation);
    step.memory.connections.schedule_delivery(who.device);
    return NoAnswer{};
}

Result<Answer> take_back(Step& step, const LoggedInDevice& who, const wire::TakeBack& request)
{
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, who.account)) return Errc::not_found;
    catch_up(step, conversation->row);
    const Asked asked{who.device, conversation->row, request.message, std::nullopt};
    const auto message = step.tables.queue.find_own(request.message, who.device, conversation->row);
    if (!message) return answer_gone(step, asked);
    // A released message counts as handed over, whether or not a device was there to take it.
    if (message->let_go) return Errc::too_late;

    step.tables.queue.remove(message->row);
    const auto& [account, device] = who.address;
    step.record(conversation->row, wire::decided::TakenBack{account, device, request.message}, asked);
    return ReceiptAnswer{asked};
}

}  // namespace holdfast::server
