// The disk as the vault needs it: sealed records, each under its kind and row, and two single values beside them. A
// store keeps bytes it cannot read; the vault seals them (vault.hpp). The core knows nothing of files: SQLite's is in
// client/store, and a browser's would be another half.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <optional>

#include "protocol/base/bytes.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/password.hpp"

namespace holdfast::client {

/// The kinds of records; stored, never renumbered.
enum class Kind : std::uint8_t {
    account = 1,
    keys = 2,
    prekeys = 3,
    enrolment = 4,
    contact = 5,
    conversation = 6,
    session = 7,
    invitation = 8,
    outbox = 9,
    entry = 10,
    write_stream = 11,
    read_stream = 12,
    draft = 13,
    refused = 14,
    hours_link = 15,
    hours_fork = 16,
    pending_hours = 17,
    practice_notice = 18,
    skipped_keys = 19,
    notice_span = 30,
    outage = 31,
    kept_receipt = 40,
    kept_delivery = 41,
    said_promise = 42,
    pace_word = 43,
    kept_login = 44,
    // 45 were the kept names before they had contacts and an agreement.
    evidence_look = 46,
    kept_names = 47,
    check_in_draft = 50,
    first_run = 51,
    own_contacts = 52,
    own_agreement = 53,
    agreement = 54,
    measure = 55,
    offered_measure = 56,
    ending = 57,
    proposed_end = 58,
    missed_windows = 60,
    nonce_page = 61,
    nonce_index = 62,
    entry_list = 63,
    entry_pages = 64,
    plan_version = 70,
    plan_draft = 71,
    note = 72,
    note_draft = 73,
    mark = 74,
    noted_session = 75,
    rhythm_version = 76,
    rhythm_draft = 77,
    due_check_ins = 78,
    known_experiment = 79,
    experiment_draft = 80,
    pulse = 81,
};

/// Both ends included.
struct KindRange {
    std::uint8_t first = 0;
    std::uint8_t last = 0;
};

/// Both ends included. Rows are below 2^63.
struct RowRange {
    std::uint64_t first = 0;
    std::uint64_t last = std::numeric_limits<std::int64_t>::max();
};

/// A record as the store has it.
struct SealedRecord {
    std::uint32_t version = 0;  ///< of its layout
    crypto::Nonce nonce;
    BytesView sealed;  ///< of a record that is read: until the store's next call
};

/// The vault's key under a passphrase.
struct VaultLock {
    crypto::PasswordSalt salt;
    crypto::PasswordCost cost;
    crypto::Nonce nonce;
    Bytes wrapped;
};

/// Over all records (vault_root.hpp).
struct SealedRoot {
    crypto::Nonce nonce;
    Bytes sealed;
};

/// Synchronous, for one thread. Who has a store open has it alone.
///
/// All that is written between begin() and commit() is durable when commit() returns, all of it or nothing; what a
/// reader finds meanwhile includes it. Nothing is written outside. begin() is not nested.
///
/// A store that can no longer be relied on throws an exception of its own, derived from std::runtime_error, from every
/// call from then on. The core lets it through: nothing of that step was sent or shown, and the client ends.
class RecordStore {
  public:
    RecordStore() = default;
    RecordStore(const RecordStore&) = delete;
    RecordStore& operator=(const RecordStore&) = delete;
    virtual ~RecordStore() = default;

    /// Calls `take` for every record of a kind in `rows`, in the order of rows, until one call returns false. `take`
    /// does not use the store. True when all were taken.
    [[nodiscard]] virtual bool each(Kind kind, const RowRange& rows,
                                    const std::function<bool(std::uint64_t row, const SealedRecord&)>& take) = 0;
    /// Calls `take` for every record of these kinds, of those that are not known here, too, in any order; without its
    /// bytes. Costs nothing for records of other kinds.
    virtual void each_nonce(
        const KindRange& kinds,
        const std::function<void(std::uint8_t kind, std::uint64_t row, const crypto::Nonce&)>& take) = 0;
    /// Empty in a new store.
    [[nodiscard]] virtual std::optional<VaultLock> lock() = 0;
    [[nodiscard]] virtual std::optional<SealedRoot> root() = 0;

    virtual void begin() = 0;
    /// In place of what stood there.
    virtual void put(Kind kind, std::uint64_t row, const SealedRecord& record) = 0;
    /// Harmless when there was none.
    virtual void erase(Kind kind, std::uint64_t row) = 0;
    virtual void put_lock(const VaultLock& lock) = 0;
    virtual void put_root(const SealedRoot& root) = 0;
    virtual void commit() = 0;
    /// Undoes what was written since begin(). Harmless without.
    virtual void abandon() noexcept = 0;
};

}  // namespace holdfast::client
