#include "client/core/messages/outbox.hpp"

#include <algorithm>
#include <map>

#include "client/core/agreement/agreements.hpp"
#include "client/core/agreement/ends.hpp"
#include "client/core/marks/marks.hpp"
#include "client/core/measures/measures.hpp"
#include "client/core/messages/pace.hpp"
#include "client/core/plan/plans.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "client/core/rhythm/due_check_ins.hpp"
#include "client/core/rhythm/rhythms.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/session/session.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

/// One's own message reaches nobody: taken back, or refused. Whatever it said counts no longer.
void void_entry(State& state, const MessageId& message, Stage stage, Errc refusal)
{
    auto* entry = state.edit_entry(message);
    if (!entry) return;
    entry->stage = stage;
    entry->refusal = stage == Stage::refused ? static_cast<std::uint16_t>(refusal) : std::uint16_t{0};
    entry->promise.reset();
    forget_pace(state, *entry);
    forget_word(state, *entry);
    forget_plan(state, *entry);
    forget_rhythm(state, *entry);
    forget_check_in(state, *entry);
    forget_mark(state, *entry);
    forget_measure(state, *entry);
    forget_pulse(state, *entry);
    forget_end(state, *entry);
}

Row write_stream(State& state, const ConversationId& conversation, wire::Class cls)
{
    const auto found = state.write_streams.find(
        [&](const WriteStream& stream) { return stream.conversation == conversation && stream.cls == cls; });
    return found ? *found : state.write_streams.add({conversation, cls, {}});
}

/// The time a content says it was written. Of an owner's messages the instant of their release, and of her control
/// content the day. A report bears its own, since it shows that the relay cannot have received it before.
Instant said_time(const Step& step, const Conversation& conversation, wire::Class cls)
{
    if (!step.state.mine(conversation) || cls == wire::Class::report) return step.relay_now;
    if (cls == wire::Class::control) return Instant{std::chrono::floor<std::chrono::days>(step.relay_now)};
    return step.state.hours.schedule(conversation.roster.owner, conversation.id)
        .release_at(step.relay_now)
        .value_or(step.relay_now);
}

/// Empty when a session with one of the recipients is missing: then nothing has changed.
std::optional<std::vector<wire::Envelope>> seal_for_all(Step& step, const OutItem& item)
{
    const auto* conversation = step.state.conversation(item.conversation);
    const auto recipients = step.state.recipients(*conversation);
    if (recipients.empty()) return std::nullopt;
    std::vector<wire::Envelope> envelopes;
    std::vector<std::pair<Row, session::Session>> advanced;
    for (const auto& recipient : recipients) {
        const auto row = step.state.row_of(recipient);
        if (!row) return std::nullopt;
        auto sealed = session::encrypt(step.state.sessions.at(*row).sessions.front(), item.cls,
                                       session::address_payload(recipient, item.content), step.random);
        if (sealed.has_error()) return std::nullopt;
        envelopes.push_back({recipient.account, recipient.device, std::move(sealed.value().envelope)});
        advanced.emplace_back(*row, std::move(sealed.value().next));
    }
    for (auto& [row, next] : advanced) {
        auto& peer = step.state.sessions.edit(row);
        peer.sessions.front() = std::move(next);
        peer.last_sent = step.relay_now;
    }
    return envelopes;
}

void encrypt(Step& step, Row row)
{
    if (step.state.account->frozen) return;
    auto envelopes = seal_for_all(step, step.state.outbox.at(row));
    if (!envelopes) return;
    auto& item = step.state.outbox.edit(row);
    item.envelopes = std::move(*envelopes);
    item.state = OutState::ready;
}

wire::Submit submit_of(const OutItem& item)
{
    return {item.submit, item.message, item.conversation, item.cls, item.envelopes, item.proof};
}

/// The messages of one's own that are gone, among or after those that a new device of the reader's gets: it was not
/// there when their gaps were closed. Each with its hash as far as a content that may follow quotes it.
std::vector<wire::Withdrawn> withdrawn_since_unconfirmed(Step& step, const ConversationId& conversation)
{
    std::map<std::uint64_t, Digest> hashes;
    std::optional<std::uint64_t> first;
    Row first_row = 0;
    for (const auto& [row, item] : step.state.outbox.rows()) {
        if (item.conversation != conversation || item.cls != wire::Class::message) continue;
        if (!first || item.sequence < *first) {
            first = item.sequence;
            first_row = step.state.entry_row(item.message).value_or(0);
        }
        if (const auto content = wire::decode<wire::Content>(item.content))
            hashes[item.sequence - 1] = content->previous;
    }
    if (!first) return {};
    const auto& chain = step.state.write_streams.at(write_stream(step.state, conversation, wire::Class::message)).chain;
    hashes[chain.sequence] = chain.hash;
    std::vector<wire::Withdrawn> out;
    const auto take = [&](const ListedEntry& entry) {
        const bool gone = entry.stage == Stage::taken_back || entry.stage == Stage::refused;
        if (!entry.mine || !gone || entry.conversation != conversation || entry.sequence <= *first) return;
        if (entry.device != step.state.account->device) return;
        out.push_back({entry.message, entry.sequence, hashes[entry.sequence]});
    };
    step.state.entries.each(take, first_row);  // later ones of this device stand below it
    return out;
}

/// Messages that were still to be sent when their conversation ended stay in the history, marked; the rest goes.
void drop_what_nobody_gets(Step& step)
{
    std::vector<Row> rows;
    for (const Row row : step.state.outbox.facts().unsent)
        if (step.state.takes_nothing(*step.state.conversation(step.state.outbox.at(row).conversation)))
            rows.push_back(row);
    for (const Row row : rows) {
        const auto& item = step.state.outbox.at(row);
        // An end by somebody else says how many there are.
        if (item.cls == wire::Class::message)
            step.show(show::NotAccepted{item.conversation, item.message, Errc::conversation_ended, false});
        refuse_ended(step, row);
    }
}

}  // namespace

Row compose(Step& step, const ConversationId& id, wire::Body body)
{
    const auto& conversation = *step.state.conversation(id);
    wire::Content content;
    content.conversation = id;
    content.account = step.state.account->id;
    content.device = step.state.account->device;
    content.message = step.random.id<MessageId>();
    content.cls = wire::class_of(body);
    content.written = said_time(step, conversation, content.cls);
    if (step.state.mine(conversation)) content.heads = step.state.hours.heads(content.account, id);
    content.body = std::move(body);
    OutItem item;
    item.message = content.message;
    item.conversation = id;
    item.cls = content.cls;
    auto& chain = step.state.write_streams.edit(write_stream(step.state, id, item.cls)).chain;
    item.content = chain.append(std::move(content));
    item.sequence = chain.sequence;
    item.hash = chain.hash;
    const Row row = step.state.outbox.add(std::move(item));
    encrypt(step, row);
    return row;
}

void refuse_ended(Step& step, Row row)
{
    void_entry(step.state, step.state.outbox.at(row).message, Stage::refused, Errc::conversation_ended);
    step.state.outbox.erase(row);
}

void hand_over(Step& step)
{
    if (!step.state.account || step.state.account->frozen) return;
    drop_what_nobody_gets(step);
    std::vector<Row> rows;
    std::vector<std::pair<ConversationId, wire::Class>> blocked;  // one writer's messages keep their order
    const auto unsent = step.state.outbox.facts().unsent;
    for (const Row row : unsent) {
        const auto& item = step.state.outbox.at(row);
        const std::pair stream{item.conversation, item.cls};
        if (std::ranges::count(blocked, stream)) continue;
        if (item.state == OutState::waiting) encrypt(step, row);
        const bool later = item.not_before && *item.not_before > step.relay_now;
        if (later) step.wake_by(*item.not_before);
        if (later || item.state == OutState::waiting)
            blocked.push_back(stream);
        else
            rows.push_back(row);
    }
    if (!step.online()) return;
    for (const Row row : rows) {
        auto& item = step.state.outbox.edit(row);
        item.submit = ++step.state.account.edit().last_submit;
        item.state = OutState::sent;
        item.not_before.reset();
        step.send(submit_of(item));
    }
}

void resubmit(Step& step, std::uint64_t relay_last_submit)
{
    auto& account = step.state.account.edit();
    step.live.connection.submitted_before = account.last_submit;
    std::map<std::uint64_t, Row> again;
    for (const auto& [row, item] : step.state.outbox.rows()) {
        const bool forgotten = item.state == OutState::accepted && item.submit > relay_last_submit && item.proof;
        if (item.state == OutState::sent || forgotten) again.emplace(item.submit, row);
    }
    for (const auto& [number, row] : again) {
        auto& item = step.state.outbox.edit(row);
        item.state = OutState::sent;
        // The relay has never taken it, or forgot it, and no receipt shows its number: it needs a new one.
        if (number > relay_last_submit && !item.proof) item.submit = ++account.last_submit;
        step.send(submit_of(item));
    }
    for (const auto& [row, item] : step.state.outbox.rows())
        if (item.take_back_requested && item.state >= OutState::sent) ask_back(step, 0, item);
}

void ask_back(Step& step, Ticket ticket, const OutItem& item)
{
    step.request(wire::TakeBack{0, item.conversation, item.message},
                 pending::TakeBack{ticket, item.conversation, item.message});
}

void forget_what_was_submitted(Step& step)
{
    const auto now = earliest(step);
    std::vector<Row> old;
    for (const auto& [row, item] : step.state.outbox.rows())
        if (item.state == OutState::accepted && item.accepted_at && *item.accepted_at + wire::receipts_kept < now)
            old.push_back(row);
    for (const Row row : old) {
        auto& item = step.state.outbox.edit(row);
        if (item.cls != wire::Class::message) {
            step.state.outbox.erase(row);
            continue;
        }
        item.envelopes.clear();
        item.proof.reset();
        item.accepted_at.reset();
    }
}

void withdraw(Step& step, Row row, Stage stage, Errc refusal)
{
    const auto& item = step.state.outbox.at(row);
    const wire::Withdrawn withdrawn{item.message, item.sequence, item.hash};
    const auto conversation = item.conversation;
    void_entry(step.state, item.message, stage, refusal);
    step.state.outbox.erase(row);
    note_repairs(step, conversation);  // it may have been one
    compose(step, conversation, withdrawn);
}

bool settle_with(Step& step, Row row, const Address& reader)
{
    const auto& sent = step.state.outbox.at(row);
    const auto is_settled = [&](const Address& one) {
        return one == reader || std::ranges::count(sent.settled, one) > 0;
    };
    const auto address = [](const wire::Envelope& envelope) { return Address{envelope.account, envelope.device}; };
    if (std::ranges::none_of(sent.envelopes, [&](const auto& one) { return address(one) == reader; })) return false;
    if (std::ranges::all_of(sent.envelopes, [&](const auto& one) { return is_settled(address(one)); })) {
        step.state.outbox.erase(row);
        return true;
    }
    if (std::ranges::count(sent.settled, reader) == 0) step.state.outbox.edit(row).settled.push_back(reader);
    return false;
}

void encrypt_anew(Step& step, const ConversationId& conversation)
{
    std::vector<Row> rows;
    for (const auto& [row, item] : step.state.outbox.rows())
        if (item.conversation == conversation && (item.cls == wire::Class::message || item.state < OutState::sent))
            rows.push_back(row);
    for (const Row row : rows) {
        auto& item = step.state.outbox.edit(row);
        item.state = OutState::waiting;
        item.envelopes.clear();
        item.settled.clear();
        item.submit = 0;
        item.proof.reset();
        item.accepted_at.reset();
    }
    for (const auto& withdrawn : withdrawn_since_unconfirmed(step, conversation))
        compose(step, conversation, withdrawn);
}

bool unanswered(const State& state) { return !state.outbox.facts().sent.empty(); }

}  // namespace holdfast::client
