#include "client/core/messages/submit_results.hpp"

#include <algorithm>

#include "client/core/evidence/receipt_evidence.hpp"
#include "client/core/messages/outbox.hpp"
#include "client/core/messages/receipt_check.hpp"
#include "client/core/messages/relay_statements.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/reading/promise_check.hpp"
#include "client/core/reading/reports.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

/// Control content and reports have no end-to-end receipt. As many of the last accepted ones are kept for a relay that
/// is rolled back.
constexpr std::size_t max_kept_control = 100;
/// A relay that is stopping, or has no room, is asked again after these pauses.
constexpr Seconds short_pause = 30s;
constexpr Seconds long_pause = 5min;

std::optional<Row> row_of_submit(const State& state, std::uint64_t number)
{
    const auto& rows = state.outbox.facts().by_submit;
    const auto found = rows.find(number);
    return found == rows.end() ? std::nullopt : std::optional{found->second};
}

void forget_old_control(State& state)
{
    const auto& control = state.outbox.facts().accepted_control;
    const std::vector<Row> kept{control.begin(), control.end()};
    for (std::size_t i = 0; i + max_kept_control < kept.size(); ++i) state.outbox.erase(kept[i]);
}

/// The promise begins with the relay's word on when it received a message; on a connection whose clocks agreed that
/// must be now. A message sent on an earlier connection may have been received long ago.
void compare_clocks(Step& step, std::uint64_t number, Instant received)
{
    const auto apart = [](std::chrono::milliseconds t) { return std::chrono::abs(t) > wire::clock_tolerance; };
    if (number <= step.live.connection.submitted_before || !step.live.difference || apart(*step.live.difference))
        return;
    if (apart(received - step.relay_now)) step.show(show::ClocksDiffer{step.relay_now, received});
}

Seconds pause_after(Errc code) { return code == Errc::relay_stopping ? short_pause : long_pause; }

/// Applies the receipt of a message of this device.
void take_receipt(Step& step, std::uint64_t number, Entry& entry, const wire::Receipt& receipt)
{
    const auto& taken = std::get<wire::decided::Accepted>(receipt.event);
    const bool known = entry.stage == Stage::accepted;  // a relay that was rolled back got it again
    const auto was = entry.promise;
    entry.stage = Stage::accepted;
    entry.received = taken.received;
    entry.promise = taken.promise;
    if (std::holds_alternative<wire::Repair>(entry.body)) note_repairs(step, entry.conversation);
    if (known && was != entry.promise) tell_moved(step, entry, was, step.relay_now);
    if (known) return;
    const auto& conversation = *step.state.conversation(entry.conversation);
    const auto& schedule = step.state.hours.schedule(conversation.roster.owner, conversation.id);
    const bool held = receipt.clock_in_doubt || !schedule.is_open(taken.received);
    step.show(show::Accepted{conversation.id, entry.message, taken.received, held, entry.promise,
                             schedule.release_at(taken.received)});
    if (!receipt.clock_in_doubt)
        note_promise(step, {conversation.id, taken.message, taken.received, receipt.heads, taken.promise,
                            receipt.tzdata, step.device_now});
    compare_clocks(step, number, taken.received);
}

}  // namespace

void on_accepted(Step& step, const wire::Accepted& answer)
{
    const auto row = row_of_submit(step.state, answer.number);
    if (!row || step.state.outbox.at(*row).state == OutState::accepted) return;
    auto& item = step.state.outbox.edit(*row);
    const auto receipt = open_accepted(answer.proof, step.state.account->relay_key,
                                       {step.state.self(), item.message, item.conversation, item.cls, item.envelopes});
    if (receipt.has_error()) {
        step.show(show::Refused{receipt.errc()});
        return;  // not accepted as far as anybody may be told; it is submitted again at the next login
    }
    item.state = OutState::accepted;
    item.proof = answer.proof;
    item.accepted_at = receipt->at;
    if (item.cls == wire::Class::report)
        on_report_accepted(step, item, std::get<wire::decided::Accepted>(receipt->event).received);
    keep_receipt(step, answer.proof, *receipt, answer.number > step.live.connection.submitted_before);
    const auto message = item.message;  // the item itself may be the oldest control content, which goes
    forget_old_control(step.state);
    if (auto* entry = step.state.edit_entry(message)) take_receipt(step, answer.number, *entry, *receipt);
}

void on_not_accepted(Step& step, std::uint64_t number, const wire::Failure& failure)
{
    const auto row = row_of_submit(step.state, number);
    if (!row || step.state.outbox.at(*row).state == OutState::accepted) return;
    const auto code = static_cast<Errc>(failure.code);
    auto& item = step.state.outbox.edit(*row);
    item.state = OutState::ready;
    if (code == Errc::stale_device_list) {
        item.state = OutState::waiting;
        item.envelopes.clear();
        for (const auto& member : step.state.others(*step.state.conversation(item.conversation)))
            step.request(wire::FetchBundle{0, member}, pending::Bundle{member});
        item.not_before = step.relay_now + short_pause;
        return;
    }
    // A refusal whose answer was lost leaves a number below the relay's record; a new number is all it takes. Only a
    // number that no connection carried before can have been used by a copy of this device.
    if (code == Errc::submit_conflict && number <= step.live.connection.submitted_before) return;
    if (code == Errc::submit_conflict || code == Errc::device_frozen) {
        stop_device(step, Errc::device_frozen);
        return drop(step, Errc::device_frozen);
    }
    const bool retry = failure.retry || code == Errc::queue_full || code == Errc::rate_limited;
    if (item.cls == wire::Class::message) step.show(show::NotAccepted{item.conversation, item.message, code, retry});
    if (code == Errc::conversation_ended) return refuse_ended(step, *row);
    if (retry)
        item.not_before = step.relay_now + pause_after(code);
    else if (item.cls == wire::Class::message)
        withdraw(step, *row, Stage::refused, code);
    else
        step.state.outbox.erase(*row);
}

void on_taken_back(Step& step, const pending::TakeBack& what, const wire::TakenBack& answer)
{
    const auto& self = *step.state.account;
    const auto receipt =
        open_taken_back(answer.proof, self.relay_key, what.conversation, {self.id, self.device, what.message});
    if (receipt.has_error()) return step.answer(what.ticket, receipt.errc());
    const auto row = step.state.outbox_row(what.message);
    const auto* entry = step.state.edit_entry(what.message);
    // It may have been taken back by an earlier question whose answer was lost.
    if (row) keep_receipt(step, answer.proof, *receipt, false);
    if (!row && entry && entry->stage == Stage::taken_back) return step.answer(what.ticket);  // asked twice
    if (!row) return step.answer(what.ticket, Errc::too_late);
    const auto conversation = step.state.outbox.at(*row).conversation;
    withdraw(step, *row, Stage::taken_back, Errc::internal);
    step.show(show::TakenBack{conversation, what.message});
    step.answer(what.ticket);
}

void on_not_taken_back(Step& step, const pending::TakeBack& what, const wire::Failure& failure)
{
    // The person has been told that it stays: asked again later, it would go without a word.
    const auto row = step.state.outbox_row(what.message);
    if (row && !failure.retry) step.state.outbox.edit(*row).take_back_requested = false;
    step.answer(what.ticket, static_cast<Errc>(failure.code));
}

void on_delivered(Step& step, const Address& from, const wire::Delivered& receipt)
{
    // The reader's word under its key counts, whatever the relay said of this message before.
    for (const auto& message : receipt.messages) {
        auto* entry = step.state.edit_entry(message);
        const auto* conversation = entry && entry->mine ? step.state.conversation(entry->conversation) : nullptr;
        if (!conversation || !std::ranges::count(conversation->roster.members, from.account)) continue;
        // In a conversation of two an earlier device's word is the reader's, too.
        const auto row = step.state.outbox_row(message);
        const bool of_two = conversation->roster.members.size() == 2;
        if (row && of_two) step.state.outbox.erase(*row);
        if (row && !of_two) (void)settle_with(step, *row, from);
        entry->stage = Stage::confirmed;
        entry->refusal = 0;
    }
}

}  // namespace holdfast::client
