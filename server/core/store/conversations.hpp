// Conversations, their members, and who is paired with whom: two accounts are paired when they share a conversation.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/accounts.hpp"
#include "server/core/store/kept_rows.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

struct ConversationRecord {
    ConversationRow row{};
    ConversationId id;
    AccountRow owner{};
    /// A member has ended it, or there is nobody left to write to: the owner's account was removed, or all but one.
    bool ended = false;
};

/// Where the chain of a conversation's receipts has come to.
struct ChainHead {
    ConversationId conversation;
    std::uint64_t sequence = 0;
    Digest hash;  ///< session::receipt_hash of that receipt; zero before the first
};

/// Those at work are kept in memory, with their members and the head of their chain.
class Conversations {
  public:
    /// `accounts` knows the devices of the members, and outlives this.
    Conversations(store::Database& db, Accounts& accounts);

    [[nodiscard]] std::optional<ConversationRecord> find(const ConversationId& id);
    [[nodiscard]] ConversationRecord at(ConversationRow row);
    /// Those whose owner has an account, and of which more is kept than the log.
    [[nodiscard]] std::vector<ConversationRecord> all();
    [[nodiscard]] std::vector<ConversationRecord> of_member(AccountRow account);
    [[nodiscard]] std::vector<ConversationRecord> of_owner(AccountRow account);
    /// Precondition: no conversation has this id.
    ConversationRow add(const ConversationId& id, AccountRow owner, const std::vector<AccountRow>& members);

    void end(ConversationRow conversation, Instant now);

    [[nodiscard]] bool is_member(ConversationRow conversation, AccountRow account);
    [[nodiscard]] std::vector<AccountRow> members(ConversationRow conversation);
    /// The devices of all members but `writer`, in the order of their rows.
    [[nodiscard]] std::vector<Recipient> recipients(ConversationRow conversation, AccountRow writer);

    [[nodiscard]] bool paired(AccountRow a, AccountRow b);
    /// The same in a conversation that has not ended: what they were before begins nothing new.
    [[nodiscard]] bool write_to_each_other(AccountRow a, AccountRow b);
    /// Everyone paired with `account`, once each.
    [[nodiscard]] std::vector<AccountRow> peers(AccountRow account);

    [[nodiscard]] ChainHead chain_head(ConversationRow conversation);
    void set_chain_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash);

    [[nodiscard]] std::optional<wire::Signed> roster(ConversationRow conversation);
    void set_roster(ConversationRow conversation, const wire::Signed& roster);
    void remove_roster(ConversationRow conversation);

    /// The heads that have changed in this commit; they are written later.
    void note(Changes& changes);
    [[nodiscard]] bool must_write() const noexcept { return kept_.is_full() || rows_.size() > max_kept_rows; }
    /// Writes the heads that have changed.
    void write_back();
    void write(const NewHead& head);
    void forget() noexcept;

  private:
    struct Kept {
        ConversationRecord record;
        ChainHead head;
        std::vector<AccountRow> members;
    };
    [[nodiscard]] Kept& kept(ConversationRow row);

    Accounts* accounts_;
    store::Statement by_id_;
    store::Statement by_row_;
    store::Statement all_;
    store::Statement of_member_;
    store::Statement of_owner_;
    store::Statement add_;
    store::Statement add_member_;
    store::Statement members_;
    store::Statement paired_;
    store::Statement write_to_each_other_;
    store::Statement peers_;
    store::Statement set_chain_head_;
    store::Statement end_;
    store::Statement roster_;
    store::Statement set_roster_;
    store::Statement remove_roster_;
    KeptRows<ConversationRow, Kept> kept_;
    std::map<ConversationId, ConversationRow> rows_;  ///< of the ids asked for; none changes
};

}  // namespace holdfast::server
