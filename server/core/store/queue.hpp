// The queue: everything accepted and not yet acked: messages and control, their envelopes in the queues of the devices,
// and the relay's own statements among them. Rows leave by ack, take-back or a dropped device, never by age.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/limits.hpp"
#include "server/core/store/queue_counts.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

struct NewMessage {
    DeviceRow sender{};
    MessageId id;
    ConversationRow conversation{};
    wire::Class cls = wire::Class::message;
    std::uint64_t sequence = 0;
    Instant received;
    std::optional<wire::Promise> promise;
};

/// The reason why an envelope is held. The numbers are stored.
enum class Waits : std::uint8_t {
    gate = 0,     ///< an opening: what a person wrote
    report = 1,   ///< the end of the window it belongs to; a newer one takes its place
    control = 2,  ///< the end of the window, or while closed the next opening: an owner's control content
};

struct NewEnvelope {
    MessageRow message{};
    ConversationRow conversation{};
    DeviceRow recipient{};
    DeviceRow sender{};
    bool returns_to_gate = false;  ///< a message for a therapist's device: goes back when the hours close
    Waits waits = Waits::gate;
    std::optional<Instant> released;  ///< empty: held
    std::uint64_t number = 0;         ///< where it is handed over at once; otherwise 0
};

/// Released, for one device.
struct Ready {
    DeliveryRow delivery{};
    std::uint64_t number = 0;  ///< 0: never handed over
    std::size_t size = 0;
    std::optional<ConversationRow> conversation{};  ///< empty: a statement
};

/// An envelope that went back behind the gate.
struct Returned {
    DeviceRow device{};
    std::uint64_t number = 0;  ///< 0: never handed over
    MessageRow message{};
};

/// A message some of whose envelopes are held.
struct HeldMessage {
    MessageRow row{};
    wire::MessageRef ref;
    DeviceRow sender{};
    std::optional<wire::Promise> promise;
};

/// The message that has an id of an account now.
struct LiveMessage {
    MessageRow row{};
    DeviceRow sender{};
    ConversationRow conversation{};
    wire::Class cls = wire::Class::message;
};

/// A message that waited for dropped devices only.
struct GoneMessage {
    ConversationRow conversation{};
    wire::MessageRef ref;
};

/// A reading report or control content some of whose envelopes are held.
struct Waiting {
    MessageRow row{};
    Instant received;
};

/// A message of one device in one conversation.
struct OwnMessage {
    MessageRow row{};
    bool let_go = false;  ///< released, or once handed to a device: it can no longer be taken back
};

/// An envelope that was acked and still counts as waiting.
struct Acked {
    DeliveryRow delivery{};
    Instant at;
    std::uint16_t code = 0;  ///< 0: stored; otherwise why it was refused
    DeviceRow reader{};
    MessageRow row{};
    MessageId message;
    DeviceRow sender{};
    wire::Class cls = wire::Class::message;
};

/// What waits in all queues.
struct QueueTotals {
    std::uint64_t held = 0;     ///< messages, some of whose envelopes wait for the gate
    std::uint64_t waiting = 0;  ///< deliveries that are not acked; control content that waits for the end of a window
                                ///< is no backlog
    friend bool operator==(const QueueTotals&, const QueueTotals&) = default;
};

/// The most messages that one question about a conversation gives, and one answer to it changes: a bound on the work
/// between two looks at what else has come.
inline constexpr std::size_t gate_slice = wire::max_messages_per_receipt;

class Queue {
  public:
    /// `accounts` and `conversations` outlive this.
    Queue(store::Database& db, Accounts& accounts, Conversations& conversations);

    /// The message with this id of any device of `account`: at most one.
    [[nodiscard]] std::optional<LiveMessage> live(const MessageId& id, AccountRow account);
    /// Precondition: nothing of its account lives under its id.
    MessageRow add(const NewMessage& message);
    /// Whether a message that lives may have so many more envelopes, those it has had included.
    [[nodiscard]] bool has_turns(MessageRow row, std::size_t more);
    /// Submitted again, for other devices: from now on it is what its newest receipt says.
    void renew(MessageRow row, const NewMessage& message);
    DeliveryRow add(const NewEnvelope& envelope, BytesView body);
    /// An encoded wire::Statement. `about`: the account whose device list it tells; an older one that still waits is of
    /// no use and goes. `number` as that of an envelope.
    DeliveryRow add(DeviceRow recipient, BytesView statement, Instant now,
                    const std::optional<AccountRow>& about = std::nullopt, std::uint64_t number = 0);
    /// True when `limit` envelopes from the devices of `sender` wait for `recipient`.
    [[nodiscard]] bool pair_is_full(DeviceRow recipient, AccountRow sender, std::size_t limit)
    {
        return counts_.of_pair(recipient, sender) >= limit;
    }
    /// Bytes that wait from `account`, and in its conversations.
    [[nodiscard]] QueuedBytes bytes(AccountRow account) { return counts_.bytes(account); }

    /// The oldest released ones, those already on their way included: first what was handed over before, by number.
    [[nodiscard]] std::vector<Ready> ready(DeviceRow device, std::size_t limit);
    /// Whether a message of a person was let through to this device before this time, and not acked.
    [[nodiscard]] bool has_to_read(DeviceRow device, Instant before);
    /// As it is sent. Precondition: the delivery exists and has its number.
    [[nodiscard]] wire::RelayFrame load(DeliveryRow delivery);
    /// Its number from now on; its message cannot be taken back any more. Precondition: it has none.
    void hand_over(DeliveryRow delivery, std::uint64_t number);
    /// It was not, although it got its number when it came.
    void not_handed_over(DeliveryRow delivery);

    /// The envelopes with these numbers to this device, those of them that were not acked before and not held again
    /// since. Each loses its body and is no longer delivered, but counts as waiting until settle(): a writer who could
    /// tell when it is acked could tell when the reader is there. How many they are.
    std::int64_t ack(DeviceRow device, std::uint64_t first, std::uint64_t last, std::uint16_t code, Instant now);
    /// Counts as acked from now on, and is written with the next commit that has something to write: an ack that a
    /// crash undoes is asked for again. Precondition: they were handed over, none was acked before or is held.
    void ack_later(DeviceRow device, std::uint64_t first, std::uint64_t last, std::uint16_t code, Instant now)
    {
        unwritten_acks_.push_back({device, first, last, code, now});
    }
    [[nodiscard]] bool has_unwritten_acks() const noexcept { return !unwritten_acks_.empty(); }
    /// Whoever asks about acked envelopes, or changes them, does so first.
    void write_acks();
    /// The statements with these numbers: they go.
    void ack_statements(DeviceRow device, std::uint64_t first, std::uint64_t last);
    /// Oldest ack first, a slice.
    [[nodiscard]] std::vector<Acked> acked(ConversationRow conversation);
    /// Removes what acked() gives, up to this one.
    void settle(ConversationRow conversation, const Acked& last);

    [[nodiscard]] std::optional<OwnMessage> find_own(const MessageId& id, DeviceRow writer,
                                                     ConversationRow conversation);
    /// With all its envelopes.
    void remove(MessageRow message);
    /// Everything in the queue of a device that was dropped; the messages nobody else waits for, oldest first.
    [[nodiscard]] std::vector<GoneMessage> drop(DeviceRow device);

    /// Everything that is held in a conversation; the messages of which nothing waits any more, oldest first.
    [[nodiscard]] std::vector<GoneMessage> drop_held(ConversationRow conversation);

    /// Whether envelopes of a conversation are held, or acked and not settled.
    [[nodiscard]] bool has_kept(ConversationRow conversation);
    /// Whether something of a conversation was let through to this device and not acked.
    [[nodiscard]] bool has_released(DeviceRow device, ConversationRow conversation);

    /// Conversations in which the gate has something to decide. Takes as long as there are such, whatever waits in
    /// them.
    [[nodiscard]] std::vector<ConversationRow> at_the_gate();
    /// Whether an opening, or while open a closing, would change something in it.
    [[nodiscard]] bool waits_for_change(ConversationRow conversation, bool open);
    /// Lets all held envelopes of a slice of messages through, those of held(); the devices concerned.
    std::vector<DeviceRow> release(ConversationRow conversation, Instant now);
    /// Puts back what therapists' devices have not acked of a slice of messages.
    std::vector<Returned> hold_again(ConversationRow conversation);
    /// A slice, in the order they came.
    [[nodiscard]] std::vector<HeldMessage> held(ConversationRow conversation);
    /// All that are held of those from `first` to `last`.
    [[nodiscard]] std::vector<HeldMessage> held(ConversationRow conversation, MessageRow first, MessageRow last);
    /// A slice of those that are promised something else.
    [[nodiscard]] std::vector<HeldMessage> held_unlike(ConversationRow conversation,
                                                       const std::optional<wire::Promise>& promise);
    /// The number in the log of the first message of other accounts that is held and was never released.
    [[nodiscard]] std::optional<std::uint64_t> first_held_of_others(ConversationRow conversation, AccountRow account);
    /// Held reports or control content, in the order they came, a slice.
    [[nodiscard]] std::vector<Waiting> waiting(ConversationRow conversation, Waits waits);
    /// Lets one through; the devices concerned.
    std::vector<DeviceRow> release(MessageRow message, Instant now);
    /// Removes the report that this envelope takes the place of, if one is held.
    void replace_report(const NewEnvelope& envelope);
    void set_promise(MessageRow message, const std::optional<wire::Promise>& promise);

    /// Counted once after a start, along indexes; from then on they change with the rows.
    [[nodiscard]] const QueueTotals& totals();
    /// For tests, between batches, too: whether the rows say the same.
    [[nodiscard]] bool totals_hold();

    [[nodiscard]] QueueCounts& counts() noexcept { return counts_; }
    void forget() noexcept;

  private:
    struct UnwrittenAck {
        DeviceRow device{};
        std::uint64_t first = 0;
        std::uint64_t last = 0;
        std::uint16_t code = 0;
        Instant at;
    };

    /// The next number of a message, used by none that lives.
    [[nodiscard]] MessageRow next_message();
    /// The highest number of its deliveries; without one, that before the first.
    [[nodiscard]] DeliveryRow last_delivery(MessageRow message);
    [[nodiscard]] DeliveryRow next_delivery(MessageRow message);
    [[nodiscard]] QueueTotals recount();
    /// How many of its envelopes wait for the gate.
    [[nodiscard]] std::uint64_t envelopes_held(MessageRow message);
    /// It was held, and its envelopes have changed: counts it no more where none is any more.
    void held_no_more(MessageRow message);
    void count_waiting(std::int64_t more) noexcept;
    /// True when it was.
    bool remove_if_done(MessageRow message);
    /// The messages of rows that are gone, each of which is given in the columns queue_sql::gone.
    std::vector<MessageRow> count_gone(store::Rows gone);

    store::Statement live_;
    store::Statement add_message_;
    store::Statement renew_;
    store::Statement add_delivery_;
    store::Statement add_statement_;
    store::Statement last_of_message_;
    store::Statement last_message_;
    store::Statement last_delivery_;
    store::Statement add_body_;
    store::Statement remove_bodies_;
    store::Statement remove_about_;
    store::Statement ready_again_;
    store::Statement ready_;
    store::Statement has_to_read_;
    store::Statement load_;
    store::Statement hand_over_;
    store::Statement not_handed_over_;
    store::Statement mark_message_;
    store::Statement ack_;
    store::Statement ack_statements_;
    store::Statement acked_;
    store::Statement settle_;
    store::Statement remove_done_;
    store::Statement find_own_;
    store::Statement was_let_go_;
    store::Statement remove_deliveries_;
    store::Statement remove_message_;
    store::Statement messages_of_device_;
    store::Statement drop_;
    store::Statement drop_statements_;
    store::Statement held_messages_;
    store::Statement drop_held_;
    store::Statement has_kept_;
    store::Statement has_released_;
    store::Statement next_at_the_gate_;
    store::Statement waits_for_opening_;
    store::Statement waits_for_closing_;
    store::Statement release_;
    store::Statement hold_again_;
    store::Statement held_;
    store::Statement held_unlike_;
    store::Statement first_held_;
    store::Statement waiting_;
    store::Statement release_message_;
    store::Statement replace_report_;
    store::Statement set_promise_;
    store::Statement envelopes_held_;
    store::Statement count_held_;
    store::Statement count_all_;
    QueueCounts counts_;
    std::vector<UnwrittenAck> unwritten_acks_;
    std::optional<MessageRow> last_;  ///< no message or delivery is numbered higher
    MessageRow adding_ = 0;           ///< the message that got envelopes last
    DeliveryRow last_of_adding_ = 0;
    bool adding_held_ = false;  ///< one of its envelopes waits for the gate
    std::optional<QueueTotals> totals_;
};

}  // namespace holdfast::server
