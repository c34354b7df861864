#include "server/core/gate.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "protocol/hours/schedule/report_window.hpp"
#include "server/core/deletion.hpp"

namespace holdfast::server {
namespace {

/// The work of a look at a conversation besides its steps of statements: a statement that finds nothing counts as one
/// step, however many rows it passes.
constexpr std::uint64_t look_work = 30;

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

/// Lets through a slice of what is held; false when there may be more. Messages accepted without a promise get one now.
bool release(Step& step, ConversationRow conversation, const std::optional<wire::Promise>& next_promise)
{
    const auto held = step.tables.queue.held(conversation);
    if (held.empty()) return true;
    auto surprised = held;
    std::erase_if(surprised, [](const HeldMessage& message) { return message.promise.has_value(); });
    if (next_promise) promise_anew(step, conversation, surprised, next_promise);
    record(step, conversation, wire::decided::Released{}, std::span<const HeldMessage>{held}, [](const auto&) {});
    for (const DeviceRow device : step.tables.queue.release(conversation, step.now))
        step.memory.connections.schedule_delivery(device);
    return held.size() < gate_slice;
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

/// Holds a slice again, or when nothing is to be held any more gives a slice of what is held its promise; false when
/// there may be more.
bool close(Step& step, ConversationRow conversation, const std::optional<wire::Promise>& next_promise)
{
    if (const auto returned = hold_again(step, conversation); !returned.empty()) {
        auto again = step.tables.queue.held(conversation, *returned.begin(), *returned.rbegin());
        std::erase_if(again, [&](const HeldMessage& message) { return !returned.contains(message.row); });
        record_promise(step, conversation, wire::decided::HeldAgain{{}, next_promise}, again);
        if (returned.size() == gate_slice) return false;
    }
    const auto others = step.tables.queue.held_unlike(conversation, next_promise);
    promise_anew(step, conversation, others, next_promise);
    return others.size() < gate_slice;
}

/// Where no window ends, and none opens, the day does: nothing waits for ever.
Instant or_day_end(const std::optional<Instant>& end, Instant since)
{
    return end.value_or(Instant{std::chrono::floor<std::chrono::days>(since) + std::chrono::days{1}});
}

/// True when this time has come; otherwise it is a reason to look again.
bool is_due(Step& step, ConversationRow conversation, Instant time)
{
    if (step.now >= time) return true;
    step.memory.agenda.note(conversation, time);
    return false;
}

void tell_refused(Step& step, const Acked& acked)
{
    const auto reader = step.tables.accounts.find_device(acked.reader);
    if (!reader || !step.tables.accounts.find_device(acked.sender)) return;
    step.tell(acked.sender,
              wire::RefusedByReader{acked.message, reader->address.account, reader->address.device, acked.code});
}

/// When an ack of `at` counts.
Instant ack_counts_at(const hours::Schedule& schedule, Instant at)
{
    return or_day_end(hours::report_passes_at(schedule, at), at);
}

/// Settles a slice of the acks that count; notes when the next ones do. False when more may count.
bool settle_acks(Step& step, ConversationRow conversation)
{
    if (!step.memory.clock.trusted()) return true;
    const auto& schedule = step.memory.schedules.of(conversation).schedule;
    const auto slice = step.tables.queue.acked(conversation);
    std::optional<Instant> counts;
    const auto waits = std::find_if(slice.begin(), slice.end(), [&](const Acked& acked) {
        if (!counts || acked.at >= *counts) counts = ack_counts_at(schedule, acked.at);
        return !is_due(step, conversation, *counts);
    });
    const auto due = std::span{slice}.first(static_cast<std::size_t>(waits - slice.begin()));
    if (!due.empty()) step.tables.queue.settle(conversation, due.back());
    // Refused control content would only show that a device is there; no person waits for an answer to it.
    for (const Acked& acked : due)
        if (acked.code != 0 && acked.cls == wire::Class::message) tell_refused(step, acked);
    return due.size() < gate_slice;
}

/// One slice. False when more is due.
bool take_slice(Step& step, ConversationRow conversation)
{
    const auto [open, promise] = step.decide_for(conversation);
    const bool done = open ? release(step, conversation, promise) : close(step, conversation, promise);
    if (!done || !pass_waiting(step, conversation) || !settle_acks(step, conversation)) return false;
    if (step.tables.queue.waits_for_change(conversation, open)) step.watch(conversation);
    delete_if_done(step, conversation);
    return true;
}

/// What is left of a conversation comes before those that became due with it: its messages leave when all are released,
/// and the first of them should not wait for everybody's.
void take_due(Step& step, ConversationRow conversation)
{
    auto& agenda = step.memory.agenda;
    const auto since = agenda.remove(conversation);
    if (!take_slice(step, conversation)) agenda.note(conversation, since.value_or(step.now));
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

bool pass_waiting(Step& step, ConversationRow conversation)
{
    if (!step.memory.clock.trusted()) return true;
    const auto pass = [&](const Waiting& one) {
        for (const DeviceRow device : step.tables.queue.release(one.row, step.now))
            step.memory.connections.schedule_delivery(device);
    };
    const auto& schedule = step.memory.schedules.of(conversation).schedule;
    for (const auto& report : step.tables.queue.waiting(conversation, Waits::report)) {
        const auto passes = hours::report_passes_at(schedule, report.received);
        if (passes && is_due(step, conversation, *passes)) pass(report);
    }
    std::optional<Instant> passes;
    const auto slice = step.tables.queue.waiting(conversation, Waits::control);
    for (const auto& control : slice) {
        if (!passes || control.received >= *passes)
            passes = or_day_end(hours::control_passes_at(schedule, control.received), control.received);
        if (!is_due(step, conversation, *passes)) return true;
        pass(control);
    }
    return slice.size() < gate_slice;
}

void note_ack(Step& step, ConversationRow conversation)
{
    if (!step.memory.clock.trusted()) return;
    const auto& schedule = step.memory.schedules.of(conversation).schedule;
    step.memory.agenda.note(conversation, ack_counts_at(schedule, step.now));
}

void look_at(Step& step, ConversationRow conversation) { step.memory.agenda.note(conversation, step.now); }

void look_at_all(Step& step)
{
    step.memory.agenda.clear();
    for (const ConversationRow conversation : step.tables.queue.at_the_gate()) look_at(step, conversation);
    for (const ConversationRow conversation : step.tables.endings.undeleted()) look_at(step, conversation);
}

void catch_up(Step& step, ConversationRow conversation)
{
    while (step.memory.agenda.is_due(conversation, step.now)) take_due(step, conversation);
}

void sweep(Step& step)
{
    while (const auto conversation = step.memory.agenda.due(step.now)) {
        if (step.swept > sweep_work) return;
        const auto before = step.work();
        take_due(step, *conversation);
        step.swept += look_work + step.work() - before;
    }
}

}  // namespace holdfast::server
