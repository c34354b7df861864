// What was accepted and not yet acked: messages and notices, their envelopes in the queues of the devices, and the
// relay's own statements among them. Rows leave by ack, take-back or a dropped device, never by age.
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/frames.hpp"
#include "server/core/tables/rows.hpp"

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

struct NewEnvelope {
    MessageRow message{};
    ConversationRow conversation{};
    DeviceRow recipient{};
    DeviceRow sender{};
    bool held_again = false;          ///< a message for a therapist's device: goes back when the hours close
    bool report = false;              ///< a reading report: held until its window ends
    std::optional<Instant> released;  ///< empty: held
};

/// Released, for one device.
struct Ready {
    DeliveryRow delivery{};
    std::size_t size = 0;
};

/// An envelope that went back behind the gate.
struct Returned {
    DeviceRow device{};
    DeliveryRow delivery{};
    MessageRow message{};
};

/// A message some of whose envelopes are held.
struct HeldMessage {
    MessageRow row{};
    MessageId id;
    DeviceRow sender{};
    std::optional<wire::Promise> promise;
};

/// A reading report some of whose envelopes are held.
struct HeldReport {
    MessageRow row{};
    Instant received;
};

/// A message of one device under an id; the same id may have been submitted twice.
struct OwnMessage {
    MessageRow row{};
    ConversationRow conversation{};
    bool handed = false;
};

/// Whose envelope was acked.
struct Acked {
    DeviceRow sender{};
    MessageId message;
};

class Queue {
  public:
    explicit Queue(store::Database& db);

    MessageRow add(const NewMessage& message);
    void add(const NewEnvelope& envelope, BytesView body);
    /// `about`: the account whose device list it tells; an older one that still waits is of no use and goes.
    void add(DeviceRow recipient, const wire::Statement& statement, Instant now,
             const std::optional<AccountRow>& about = std::nullopt);
    /// True when `limit` envelopes from the devices of `sender` wait for `recipient`.
    [[nodiscard]] bool pair_is_full(DeviceRow recipient, AccountRow sender, std::size_t limit);

    /// The oldest released ones, those already on their way included.
    [[nodiscard]] std::vector<Ready> ready(DeviceRow device, std::size_t limit);
    /// As it is sent. Precondition: the delivery exists.
    [[nodiscard]] wire::RelayFrame load(DeliveryRow delivery);
    /// From now on the message cannot be taken back.
    void mark_handed(DeliveryRow delivery);

    /// Removes it if it was handed to this device; else nothing happens. Empty also for a statement.
    [[nodiscard]] std::optional<Acked> ack(DeliveryRow delivery, DeviceRow device);

    [[nodiscard]] std::vector<OwnMessage> find_own(const MessageId& id, DeviceRow writer);
    /// With all its envelopes.
    void remove(MessageRow message);
    /// Everything in the queue of a device that was dropped.
    void drop(DeviceRow device);

    /// Conversations in which the gate has something to decide.
    [[nodiscard]] std::vector<ConversationRow> at_the_gate();
    /// Lets all held envelopes of messages through; the devices concerned.
    std::vector<DeviceRow> release(ConversationRow conversation, Instant now);
    /// Puts back what therapists' devices have not acked.
    std::vector<Returned> hold_again(ConversationRow conversation);
    [[nodiscard]] std::vector<HeldMessage> held(ConversationRow conversation);
    [[nodiscard]] std::vector<HeldReport> held_reports(ConversationRow conversation);
    /// Lets one through; the devices concerned.
    std::vector<DeviceRow> release_report(MessageRow report, Instant now);
    /// Removes the report that this envelope takes the place of, if one is held.
    void replace_report(const NewEnvelope& envelope);
    void set_promise(MessageRow message, const std::optional<wire::Promise>& promise);

    [[nodiscard]] std::uint64_t count_held();
    [[nodiscard]] std::uint64_t count_all();

  private:
    void remove_if_done(MessageRow message);

    store::Database& db_;
    store::Statement add_message_;
    store::Statement add_delivery_;
    store::Statement add_statement_;
    store::Statement remove_about_;
    store::Statement pair_full_;
    store::Statement ready_;
    store::Statement load_;
    store::Statement mark_delivery_;
    store::Statement mark_message_;
    store::Statement ack_;
    store::Statement writer_of_;
    store::Statement remove_done_;
    store::Statement find_own_;
    store::Statement remove_deliveries_;
    store::Statement remove_message_;
    store::Statement messages_of_device_;
    store::Statement drop_;
    store::Statement at_the_gate_;
    store::Statement release_;
    store::Statement hold_again_;
    store::Statement held_;
    store::Statement held_reports_;
    store::Statement release_report_;
    store::Statement replace_report_;
    store::Statement set_promise_;
    store::Statement count_held_;
    store::Statement count_all_;
};

}  // namespace holdfast::server
