// Everything a client knows that outlives the process: the records of the vault, in memory while the program runs, and
// the questions asked of them. Changes are written by flush() in the transaction of the step that made them.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "client/core/hours/hours_store.hpp"
#include "client/core/standing_messages.hpp"
#include "client/core/tables.hpp"
#include "protocol/session/handshake.hpp"

namespace holdfast::client {

struct State : Tables {
    HoursBook hours{hours_links, hours_forks};
    /// Follows from entries and hours, for those who judge windows (reading/missed_windows.cpp).
    mutable std::map<ConversationId, StandingMessages> standing;
    /// Messages that an earlier program could not read, and load() could.
    std::vector<MessageId> read_now;

    State() = default;
    State(const State&) = delete;  // the hours go by its tables
    State& operator=(const State&) = delete;

    /// Errors: store_broken.
    [[nodiscard]] Status load(Vault& vault);

    /// There is an account and its set-up is complete.
    [[nodiscard]] bool enrolled() const noexcept { return account && !enrolment; }
    [[nodiscard]] bool is_therapist() const { return account && account->role == wire::Role::therapist; }
    [[nodiscard]] Address self() const { return {account->id, account->device}; }
    /// Precondition: there is an account. Lives until account or keys change.
    [[nodiscard]] session::LocalDevice local() const;

    [[nodiscard]] const Conversation* conversation(const ConversationId& id) const;
    [[nodiscard]] const Contact* contact(const AccountId& account) const;
    [[nodiscard]] const PeerSessions* sessions_with(const Address& peer) const;
    [[nodiscard]] std::optional<Row> row_of(const ConversationId& id) const;
    [[nodiscard]] std::optional<Row> row_of(const AccountId& account) const;
    [[nodiscard]] std::optional<Row> row_of(const Address& peer) const;
    [[nodiscard]] std::optional<Row> outbox_row(const MessageId& message) const;
    [[nodiscard]] std::optional<Row> entry_row(const MessageId& message) const;

    /// Members of a conversation but oneself.
    [[nodiscard]] std::vector<AccountId> others(const Conversation& conversation) const;
    [[nodiscard]] bool mine(const Conversation& conversation) const { return conversation.roster.owner == account->id; }
    /// How a member ended it; null where none has.
    [[nodiscard]] const Ending* ending(const ConversationId& conversation) const;
    /// Since when nothing can be written there: a member has ended it, or the practice has removed the owner's account,
    /// or everybody's but one's own.
    [[nodiscard]] std::optional<Instant> over_since(const Conversation& conversation) const;
    /// Whether the relay takes nothing there any more. What was written before one's own end still goes out before it.
    [[nodiscard]] bool takes_nothing(const Conversation& conversation) const;
    /// Why this device is stopped for good. Precondition: it is.
    [[nodiscard]] Errc frozen_reason() const;
    /// The devices a message goes to; empty while somebody's list is not known. Those of removed accounts are left out.
    [[nodiscard]] std::vector<Address> recipients(const Conversation& conversation) const;

    /// A new entry at the end of the history.
    Entry& add_entry(Entry entry);
    /// To be changed; null when there is none.
    [[nodiscard]] Entry* edit_entry(const MessageId& message);
    /// A message takes the place where it was missing.
    const Entry& fill_entry(Row gap, Entry entry);
    /// Begins to check the hours of one's own or of a contact's chain, and of this conversation's.
    void follow_hours(const AccountId& owner, const std::optional<ConversationId>& conversation);
    /// The promise both sides compute for a message the relay receives at `t`; none where something is amiss.
    [[nodiscard]] std::optional<wire::Promise> promise_at(const Conversation& conversation, Instant t) const;
    /// Whether a promise that waits names a version of this chain that the relay has not shown.
    [[nodiscard]] bool names_newer(const ChainName& name) const;
    /// Whether the practice's words about a therapist were in force at `t`, as far back as evidence is kept.
    [[nodiscard]] bool suspended_at(const AccountId& therapist, Instant t) const;
    /// The practice's words in force for a therapist.
    [[nodiscard]] const StoredNotice* notice_for(const AccountId& therapist) const;
};

/// The list inside a record that was opened before it was stored.
[[nodiscard]] wire::DeviceList list_of(const wire::Signed& device_list);

}  // namespace holdfast::client
