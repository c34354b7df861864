#include "server/core/gate.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "protocol/hours/schedule/report_window.hpp"

namespace holdfast::server {
namespace {

const wire::MessageRef& ref_of(const HeldMessage& message) noexcept { return message.ref; }
const wire::MessageRef& ref_of(const wire::MessageRef& message) noexcept { return message; }

/// Writes down what happened to these messages, in as many receipts as it takes; `then` is given those each names.
template <class Event, class Message, class Then>
void record(Step& step, ConversationRow conversation, Event event, std::span<const Message> messages, Then then)
{
    while (!messages.empty()) {
        const auto some = messages.first(std::min(messages.size(), wire::max_messages_per_receipt));
        event.messages.clear();
        for (const auto& message : some) event.messages.push_back(ref_of(message));
        step.record(conversation, event);
        then(some);
        messages = messages.subspan(some.size());
    }
}

using Held = std::vector<HeldMessage>;

/// The receipt just written gives these another promise, where they had one that differs; their writers are told.
void promise(Step& step, std::span<const HeldMessage> messages, const std::optional<wire::Promise>& next_promise)
{
    for (const auto& message : messages) {
        if (message.promise == next_promise) continue;
        step.tables.queue.set_promise(message.row, next_promise);
        step.receipts.tell_moved(message.sender);
    }
}

template <class Event>
void record_promise(Step& step, ConversationRow conversation, Event event, const Held& messages)
{
    record(step, conversation, event, std::span<const HeldMessage>{messages},
           [&](std::span<const HeldMessage> some) { promise(step, some, event.promise); });
}

/// Gives every held message the promise that follows from now. A receipt names one writer's: it is told to them while
/// closed, and would show them that somebody else's waits.
void promise_anew(Step& step, ConversationRow conversation, const Held& held,
                  const std::optional<wire::Promise>& next_promise)
{
    std::map<AccountId, Held> moved;
    for (const auto& message : held)
        if (message.promise != next_promise) moved[message.ref.account].push_back(message);
    for (const auto& [writer, messages] : moved)
        record_promise(step, conversation, wire::decided::Moved{{}, next_promise}, messages);
}

/// Lets through what is held. Messages accepted without a promise get one now.
void release(Step& step, ConversationRow conversation, const std::optional<wire::Promise>& next_promise)
{
    const auto held = step.tables.queue.held(conversation);
    if (held.empty()) return;
    auto surprised = held;
    std::erase_if(surprised, [](const HeldMessage& message) { return message.promise.has_value(); });
    if (next_promise) promise_anew(step, conversation, surprised, next_promise);
    record(step, conversation, wire::decided::Released{}, std::span<const HeldMessage>{held}, [](const auto&) {});
    for (const DeviceRow device : step.tables.queue.release(conversation, step.now))
        step.memory.connections.schedule_delivery(device);
}

/// A message that is held again counts as never sent on its connection: it is sent anew at the next opening.
std::set<MessageRow> hold_again(Step& step, ConversationRow conversation)
{
    std::set<MessageRow> messages;
    for (const auto& [device, number, message] : step.tables.queue.hold_again(conversation)) {
        messages.insert(message);
        if (Connection* connection = step.memory.connections.of(device)) connection->remove_in_flight(number);
    }
    return messages;
}

void close(Step& step, ConversationRow conversation, const std::optional<wire::Promise>& next_promise)
{
    const auto returned = hold_again(step, conversation);
    Held again, others;
    for (auto& message : step.tables.queue.held(conversation))
        (returned.contains(message.row) ? again : others).push_back(std::move(message));
    record_promise(step, conversation, wire::decided::HeldAgain{{}, next_promise}, again);
    promise_anew(step, conversation, others, next_promise);
}

/// Where no window ends, and none opens, the day does: nothing waits for ever.
Instant or_day_end(const std::optional<Instant>& end, Instant since)
{
    return end.value_or(Instant{std::chrono::floor<std::chrono::days>(since) + std::chrono::days{1}});
}

/// True when this time has come; otherwise it is a reason to wake.
bool is_due(Step& step, Instant time)
{
    if (step.now >= time) return true;
    step.wake_by(time);
    return false;
}

void tell_refused(Step& step, const Acked& acked)
{
    const auto reader = step.tables.accounts.find_device(acked.reader);
    if (!reader || !step.tables.accounts.find_device(acked.sender)) return;
    step.tell(acked.sender,
              wire::RefusedByReader{acked.message, reader->address.account, reader->address.device, acked.code});
}

}  // namespace

void record_dropped(Step& step, const std::vector<GoneMessage>& gone)
{
    std::map<ConversationRow, std::vector<wire::MessageRef>> messages;
    for (const auto& message : gone) messages[message.conversation].push_back(message.ref);
    for (const auto& [conversation, refs] : messages)
        record(step, conversation, wire::decided::Dropped{}, std::span<const wire::MessageRef>{refs},
               [](const auto&) {});
}

void pass_waiting(Step& step, ConversationRow conversation)
{
    if (!step.memory.clock.trusted()) return;
    const auto pass = [&](const Waiting& one) {
        for (const DeviceRow device : step.tables.queue.release(one.row, step.now))
            step.memory.connections.schedule_delivery(device);
    };
    const auto& schedule = step.memory.schedules.of(conversation).schedule;
    for (const auto& report : step.tables.queue.waiting(conversation, Waits::report)) {
        const auto passes = hours::report_passes_at(schedule, report.received);
        if (passes && is_due(step, *passes)) pass(report);
    }
    std::optional<Instant> passes;
    for (const auto& control : step.tables.queue.waiting(conversation, Waits::control)) {
        if (!passes || control.received >= *passes)
            passes = or_day_end(hours::control_passes_at(schedule, control.received), control.received);
        if (!is_due(step, *passes)) return;
        pass(control);
    }
}

void settle_acks(Step& step, ConversationRow conversation)
{
    if (!step.memory.clock.trusted()) return;
    const auto& schedule = step.memory.schedules.of(conversation).schedule;
    std::optional<Instant> counts;
    for (const auto& acked : step.tables.queue.acked(conversation)) {
        if (!counts || acked.at >= *counts) counts = or_day_end(hours::report_passes_at(schedule, acked.at), acked.at);
        if (!is_due(step, *counts)) return;
        step.tables.queue.settle(acked);
        // Refused control content would only show that a device is there; no person waits for an answer to it.
        if (acked.code != 0 && acked.cls == wire::Class::message) tell_refused(step, acked);
    }
}

void sweep(Step& step, ConversationRow conversation)
{
    const auto decision = step.decide_for(conversation);
    step.watch(conversation);
    if (decision.open)
        release(step, conversation, decision.promise);
    else
        close(step, conversation, decision.promise);
    pass_waiting(step, conversation);
    settle_acks(step, conversation);
}

void sweep(Step& step)
{
    step.memory.next_change.reset();
    for (const ConversationRow conversation : step.tables.queue.at_the_gate()) sweep(step, conversation);
}

}  // namespace holdfast::server
