#include "server/core/gate.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/base/faults.hpp"
#include "protocol/hours/reading.hpp"

namespace holdfast::server {
namespace {

void promise(Turn& turn, const HeldMessage& message, const std::optional<wire::Promise>& promise)
{
    turn.tables.queue.set_promise(message.row, promise);
    if (turn.tables.accounts.find_device(message.sender))
        turn.tell(message.sender, wire::PromiseMoved{message.id, turn.now, promise});
}

/// Writes down what happened to these messages, in as many receipts as it takes.
template <class Event>
void record(Turn& turn, ConversationRow conversation, Event event)
{
    auto messages = std::exchange(event.messages, {});
    for (auto at = messages.cbegin(); at != messages.cend(); at += std::ssize(event.messages)) {
        const auto most = static_cast<std::ptrdiff_t>(wire::max_messages_per_receipt);
        event.messages.assign(at, at + std::min(most, messages.cend() - at));
        turn.record(conversation, event);
    }
}

/// Gives every held message the promise that follows from now; writers whose promise moved are told.
void promise_anew(Turn& turn, const std::vector<HeldMessage>& held, const std::optional<wire::Promise>& now)
{
    for (const auto& message : held)
        if (message.promise != now) promise(turn, message, now);
}

/// Lets through what is held. Who was promised nothing learns here that there is a time after all.
void release(Turn& turn, ConversationRow conversation, const std::optional<wire::Promise>& now)
{
    wire::decided::Released released;
    for (const auto& message : turn.tables.queue.held(conversation)) {
        released.messages.push_back(message.id);
        if (!message.promise && now) promise(turn, message, now);
    }
    if (released.messages.empty()) return;
    record(turn, conversation, std::move(released));
    for (const DeviceRow device : turn.tables.queue.release(conversation, turn.now)) turn.sessions.wish(device);
}

/// What is held again counts as never sent on the connection it went to: it is sent anew at the next opening.
std::set<MessageRow> hold_again(Turn& turn, ConversationRow conversation)
{
    std::set<MessageRow> messages;
    for (const auto& [device, delivery, message] : turn.tables.queue.hold_again(conversation)) {
        messages.insert(message);
        if (Session* session = turn.sessions.of(device)) session->landed(delivery);
    }
    return messages;
}

void close(Turn& turn, ConversationRow conversation, const std::optional<wire::Promise>& now)
{
    const auto returned = hold_again(turn, conversation);
    const auto held = turn.tables.queue.held(conversation);
    wire::decided::HeldAgain again{{}, now};
    for (const auto& message : held)
        if (returned.contains(message.row)) again.messages.push_back(message.id);
    record(turn, conversation, std::move(again));
    promise_anew(turn, held, now);
}

}  // namespace

void pass_reports(Turn& turn, ConversationRow conversation)
{
    if (!turn.clock.trusted()) return;
    const auto& schedule = turn.timetables.of(conversation).schedule;
    for (const auto& report : turn.tables.queue.held_reports(conversation)) {
        const auto passes = hours::report_passes_at(schedule, report.received);
        if (!passes) continue;
        if (turn.now < *passes) {
            turn.wake_by(*passes);
            continue;
        }
        for (const DeviceRow device : turn.tables.queue.release_report(report.row, turn.now))
            turn.sessions.wish(device);
    }
}

void sweep(Turn& turn, ConversationRow conversation)
{
    const auto decision = turn.decide_for(conversation);
    turn.watch(conversation);
    if (decision.open)
        release(turn, conversation, decision.promise);
    else if (!faults::planted(faults::Bug::gate_only_at_submit))
        close(turn, conversation, decision.promise);
    pass_reports(turn, conversation);
}

void sweep(Turn& turn)
{
    turn.next_change.reset();
    for (const ConversationRow conversation : turn.tables.queue.at_the_gate()) sweep(turn, conversation);
}

}  // namespace holdfast::server
