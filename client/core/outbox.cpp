#include "client/core/outbox.hpp"

#include <algorithm>

#include "client/core/connection.hpp"
#include "client/core/receipts.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/session/session.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

/// Notices have no end-to-end receipt. As many of the last accepted ones are kept for a relay that is rolled back.
constexpr std::size_t max_kept_notices = 100;
/// A relay that is stopping, or has no room, is asked again after these pauses.
constexpr Seconds short_pause = 30s;
constexpr Seconds long_pause = 5min;
/// More than one answer of this kind on a connection is no leftover of an unanswered refusal.
constexpr std::size_t max_conflicts = 2;

Row write_stream(State& state, const ConversationId& conversation, wire::Class cls)
{
    const auto found = state.write_streams.find(
        [&](const WriteStream& stream) { return stream.conversation == conversation && stream.cls == cls; });
    return found ? *found : state.write_streams.add({conversation, cls, {}});
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
        peer.last_sent = step.time;
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

std::optional<Row> row_of_submit(const State& state, std::uint64_t number)
{
    return state.outbox.find(
        [&](const OutItem& item) { return item.submit == number && item.state >= OutState::sent; });
}

Entry* entry_of(Step& step, const MessageId& message)
{
    const auto row = step.state.entry_row(message);
    return row ? &step.state.entries.edit(*row).entry : nullptr;
}

void forget_old_notices(State& state)
{
    std::vector<Row> kept;
    for (const auto& [row, item] : state.outbox.rows())
        if (item.cls == wire::Class::notice && item.state == OutState::accepted) kept.push_back(row);
    for (std::size_t i = 0; i + max_kept_notices < kept.size(); ++i) state.outbox.erase(kept[i]);
}

/// The message is gone before anybody read it: the reader closes the gap in the writer's chain.
void withdraw(Step& step, Row row, Stage stage, Errc refusal)
{
    const auto& item = step.state.outbox.at(row);
    const wire::Withdrawn withdrawn{item.message, item.sequence, item.hash};
    const auto conversation = item.conversation;
    if (auto* entry = entry_of(step, item.message)) {
        entry->stage = stage;
        entry->refusal = stage == Stage::refused ? static_cast<std::uint16_t>(refusal) : std::uint16_t{0};
        entry->promise.reset();
    }
    step.state.outbox.erase(row);
    compose(step, conversation, withdrawn);
}

void compare_promises(Step& step, const Conversation& conversation, const wire::Receipt& receipt)
{
    const auto known = step.state.hours.heads(conversation.roster.owner, conversation.id);
    const auto newer = [](const auto& theirs, const auto& ours) {
        return theirs && (!ours || theirs->version > ours->version);
    };
    // The relay may have received a version that is still on its way to this device.
    if (newer(receipt.heads.base, known.base) || newer(receipt.heads.own, known.own)) return;
    const auto here = step.state.promise_at(conversation, receipt.received);
    if (here == receipt.promise) return;
    step.show(show::PromiseDiffers{conversation.id, receipt.message, here, receipt.promise, hours::tzdata_version(),
                                   receipt.tzdata});
}

void save_message(Step& step, Ticket ticket, const ConversationId& id, wire::Body body)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (step.state.account->frozen) return step.answer(ticket, Errc::device_frozen);
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    Entry entry;
    entry.conversation = id;
    entry.from = step.state.account->id;
    entry.device = step.state.account->device;
    entry.mine = entry.shown = true;
    if (const auto* text = std::get_if<wire::Text>(&body)) entry.body = *text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) entry.body = *check_in;
    const auto& item = step.state.outbox.at(compose(step, id, std::move(body)));
    entry.message = item.message;
    entry.sequence = item.sequence;
    entry.written = step.time;
    entry.promise = step.state.promise_at(*conversation, step.time);
    const auto& saved = step.state.add_entry(std::move(entry));
    if (const auto draft = step.state.drafts.find([&](const Draft& d) { return d.conversation == id; }))
        step.state.drafts.erase(*draft);
    step.show(show::Saved{id, saved.message, saved.promise});
    step.answer(ticket);
}

Seconds pause_after(Errc code) { return code == Errc::relay_stopping ? short_pause : long_pause; }

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
    content.written = step.time;
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

void send_text(Step& step, Ticket ticket, const command::SendText& order)
{
    if (order.text.empty()) return step.answer(ticket, Errc::empty_text);
    if (order.text.size() > wire::max_text_bytes) return step.answer(ticket, Errc::text_too_long);
    if (!is_utf8(as_bytes(order.text))) return step.answer(ticket, Errc::bad_encoding);
    save_message(step, ticket, order.conversation, wire::Text{order.text});
}

void send_check_in(Step& step, Ticket ticket, const command::SendCheckIn& order)
{
    const auto& check_in = order.check_in;
    if (check_in.ratings.empty() && check_in.feelings.empty() && check_in.note.empty())
        return step.answer(ticket, Errc::empty_text);
    if (wire::encode(check_in).size() > wire::max_text_bytes) return step.answer(ticket, Errc::text_too_long);
    // What does not decode here would be refused by the reader: text that is not UTF-8.
    if (wire::decode<wire::CheckIn>(wire::encode(check_in)).has_error()) return step.answer(ticket, Errc::bad_encoding);
    save_message(step, ticket, order.conversation, check_in);
}

void take_back(Step& step, Ticket ticket, const command::TakeBack& order)
{
    const auto entry_row = step.state.entry_row(order.message);
    if (!entry_row || !step.state.entries.at(*entry_row).entry.mine) return step.answer(ticket, Errc::not_found);
    const auto row = step.state.outbox_row(order.message);
    if (!row) return step.answer(ticket, Errc::too_late);
    const auto& item = step.state.outbox.at(*row);
    if (item.state >= OutState::sent) {
        if (!step.online()) {
            step.live.waiting.push_back({ticket, order});
            return;
        }
        return step.request(wire::TakeBack{0, order.message}, pending::TakeBack{ticket, order.message});
    }
    const auto conversation = item.conversation;
    withdraw(step, *row, Stage::taken_back, Errc::internal);
    step.show(show::TakenBack{conversation, order.message});
    step.answer(ticket);
}

void hand_over(Step& step)
{
    if (!step.state.account || step.state.account->frozen) return;
    std::vector<Row> rows;
    std::vector<std::pair<ConversationId, wire::Class>> blocked;  // one writer's messages keep their order
    for (const auto& [row, item] : step.state.outbox.rows()) {
        if (item.state >= OutState::sent) continue;
        const std::pair stream{item.conversation, item.cls};
        if (std::ranges::count(blocked, stream)) continue;
        if (item.state == OutState::waiting) encrypt(step, row);
        const bool later = item.not_before && *item.not_before > step.time;
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
    std::map<std::uint64_t, Row> again;
    for (const auto& [row, item] : step.state.outbox.rows())
        if (item.state == OutState::sent || (item.state == OutState::accepted && item.submit > relay_last_submit))
            again.emplace(item.submit, row);
    for (const auto& [number, row] : again) {
        if (step.state.outbox.at(row).state == OutState::accepted) step.state.outbox.edit(row).state = OutState::sent;
        step.send(submit_of(step.state.outbox.at(row)));
    }
}

void on_accepted(Step& step, const wire::Accepted& answer)
{
    const auto row = row_of_submit(step.state, answer.number);
    if (!row || step.state.outbox.at(*row).state == OutState::accepted) return;
    auto& item = step.state.outbox.edit(*row);
    const auto receipt = open_receipt(answer.proof, step.state.account->relay_key,
                                      {step.state.self(), item.message, item.conversation, item.cls, item.envelopes});
    if (receipt.has_error()) {
        step.show(show::Refused{receipt.errc()});
        return;  // not accepted as far as anybody may be told; it is submitted again at the next login
    }
    item.state = OutState::accepted;
    item.proof = answer.proof;
    forget_old_notices(step.state);
    auto* entry = entry_of(step, receipt.value().message);
    if (!entry) return;
    const bool known = entry->stage == Stage::accepted;  // a relay that was rolled back got it again
    entry->stage = Stage::accepted;
    entry->received = receipt.value().received;
    entry->promise = receipt.value().promise;
    if (known) return;
    const auto& conversation = *step.state.conversation(entry->conversation);
    const auto& schedule = step.state.hours.schedule(conversation.roster.owner, conversation.id);
    const bool held = !schedule.is_open(receipt.value().received);
    step.show(show::Accepted{conversation.id, entry->message, receipt.value().received, held, entry->promise,
                             schedule.release_at(receipt.value().received)});
    compare_promises(step, conversation, receipt.value());
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
        item.not_before = step.time + short_pause;
        return;
    }
    // A refusal whose answer was lost leaves a number below the relay's record; a new number is all it takes.
    if (code == Errc::submit_conflict && ++step.live.link.conflicts <= max_conflicts) return;
    if (code == Errc::submit_conflict || code == Errc::device_frozen) {
        step.state.account.edit().frozen = true;
        step.show(show::DeviceFrozen{});
        return drop(step, Errc::device_frozen);
    }
    const bool retry = failure.retry || code == Errc::queue_full || code == Errc::rate_limited;
    if (item.cls == wire::Class::message) step.show(show::NotAccepted{item.conversation, item.message, code, retry});
    if (retry)
        item.not_before = step.time + pause_after(code);
    else if (item.cls == wire::Class::message)
        withdraw(step, *row, Stage::refused, code);
    else
        step.state.outbox.erase(*row);
}

void on_taken_back(Step& step, const pending::TakeBack& what, const wire::TakenBack& answer)
{
    const auto receipt = open_take_back(answer.receipt, step.state.account->relay_key, step.state.self(), what.message);
    if (receipt.has_error()) return step.answer(what.ticket, receipt.errc());
    const auto row = step.state.outbox_row(what.message);
    if (!row) return step.answer(what.ticket, Errc::too_late);
    const auto conversation = step.state.outbox.at(*row).conversation;
    withdraw(step, *row, Stage::taken_back, Errc::internal);
    step.show(show::TakenBack{conversation, what.message});
    step.answer(what.ticket);
}

void on_delivered(Step& step, const AccountId& from, const wire::Delivered& receipt)
{
    for (const auto& message : receipt.messages) {
        const auto row = step.state.outbox_row(message);
        if (!row || step.state.outbox.at(*row).cls != wire::Class::message) continue;
        const auto* conversation = step.state.conversation(step.state.outbox.at(*row).conversation);
        if (!std::ranges::count(conversation->roster.members, from)) continue;
        step.state.outbox.erase(*row);
        if (auto* entry = entry_of(step, message)) entry->stage = Stage::confirmed;
    }
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
        item.submit = 0;
        item.proof.reset();
    }
}

bool unanswered(const State& state)
{
    return state.outbox.find([](const OutItem& item) { return item.state == OutState::sent; }).has_value();
}

}  // namespace holdfast::client
