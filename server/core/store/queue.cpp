#include "server/core/store/queue.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <utility>

#include "server/core/store/encoded.hpp"
#include "server/core/store/queue_sql.hpp"

namespace holdfast::server {
namespace {

std::optional<Instant> begin_of(const std::optional<wire::Promise>& promise)
{
    if (!promise) return std::nullopt;
    return promise->from;
}

std::optional<Instant> end_of(const std::optional<wire::Promise>& promise)
{
    if (!promise) return std::nullopt;
    return promise->by;
}

std::optional<wire::Promise> promise_at(const store::Rows& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    wire::Promise promise{rows.instant(column), std::nullopt};
    if (!rows.is_null(column + 1)) promise.by = rows.instant(column + 1);
    return promise;
}

std::optional<ConversationRow> conversation_at(const store::Rows& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    return static_cast<ConversationRow>(rows.int64(column));
}

/// Of three columns: account, device, message.
wire::MessageRef ref_at(const store::Rows& rows, int column)
{
    return {rows.id<AccountId>(column), rows.id<DeviceId>(column + 1), rows.id<MessageId>(column + 2)};
}

/// As it is stored: nothing where it is 0.
std::optional<std::int64_t> stored_number(std::uint64_t number)
{
    if (number == 0) return std::nullopt;
    return static_cast<std::int64_t>(number);
}

constexpr auto slice_limit = static_cast<std::int64_t>(gate_slice);
constexpr auto no_limit = std::numeric_limits<std::int64_t>::max();

std::vector<HeldMessage> held_of(store::Rows rows)
{
    std::vector<HeldMessage> out;
    while (rows.next())
        out.push_back({rows.int64(0), ref_at(rows, 1), static_cast<DeviceRow>(rows.int64(4)), promise_at(rows, 5)});
    return out;
}

// The numbers of a message's deliveries.
constexpr std::int64_t turns_of_message = 1 << 20;

constexpr DeliveryRow first_of(MessageRow message) noexcept { return message * turns_of_message; }
constexpr DeliveryRow last_of(MessageRow message) noexcept { return first_of(message) + turns_of_message - 1; }
constexpr MessageRow message_of(DeliveryRow delivery) noexcept { return delivery / turns_of_message; }

}  // namespace

Queue::Queue(store::Database& db, Accounts& accounts, Conversations& conversations)
    : live_{db.prepare(queue_sql::live)},
      add_message_{db.prepare(queue_sql::add_message)},
      renew_{db.prepare(queue_sql::renew)},
      add_delivery_{db.prepare(queue_sql::add_delivery)},
      add_statement_{db.prepare(queue_sql::add_statement)},
      last_of_message_{db.prepare(queue_sql::last_of_message)},
      last_message_{db.prepare(queue_sql::last_message)},
      last_delivery_{db.prepare(queue_sql::last_delivery)},
      add_body_{db.prepare("INSERT INTO body(delivery, bytes) VALUES (?, ?)")},
      remove_bodies_{db.prepare(queue_sql::remove_bodies)},
      remove_about_{db.prepare(queue_sql::remove_about)},
      ready_again_{db.prepare(queue_sql::ready_again)},
      ready_{db.prepare(queue_sql::ready)},
      has_to_read_{db.prepare(queue_sql::has_to_read)},
      load_{db.prepare(queue_sql::load)},
      hand_over_{db.prepare("UPDATE delivery SET number = ? WHERE n = ?")},
      not_handed_over_{db.prepare("UPDATE delivery SET number = NULL WHERE n = ?")},
      mark_message_{db.prepare(queue_sql::mark_message)},
      ack_{db.prepare(queue_sql::ack)},
      ack_statements_{db.prepare(queue_sql::ack_statements)},
      acked_{db.prepare(queue_sql::acked)},
      settle_{db.prepare(queue_sql::settle)},
      remove_done_{db.prepare(queue_sql::remove_done)},
      find_own_{db.prepare(queue_sql::find_own)},
      was_let_go_{db.prepare(queue_sql::was_let_go)},
      remove_deliveries_{db.prepare(queue_sql::remove_deliveries)},
      remove_message_{db.prepare("DELETE FROM message WHERE n = ?")},
      messages_of_device_{db.prepare(queue_sql::messages_of_device)},
      drop_{db.prepare(queue_sql::drop)},
      drop_statements_{db.prepare(queue_sql::drop_statements)},
      held_messages_{db.prepare(queue_sql::held_messages)},
      drop_held_{db.prepare(queue_sql::drop_held)},
      has_kept_{db.prepare(queue_sql::has_kept)},
      has_released_{db.prepare(queue_sql::has_released)},
      next_at_the_gate_{db.prepare(queue_sql::next_at_the_gate)},
      waits_for_opening_{db.prepare(queue_sql::waits_for_opening)},
      waits_for_closing_{db.prepare(queue_sql::waits_for_closing)},
      release_{db.prepare(queue_sql::release)},
      hold_again_{db.prepare(queue_sql::hold_again)},
      held_{db.prepare(queue_sql::held)},
      held_unlike_{db.prepare(queue_sql::held_unlike)},
      first_held_{db.prepare(queue_sql::first_held)},
      waiting_{db.prepare(queue_sql::waiting)},
      release_message_{db.prepare(queue_sql::release_message)},
      replace_report_{db.prepare(queue_sql::replace_report)},
      set_promise_{db.prepare(queue_sql::set_promise)},
      envelopes_held_{db.prepare(queue_sql::envelopes_held)},
      count_held_{db.prepare(queue_sql::count_held)},
      count_all_{db.prepare(queue_sql::count_all)},
      counts_{db, accounts, conversations}
{
}

std::optional<LiveMessage> Queue::live(const MessageId& id, AccountRow account)
{
    auto rows = live_.rows(id, account);
    if (!rows.next()) return std::nullopt;
    return LiveMessage{rows.int64(0), static_cast<DeviceRow>(rows.int64(1)),
                       static_cast<ConversationRow>(rows.int64(2)), static_cast<wire::Class>(rows.int64(3))};
}

MessageRow Queue::next_message()
{
    if (!last_) {
        const auto message = static_cast<MessageRow>(count_of(last_message_.rows()));
        const auto delivery = static_cast<DeliveryRow>(count_of(last_delivery_.rows()));
        last_ = std::max(message, message_of(delivery));
    }
    return ++*last_;
}

DeliveryRow Queue::last_delivery(MessageRow message)
{
    const auto first = first_of(message);
    return static_cast<DeliveryRow>(count_of(last_of_message_.rows(first - 1, first, last_of(message))));
}

DeliveryRow Queue::next_delivery(MessageRow message)
{
    if (std::exchange(adding_, message) != message) {
        last_of_adding_ = last_delivery(message);
        adding_held_ = envelopes_held(message) > 0;
    }
    return ++last_of_adding_;
}

MessageRow Queue::add(const NewMessage& message)
{
    const auto row = next_message();
    add_message_.run(row, message.sender, message.id, message.conversation, message.cls,
                     static_cast<std::int64_t>(message.sequence), message.received, begin_of(message.promise),
                     end_of(message.promise));
    adding_ = row;
    last_of_adding_ = first_of(row) - 1;
    adding_held_ = false;
    return row;
}

bool Queue::has_turns(MessageRow row, std::size_t more)
{
    return last_delivery(row) + static_cast<DeliveryRow>(more) <= last_of(row);
}

void Queue::renew(MessageRow row, const NewMessage& message)
{
    renew_.run(static_cast<std::int64_t>(message.sequence), message.received, begin_of(message.promise),
               end_of(message.promise), row);
}

DeliveryRow Queue::add(const NewEnvelope& envelope, BytesView body)
{
    counts_.add({envelope.recipient, envelope.sender, envelope.conversation, body.size()});
    const auto row = next_delivery(envelope.message);
    add_delivery_.run(row, envelope.recipient, envelope.message, envelope.sender, envelope.conversation,
                      envelope.returns_to_gate, envelope.waits, envelope.released, stored_number(envelope.number),
                      static_cast<std::int64_t>(body.size()));
    add_body_.run(row, body);
    const bool held = !envelope.released && envelope.waits == Waits::gate;
    if (totals_ && held && !adding_held_) ++totals_->held;
    adding_held_ = adding_held_ || held;
    if (envelope.released || envelope.waits != Waits::control) count_waiting(1);
    return row;
}

DeliveryRow Queue::add(DeviceRow recipient, BytesView statement, Instant now, const std::optional<AccountRow>& about,
                       std::uint64_t number)
{
    if (about) count_waiting(-remove_about_.run(recipient, *about));
    count_waiting(1);
    const auto row = first_of(next_message());
    add_statement_.run(row, recipient, about, now, stored_number(number), static_cast<std::int64_t>(statement.size()));
    add_body_.run(row, statement);
    return row;
}

std::vector<Ready> Queue::ready(DeviceRow device, std::size_t limit)
{
    write_acks();
    std::vector<Ready> out;
    for (auto* question : {&ready_again_, &ready_})
        for (auto rows = question->rows(device, static_cast<std::int64_t>(limit - out.size())); rows.next();)
            out.push_back({rows.int64(0), static_cast<std::uint64_t>(rows.int64(1)),
                           static_cast<std::size_t>(rows.int64(2)), conversation_at(rows, 3)});
    return out;
}

bool Queue::has_to_read(DeviceRow device, Instant before)
{
    write_acks();
    return has_to_read_.rows(device, before, wire::Class::message).next();
}

wire::RelayFrame Queue::load(DeliveryRow delivery)
{
    auto rows = load_.rows(delivery);
    require(rows.next(), "only what is in the queue is sent");
    const auto number = static_cast<std::uint64_t>(rows.int64(9));
    if (rows.is_null(2)) return wire::Tell{number, decoded<wire::Statement>(rows, 0)};
    return wire::Deliver{number,
                         rows.id<MessageId>(2),
                         rows.id<ConversationId>(3),
                         static_cast<wire::Class>(rows.int64(4)),
                         rows.id<AccountId>(5),
                         rows.id<DeviceId>(6),
                         static_cast<std::uint64_t>(rows.int64(7)),
                         rows.instant(8),
                         rows.instant(1),
                         rows.bytes(0)};
}

void Queue::hand_over(DeliveryRow delivery, std::uint64_t number) { hand_over_.run(stored_number(number), delivery); }

void Queue::not_handed_over(DeliveryRow delivery) { not_handed_over_.run(delivery); }

std::int64_t Queue::ack(DeviceRow device, std::uint64_t first, std::uint64_t last, std::uint16_t code, Instant now)
{
    remove_bodies_.run(device, stored_number(first), stored_number(last));
    const auto count = ack_.run(now, code, device, stored_number(first), stored_number(last));
    count_waiting(-count);
    return count;
}

void Queue::write_acks()
{
    for (const auto& [device, first, last, code, at] : std::exchange(unwritten_acks_, {}))
        ack(device, first, last, code, at);
}

void Queue::ack_statements(DeviceRow device, std::uint64_t first, std::uint64_t last)
{
    count_waiting(-ack_statements_.run(device, stored_number(first), stored_number(last)));
}

std::vector<Acked> Queue::acked(ConversationRow conversation)
{
    write_acks();
    std::vector<Acked> out;
    for (auto rows = acked_.rows(conversation, slice_limit); rows.next();) {
        Acked one;
        one.delivery = rows.int64(0);
        one.at = rows.instant(1);
        one.code = static_cast<std::uint16_t>(rows.int64(2));
        one.reader = static_cast<DeviceRow>(rows.int64(3));
        one.row = rows.int64(4);
        one.message = rows.id<MessageId>(5);
        one.sender = static_cast<DeviceRow>(rows.int64(6));
        one.cls = static_cast<wire::Class>(rows.int64(7));
        out.push_back(one);
    }
    return out;
}

std::vector<MessageRow> Queue::count_gone(store::Rows gone)
{
    std::vector<MessageRow> messages;
    std::set<MessageRow> were_held;
    adding_ = 0;
    while (gone.next()) {
        counts_.remove({static_cast<DeviceRow>(gone.int64(0)), static_cast<DeviceRow>(gone.int64(1)),
                        static_cast<ConversationRow>(gone.int64(2)), static_cast<std::uint64_t>(gone.int64(3))});
        messages.push_back(gone.int64(4));
        count_waiting(-gone.int64(5));
        if (gone.int64(6) != 0) were_held.insert(messages.back());
    }
    for (const MessageRow message : were_held) held_no_more(message);
    return messages;
}

void Queue::settle(ConversationRow conversation, const Acked& last)
{
    write_acks();
    for (const MessageRow message : count_gone(settle_.rows(conversation, last.at, last.at, last.delivery)))
        if (!remove_if_done(message)) mark_message_.run(message);
}

bool Queue::remove_if_done(MessageRow message)
{
    return remove_done_.run(message, first_of(message), last_of(message)) != 0;
}

std::optional<OwnMessage> Queue::find_own(const MessageId& id, DeviceRow writer, ConversationRow conversation)
{
    auto rows = find_own_.rows(id, writer, conversation, wire::Class::message);
    if (!rows.next()) return std::nullopt;
    const auto row = rows.int64(0);
    return OwnMessage{row, rows.int64(1) != 0 || was_let_go_.rows(first_of(row), last_of(row)).next()};
}

void Queue::remove(MessageRow message)
{
    (void)count_gone(remove_deliveries_.rows(first_of(message), last_of(message)));
    remove_message_.run(message);
}

std::vector<GoneMessage> Queue::drop_held(ConversationRow conversation)
{
    write_acks();
    std::vector<std::pair<MessageRow, wire::MessageRef>> held;
    std::set<MessageRow> said;  // the rest of control content is nobody's words
    for (auto rows = held_messages_.rows(conversation); rows.next();) {
        held.emplace_back(rows.int64(0), ref_at(rows, 2));
        if (static_cast<wire::Class>(rows.int64(1)) == wire::Class::message) said.insert(held.back().first);
    }
    (void)count_gone(drop_held_.rows(conversation));
    std::vector<GoneMessage> gone;
    for (const auto& [row, ref] : held)
        if (remove_if_done(row) && said.contains(row)) gone.push_back({conversation, ref});
    return gone;
}

std::vector<GoneMessage> Queue::drop(DeviceRow device)
{
    write_acks();
    struct Left {
        MessageRow row{};
        bool counts = false;  ///< a message that the device had not acked
        bool handed = false;  ///< it was handed to the device once
        GoneMessage message;
    };
    std::vector<Left> left;
    for (auto rows = messages_of_device_.rows(device, device, device, device, device); rows.next();)
        left.push_back({rows.int64(0),
                        static_cast<wire::Class>(rows.int64(1)) == wire::Class::message && rows.int64(6) != 0,
                        rows.int64(7) != 0,
                        {static_cast<ConversationRow>(rows.int64(2)), ref_at(rows, 3)}});
    (void)count_gone(drop_.rows(device, device, device, device, device));
    count_waiting(-drop_statements_.run(device));
    std::vector<GoneMessage> gone;
    for (const auto& [row, counts, handed, message] : left) {
        const bool done = remove_if_done(row);
        if (done && counts) gone.push_back(message);
        if (!done && handed) mark_message_.run(row);
    }
    return gone;
}

std::vector<ConversationRow> Queue::at_the_gate()
{
    write_acks();
    std::vector<ConversationRow> out;
    for (std::int64_t last = 0;; last = static_cast<std::int64_t>(out.back())) {
        auto rows = next_at_the_gate_.rows(last, last, last);
        if (!rows.next() || rows.is_null(0)) return out;
        out.push_back(static_cast<ConversationRow>(rows.int64(0)));
    }
}

bool Queue::has_kept(ConversationRow conversation)
{
    write_acks();
    return has_kept_.rows(conversation, conversation).next();
}

bool Queue::has_released(DeviceRow device, ConversationRow conversation)
{
    write_acks();
    return has_released_.rows(device, conversation).next();
}

bool Queue::waits_for_change(ConversationRow conversation, bool open)
{
    write_acks();
    return (open ? waits_for_closing_ : waits_for_opening_).rows(conversation).next();
}

std::vector<DeviceRow> Queue::release(ConversationRow conversation, Instant now)
{
    std::set<DeviceRow> devices;
    std::set<MessageRow> messages;
    adding_ = 0;
    for (auto rows = release_.rows(now, conversation, conversation, slice_limit); rows.next();) {
        devices.insert(static_cast<DeviceRow>(rows.int64(0)));
        messages.insert(rows.int64(1));
    }
    if (totals_) totals_->held -= messages.size();
    return {devices.begin(), devices.end()};
}

std::vector<Returned> Queue::hold_again(ConversationRow conversation)
{
    write_acks();
    std::vector<Returned> out;
    std::map<MessageRow, std::uint64_t> messages;
    adding_ = 0;
    for (auto rows = hold_again_.rows(conversation, conversation, slice_limit); rows.next();)
        out.push_back(
            {static_cast<DeviceRow>(rows.int64(0)), static_cast<std::uint64_t>(rows.int64(1)), rows.int64(2)});
    for (const auto& returned : out) ++messages[returned.message];
    for (const auto& [message, returned] : messages)
        if (totals_ && envelopes_held(message) == returned) ++totals_->held;  // none was before
    return out;
}

std::vector<HeldMessage> Queue::held(ConversationRow conversation)
{
    return held_of(held_.rows(conversation, std::int64_t{0}, no_limit, slice_limit));
}

std::vector<HeldMessage> Queue::held(ConversationRow conversation, MessageRow first, MessageRow last)
{
    return held_of(held_.rows(conversation, first, last, no_limit));
}

std::vector<HeldMessage> Queue::held_unlike(ConversationRow conversation, const std::optional<wire::Promise>& promise)
{
    return held_of(held_unlike_.rows(conversation, begin_of(promise), end_of(promise), slice_limit));
}

std::optional<std::uint64_t> Queue::first_held_of_others(ConversationRow conversation, AccountRow account)
{
    auto rows = first_held_.rows(conversation, account);
    if (!rows.next() || rows.is_null(0)) return std::nullopt;
    return static_cast<std::uint64_t>(rows.int64(0));
}

std::vector<Waiting> Queue::waiting(ConversationRow conversation, Waits waits)
{
    std::vector<Waiting> out;
    for (auto rows = waiting_.rows(conversation, waits, slice_limit); rows.next();)
        out.push_back({rows.int64(0), rows.instant(1)});
    return out;
}

std::vector<DeviceRow> Queue::release(MessageRow message, Instant now)
{
    std::set<DeviceRow> devices;
    bool was_held = false;
    adding_ = 0;
    for (auto rows = release_message_.rows(now, first_of(message), last_of(message)); rows.next();) {
        devices.insert(static_cast<DeviceRow>(rows.int64(0)));
        const auto waits = static_cast<Waits>(rows.int64(2));
        if (waits == Waits::control) count_waiting(1);
        was_held = was_held || waits == Waits::gate;
    }
    if (was_held) held_no_more(message);
    return {devices.begin(), devices.end()};
}

void Queue::replace_report(const NewEnvelope& envelope)
{
    const auto gone = count_gone(replace_report_.rows(envelope.conversation, envelope.sender, envelope.recipient));
    for (const MessageRow report : gone) remove_if_done(report);
}

void Queue::set_promise(MessageRow message, const std::optional<wire::Promise>& promise)
{
    set_promise_.run(begin_of(promise), end_of(promise), message);
}

std::uint64_t Queue::envelopes_held(MessageRow message)
{
    return count_of(envelopes_held_.rows(first_of(message), last_of(message)));
}

void Queue::held_no_more(MessageRow message)
{
    if (totals_ && envelopes_held(message) == 0) --totals_->held;
}

void Queue::count_waiting(std::int64_t more) noexcept
{
    if (totals_) totals_->waiting += static_cast<std::uint64_t>(more);
}

const QueueTotals& Queue::totals()
{
    write_acks();
    if (!totals_) totals_ = recount();
    return *totals_;
}

bool Queue::totals_hold()
{
    if (!totals_) totals_ = recount();
    return *totals_ == recount();
}

QueueTotals Queue::recount() { return {count_of(count_held_.rows()), count_of(count_all_.rows())}; }

void Queue::forget() noexcept
{
    counts_.forget();
    unwritten_acks_.clear();
    last_.reset();
    adding_ = 0;
    totals_.reset();
}

}  // namespace holdfast::server
