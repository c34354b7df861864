// How much waits: envelopes for a device from an account, and bytes of what an account wrote or owns. Counted in memory
// as the queue changes.
#pragma once

#include <cstdint>
#include <utility>

#include "protocol/store/sqlite.hpp"
#include "server/core/store/accounts.hpp"
#include "server/core/store/changes.hpp"
#include "server/core/store/conversations.hpp"
#include "server/core/store/kept_rows.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

/// Bytes of envelopes in the queues.
struct QueuedBytes {
    std::uint64_t written = 0;  ///< by this account
    std::uint64_t owned = 0;    ///< in conversations it owns, whoever wrote them
};

/// An envelope that comes into the queue or leaves it.
struct CountedEnvelope {
    DeviceRow recipient{};
    DeviceRow sender{};
    ConversationRow conversation{};
    std::uint64_t size = 0;
};

class QueueCounts {
  public:
    /// `accounts` and `conversations` know who is behind an envelope, and outlive this.
    QueueCounts(store::Database& db, Accounts& accounts, Conversations& conversations);

    /// To be called with every row: before it comes, and when it is gone.
    void add(const CountedEnvelope& envelope);
    void remove(const CountedEnvelope& envelope);

    [[nodiscard]] std::size_t of_pair(DeviceRow recipient, AccountRow sender) { return kept_pair({recipient, sender}); }
    [[nodiscard]] QueuedBytes bytes(AccountRow account) { return kept_bytes(account); }

    /// What has changed in this commit; it is written later.
    void note(Changes& changes);
    [[nodiscard]] bool must_write() const noexcept { return pairs_.is_full() || bytes_.is_full(); }
    /// Writes what has changed.
    void write_back();
    void write(const WaitingBytes& waiting);
    void write(const WaitingEnvelopes& waiting);
    void forget() noexcept;

  private:
    using Pair = std::pair<DeviceRow, AccountRow>;
    [[nodiscard]] AccountRow writer_of(const CountedEnvelope& envelope);
    [[nodiscard]] QueuedBytes& changing(AccountRow account);
    [[nodiscard]] std::uint64_t& changing(const Pair& pair);
    [[nodiscard]] QueuedBytes& kept_bytes(AccountRow account);
    [[nodiscard]] std::uint64_t& kept_pair(const Pair& pair);

    Accounts* accounts_;
    Conversations* conversations_;
    store::Statement find_pair_;
    store::Statement set_pair_;
    store::Statement remove_pair_;
    store::Statement find_bytes_;
    store::Statement set_bytes_;
    KeptRows<Pair, std::uint64_t> pairs_;
    KeptRows<AccountRow, QueuedBytes> bytes_;
};

}  // namespace holdfast::server
