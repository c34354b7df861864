#include "server/core/handlers/deliveries.hpp"

#include <set>
#include <utility>
#include <vector>

#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

/// The delivery in flight under this number, once its conversation has caught up; null: none.
const InFlight* in_flight(Step& step, const Connection& connection, std::uint64_t number)
{
    const auto before = connection.in_flight.find(number);
    if (before == connection.in_flight.end()) return nullptr;
    if (before->second.conversation) catch_up(step, *before->second.conversation);
    const auto found = connection.in_flight.find(number);
    return found == connection.in_flight.end() ? nullptr : &found->second;
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

/// By the hours of its conversation it may have to be held again.
bool is_in_doubt(Step& step, const std::optional<ConversationRow>& conversation)
{
    return conversation && step.memory.agenda.is_due(*conversation, step.now);
}

/// Sends what came in this step, but for what has been held again since or is in doubt. False when something is.
bool send_news(Step& step, Connection& connection)
{
    bool sent = true;
    for (auto& [row, number, frame] : std::exchange(connection.news, {})) {
        const auto found = connection.in_flight.find(number);
        const bool held_again = found == connection.in_flight.end();
        const bool in_doubt = !held_again && is_in_doubt(step, found->second.conversation);
        sent = sent && !in_doubt;
        if (!held_again && !in_doubt) {
            step.send(connection.id, std::move(frame));
        } else {
            connection.remove_in_flight(number);
            step.tables.queue.not_handed_over(row);
        }
    }
    return sent;
}

/// Sends from the store what is not in flight. False when something is in doubt.
bool send_stored(Step& step, Connection& connection)
{
    auto& queue = step.tables.queue;
    // Deliveries in flight are still in the queue, so this many rows hold a page of news if there is one.
    const auto limit = deliveries_in_flight + connection.in_flight.size();
    const auto page = queue.ready(connection.who->device, limit);
    bool sent = true;
    for (const Ready& next : page) {
        if (connection.in_flight.contains(next.number)) continue;
        if (!connection.fits(next.size)) return sent;
        if (is_in_doubt(step, next.conversation)) {
            sent = false;
            continue;
        }
        const auto number = number_of(step, connection, next);
        connection.add_in_flight(number, {next.size, next.conversation});
        step.send(connection.id, queue.load(next.delivery));
    }
    connection.caught_up = sent && page.size() < limit;
    return sent;
}

/// Numbers that follow one another, of one kind, acked alike.
struct AckedRun {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint16_t code = 0;
    bool of_statements = false;

    [[nodiscard]] bool goes_on_with(const AckedRun& next) const noexcept
    {
        return next.first == last + 1 && next.code == code && next.of_statements == of_statements;
    }
};

struct Acks {
    std::vector<AckedRun> runs;
    std::set<ConversationRow> conversations;
};

/// Those of these items that count as sent here, which they do no more.
Acks take_out_of_flight(Step& step, Connection& connection, const std::vector<wire::AckItem>& items)
{
    Acks acks;
    auto& runs = acks.runs;
    for (const auto& item : items) {
        // Only what was sent on this connection and still counts as sent; what is held again is sent anew.
        const auto* sent = in_flight(step, connection, item.delivery);
        if (sent == nullptr) {
            step.memory.budgets[connection.who->account].spend(idle_ack_cost);
            continue;
        }
        const AckedRun one{item.delivery, item.delivery, item.code, !sent->conversation};
        if (sent->conversation) acks.conversations.insert(*sent->conversation);
        connection.remove_in_flight(item.delivery);
        if (!runs.empty() && runs.back().goes_on_with(one))
            runs.back().last = one.last;
        else
            runs.push_back(one);
    }
    return acks;
}

}  // namespace

void deliver(Step& step, Connection& connection)
{
    const bool news = send_news(step, connection);
    if (!news) connection.caught_up = false;
    const bool stored = connection.caught_up || send_stored(step, connection);
    if (!news || !stored) step.memory.connections.put_off(connection);
}

Result<Answer> apply_acks(Step& step, Connection& connection, const wire::Ack& ack)
{
    if (ack.items.size() > wire::max_acks) return Errc::too_large;
    const DeviceRow device = connection.who->device;
    const auto [runs, conversations] = take_out_of_flight(step, connection, ack.items);
    for (const auto& [first, last, code, of_statements] : runs) {
        if (of_statements)
            step.tables.queue.ack_statements(device, first, last);
        else
            step.tables.queue.ack_later(device, first, last, code, step.now);
    }
    for (const ConversationRow conversation : conversations) note_ack(step, conversation);
    if (!connection.caught_up) step.memory.connections.schedule(connection);
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
    if (conversation->ended) look_at(step, conversation->row);
    return ReceiptAnswer{asked};
}

}  // namespace holdfast::server
