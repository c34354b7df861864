// The hours of every conversation, verified once and kept ready. A cache: everything in it follows from the store, and
// a chain that does not verify there gives no hours at all, so that nothing is released or promised by it.
#pragma once

#include <map>
#include <optional>

#include "protocol/hours_chain/chain.hpp"
#include "server/core/store/tables.hpp"

namespace holdfast::server {

/// The hours of a conversation with a chain of its own, or of all those of a therapist that have none.
struct CachedSchedule {
    hours::Schedule schedule;
    wire::HoursHeads heads;
    bool suspended = false;  ///< a practice notice is in force: nothing is promised

    /// The decision of the hours from `since` on; remembered for as long as it stands, so that at an opening
    /// that was foreseen nothing is asked.
    std::optional<Instant> since;
    hours::ScheduleSpan span;
};

class ScheduleCache {
  public:
    /// `relay` verifies the receipts of the versions.
    ScheduleCache(Tables& tables, SignPublic relay) : tables_{tables}, relay_{relay} {}

    /// Valid until forget().
    [[nodiscard]] CachedSchedule& of(ConversationRow conversation);
    /// Everything that follows from this therapist's chains or notices has changed.
    void forget(AccountRow owner);
    /// And her chains, which are gone from the store.
    void remove(AccountRow owner);
    /// The same of one conversation's chain.
    void remove(AccountRow owner, ConversationRow conversation);
    void forget_all() noexcept { schedules_.clear(); }

    /// The chain as it verifies: whole the first time, then only what is appended; whoever appends also stores. Errc::
    /// store_broken when what is stored does not verify. Never null; stays valid.
    [[nodiscard]] Result<hours_chain::Chain*> chain(const ChainKey& key);

  private:
    [[nodiscard]] Result<hours_chain::Chain> load(const ChainKey& key);
    /// The chain whose schedule a conversation follows.
    [[nodiscard]] ChainKey source_of(ConversationRow conversation);
    [[nodiscard]] CachedSchedule make(const ChainKey& source);

    Tables& tables_;
    SignPublic relay_;
    std::map<ChainKey, hours_chain::Chain> chains_;
    std::map<ConversationRow, ChainKey> sources_;
    std::map<ChainKey, CachedSchedule> schedules_;
};

}  // namespace holdfast::server
