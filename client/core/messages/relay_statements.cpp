#include "client/core/messages/relay_statements.hpp"

#include <algorithm>
#include <utility>

#include "client/audit/log_check.hpp"
#include "client/core/account/devices.hpp"
#include "client/core/evidence/receipt_evidence.hpp"
#include "client/core/messages/end.hpp"
#include "client/core/messages/outbox.hpp"
#include "client/core/reading/judge_windows.hpp"
#include "client/core/reading/promise_check.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

std::vector<ConversationId> conversations_with(const State& state, const AccountId& account)
{
    std::vector<ConversationId> ids;
    for (const auto& [row, conversation] : state.conversations.rows())
        if (std::ranges::count(conversation.roster.members, account)) ids.push_back(conversation.id);
    return ids;
}

Entry* own_entry(Step& step, const MessageId& message)
{
    const auto row = step.state.entry_row(message);
    if (!row || !step.state.entries.head(*row).mine) return nullptr;
    return &step.state.entries.edit(*row);
}

/// The promises of some messages, as a receipt tells them.
struct Move {
    const std::vector<wire::MessageRef>& messages;
    const std::optional<wire::Promise>& promise;
};

std::optional<Move> move_in(const wire::Receipt& receipt)
{
    if (const auto* moved = std::get_if<wire::decided::Moved>(&receipt.event))
        return Move{moved->messages, moved->promise};
    if (const auto* again = std::get_if<wire::decided::HeldAgain>(&receipt.event))
        return Move{again->messages, again->promise};
    return std::nullopt;
}

/// The instant is the relay's: not before it had the message, and not in the time to come by this device's clock.
bool is_in_bounds(const Step& step, const Entry& entry, Instant at)
{
    return entry.received && *entry.received <= at && at <= step.relay_now + wire::clock_tolerance;
}

/// False where the relay names an instant that cannot be; the promise stays as it was.
bool apply_move(Step& step, const wire::Receipt& receipt, const MessageId& message,
                const std::optional<wire::Promise>& promise)
{
    auto* entry = own_entry(step, message);
    if (!entry || entry->stage != Stage::accepted || entry->conversation != receipt.conversation) return true;
    if (!is_in_bounds(step, *entry, receipt.at)) return false;
    const auto was = std::exchange(entry->promise, promise);
    if (!receipt.clock_in_doubt)
        note_promise(
            step, {entry->conversation, message, receipt.at, receipt.heads, promise, receipt.tzdata, step.device_now});
    // A receipt names all it holds again; for some of them the promise may be the one they had.
    if (was != promise) tell_moved(step, *entry, was, receipt.at);
    return true;
}

void on_statement(Step& step, const wire::PromiseMoved& moved)
{
    const auto receipt = session::open_receipt(moved.proof, step.state.account->relay_key);
    if (receipt.has_error()) return step.show(show::Refused{receipt.errc()});
    const auto move = move_in(*receipt);
    if (!move || !step.state.conversation(receipt->conversation)) return step.show(show::Refused{Errc::wrong_address});
    keep_receipt(step, moved.proof, *receipt, false);
    bool possible = true;
    for (const auto& [account, device, message] : move->messages)
        if (Address{account, device} == step.state.self())
            possible = apply_move(step, *receipt, message, move->promise) && possible;
    if (!possible) step.show(show::ClocksDiffer{step.relay_now, receipt->at});
}

/// Why a device may refuse what it cannot open. The number comes from the other device by way of the relay, and chooses
/// what is said here: any other counts as the ordinary reason.
Errc reason_of(std::uint16_t code)
{
    const bool known = code >= static_cast<std::uint16_t>(Errc::cannot_decrypt) &&
                       code <= static_cast<std::uint16_t>(Errc::bad_padding);
    return known ? static_cast<Errc>(code) : Errc::cannot_decrypt;
}

/// It counts where the message was handed to the relay for this very device. The message stays here, marked, when no
/// other reader's device has it or may still get it.
void on_statement(Step& step, const wire::RefusedByReader& refused)
{
    const auto row = step.state.outbox_row(refused.message);
    auto* entry = own_entry(step, refused.message);
    if (!row || !entry || step.state.outbox.at(*row).state < OutState::sent) return;
    if (!settle_with(step, *row, {refused.account, refused.device})) return;
    if (entry->stage != Stage::saved && entry->stage != Stage::accepted) return;
    const auto reason = reason_of(refused.code);
    entry->stage = Stage::refused;
    entry->refusal = static_cast<std::uint16_t>(reason);
    step.show(show::RefusedByReader{entry->conversation, refused.message, reason});
}

void on_statement(Step& step, const wire::DevicesChanged& changed)
{
    const auto list = session::open_device_list(changed.device_list);
    if (list.has_error()) return step.show(show::Refused{list.errc()});
    const auto taken = apply_device_list(step, session::account_id(list.value().identity), changed.device_list);
    if (taken.has_error()) step.show(show::Refused{taken.errc()});
}

/// A device has been stopped, by the relay since it is a copy or by the practice.
void note_stopped(Step& step, const Address& stopped, Errc reason)
{
    if (stopped == step.state.self()) return stop_device(step, reason);
    const auto row = step.state.row_of(stopped.account);
    if (!row) return;
    const auto& contact = step.state.contacts.at(*row);
    const auto& listed = list_of(contact.device_list).devices;
    const bool takes_part = std::ranges::count(listed, stopped.device, &wire::DeviceEntry::device) > 0;
    // One that has left the list takes part no more, stopped or not.
    if (!takes_part || std::ranges::count(contact.stopped, stopped.device, &StoppedDevice::device) > 0) return;
    step.state.contacts.edit(*row).stopped.push_back({stopped.device, step.relay_now, reason == Errc::device_revoked});
    for (const auto& id : conversations_with(step.state, stopped.account)) step.show(show::DeviceFrozen{id});
}

void on_statement(Step& step, const wire::DeviceFrozen& frozen)
{
    note_stopped(step, {frozen.account, frozen.device}, Errc::device_frozen);
}

void on_statement(Step& step, const wire::DeviceRevoked& revoked)
{
    note_stopped(step, {revoked.account, revoked.device}, Errc::device_revoked);
}

/// Messages of this device that no reader has confirmed are settled for the devices of an account that is gone; other
/// readers may still get them. How many nobody will read.
std::size_t settle_ended(Step& step, const Conversation& conversation, const AccountId& account)
{
    std::vector<Row> rows;
    for (const auto& [row, item] : step.state.outbox.rows())
        if (item.conversation == conversation.id && item.cls == wire::Class::message) rows.push_back(row);
    std::size_t unread = 0;
    for (const Row row : rows) {
        if (step.state.over_since(conversation)) {
            refuse_ended(step, row);
            ++unread;
            continue;
        }
        std::vector<Address> gone;
        for (const auto& envelope : step.state.outbox.at(row).envelopes)
            if (envelope.account == account) gone.push_back({envelope.account, envelope.device});
        for (const auto& reader : gone)
            if (settle_with(step, row, reader)) break;
    }
    return unread;
}

/// The owner's promises end with her account, as with a notice that is never lifted.
void on_statement(Step& step, const wire::AccountEnded& ended)
{
    const auto end = session::open_record<wire::AccountEnd>(crypto::labels::sign_account_end,
                                                            step.state.account->relay_key, ended.end);
    if (end.has_error()) return step.show(show::Refused{end.errc()});
    if (end->at > step.relay_now + wire::clock_tolerance) return step.show(show::Refused{Errc::out_of_range});
    const auto row = step.state.row_of(end->account);
    if (!row || step.state.contacts.at(*row).ended) return;
    auto& contact = step.state.contacts.edit(*row);
    contact.ended = end->at;
    contact.psk.reset();
    contact.stopped.clear();
    if (!step.state.suspended_at(end->account, end->at))
        step.state.notice_spans.add({end->account, end->at, std::nullopt});
    for (const auto& id : conversations_with(step.state, end->account)) {
        const auto& conversation = *step.state.conversation(id);
        const auto unread = settle_ended(step, conversation, end->account);
        step.show(show::AccountEnded{id, end->account, end->at, unread});
    }
}

void on_statement(Step& step, const wire::ConversationEnded& ended) { apply_ending(step, ended.end); }

void on_statement(Step& step, const wire::ConversationDeleted& deleted) { apply_deletion(step, deleted.deletion); }

void on_statement(Step& step, const wire::NoticeIssued& issued) { apply_practice_notice(step, issued.notice); }

/// Spans come in any order: at login the relay names the notice in force, and tells those issued before it afterwards.
/// Spans older than any decision that is still audited are deleted.
void keep_span(Step& step, const wire::PracticeNotice& notice)
{
    auto& spans = step.state.notice_spans;
    std::vector<Row> old, running;
    bool known = false;
    for (const auto& [row, span] : spans.rows()) {
        if (span.to && *span.to + audit::log_kept < earliest(step)) old.push_back(row);
        if (span.therapist != notice.therapist) continue;
        if (!span.to && span.from <= notice.issued) running.push_back(row);
        known = known || span.from == notice.issued;
    }
    if (!notice.text.empty() && running.empty() && !known) spans.add({notice.therapist, notice.issued, std::nullopt});
    if (notice.text.empty())
        for (const Row row : running) spans.edit(row).to = notice.issued;
    for (const Row row : old) spans.erase(row);
}

}  // namespace

void stop_device(Step& step, Errc reason)
{
    auto& account = step.state.account.edit();
    account.frozen = true;
    account.frozen_reason = reason == Errc::device_frozen ? std::uint16_t{0} : static_cast<std::uint16_t>(reason);
    step.show(show::DeviceFrozen{});
}

void on_tell(Step& step, const wire::Tell& tell)
{
    step.live.connection.probed = false;
    std::visit([&](const auto& statement) { on_statement(step, statement); }, tell.statement);
    step.acks.push_back({tell.delivery, 0});
}

void apply_practice_notice(Step& step, const wire::Signed& notice)
{
    const auto opened = session::open_record<wire::PracticeNotice>(crypto::labels::sign_practice_notice,
                                                                   step.state.account->relay_key, notice);
    if (opened.has_error()) return step.show(show::Refused{opened.errc()});
    const auto& value = opened.value();
    // Nothing is kept about strangers: the relay could name any number of them.
    if (value.therapist != step.state.account->id && conversations_with(step.state, value.therapist).empty()) return;
    keep_span(step, value);
    const auto known =
        step.state.notices.find([&](const StoredNotice& stored) { return stored.therapist == value.therapist; });
    if (known && step.state.notices.at(*known).number >= value.number) return;
    if (known) step.state.notices.erase(*known);
    step.state.notices.add({notice, value.therapist, value.number, value.issued, value.text});
    step.show(show::PracticeNotice{conversations_with(step.state, value.therapist), value.text, value.issued});
}

void apply_outages(Step& step, const std::vector<wire::Signed>& outages)
{
    auto& known = step.state.outages;
    std::vector<Row> old;
    for (const auto& [row, outage] : known.rows())
        if (outage.span.by + (outage.denied ? audit::log_kept : Seconds{watch_reach}) < earliest(step))
            old.push_back(row);
    for (const Row row : old) known.erase(row);
    for (const auto& outage : outages) {
        const auto opened =
            session::open_record<wire::Outage>(crypto::labels::sign_outage, step.state.account->relay_key, outage);
        if (opened.has_error()) return step.show(show::Refused{opened.errc()});
        const Span span{opened.value().from, opened.value().to};
        const bool sensible = span.from < span.by && span.by <= step.relay_now + wire::clock_tolerance;
        const bool fresh = !known.find([&](const StoredOutage& one) { return one.span == span; });
        if (sensible && fresh && span.by + watch_reach >= earliest(step))
            known.add({span, outage, step.state.account->incarnation.value_or(IncarnationId{}), std::nullopt});
    }
    deny_outages(step);
    // Outages that the relay was caught inventing are the last to be deleted.
    while (known.size() > wire::max_outages)
        known.erase(
            known.find([](const StoredOutage& one) { return !one.denied; }).value_or(known.rows().begin()->first));
}

}  // namespace holdfast::client
