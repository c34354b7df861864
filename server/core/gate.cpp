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

/// Where no window ends, and none opens, the day does: nothing waits for ever.
Instant or_day_end(const std::optional<Instant>& end, Instant since)
{
    return end.value_or(Instant{std::chrono::floor<std::chrono::days>(since) + std::chrono::days{1}});
}

/// True when this time has come; otherwise it is a reason to wake.
bool is_due(Turn& turn, Instant time)
{
    if (turn.now >= time) return true;
    turn.wake_by(time);
    return false;
}

void tell_refused(Turn& turn, const Acked& acked)
{
    const auto reader = turn.tables.accounts.find_device(acked.reader);
    if (!reader || !turn.tables.accounts.find_device(acked.sender)) return;
    turn.tell(acked.sender,
              wire::RefusedByReader{acked.message, reader->address.account, reader->address.device, acked.code});
}

}  // namespace

void pass_waiting(Turn& turn, ConversationRow conversation)
{
    if (!turn.clock.trusted()) return;
    const auto pass = [&](const Waiting& one) {
        for (const DeviceRow device : turn.tables.queue.release(one.row, turn.now)) turn.sessions.wish(device);
    };
    const auto& schedule = turn.timetables.of(conversation).schedule;
    for (const auto& report : turn.tables.queue.waiting(conversation, Waits::report)) {
        const auto passes = hours::report_passes_at(schedule, report.received);
        if (passes && is_due(turn, *passes)) pass(report);
    }
    std::optional<Instant> passes;
    for (const auto& notice : turn.tables.queue.waiting(conversation, Waits::notice)) {
        if (!passes || notice.received >= *passes)
            passes = or_day_end(hours::notice_passes_at(schedule, notice.received), notice.received);
        if (!is_due(turn, *passes)) return;
        pass(notice);
    }
}

void settle_acks(Turn& turn, ConversationRow conversation)
{
    if (!turn.clock.trusted()) return;
    const auto& schedule = turn.timetables.of(conversation).schedule;
    std::optional<Instant> counts;
    for (const auto& acked : turn.tables.queue.acked(conversation)) {
        if (!counts || acked.at >= *counts) counts = or_day_end(hours::report_passes_at(schedule, acked.at), acked.at);
        if (!is_due(turn, *counts)) return;
        turn.tables.queue.settle(acked);
        // A refused notice tells nobody anything but that a device is there; a person waits for no answer to it.
        if (acked.code != 0 && acked.cls == wire::Class::message) tell_refused(turn, acked);
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
    pass_waiting(turn, conversation);
    settle_acks(turn, conversation);
}

void sweep(Turn& turn)
{
    turn.next_change.reset();
    for (const ConversationRow conversation : turn.tables.queue.at_the_gate()) sweep(turn, conversation);
}

}  // namespace holdfast::server
