// The relay's durable truth: one SQLite file. A small set of questions and commands, one class per subject in this
// folder; nothing here decides anything. Everything is called inside the transaction of the batch being stepped. What
// fails in the environment throws store::StoreError; the machine lets it travel.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/store/sqlite.hpp"

namespace holdfast::server {

struct Tables;

/// All reads and writes between two commits. The rows that the tables keep in memory are written with it, and forgotten
/// where it does not commit.
class Batch {
  public:
    explicit Batch(Tables& tables);
    ~Batch();
    Batch(const Batch&) = delete;
    Batch& operator=(const Batch&) = delete;

    /// As store::Transaction::commit.
    void commit();

  private:
    Tables& tables_;
    store::Transaction transaction_;
    bool committed_ = false;
};

class RelayStore {
  public:
    /// Opens or creates the store of the relay with the key `relay_key` (":memory:" for tests; `vfs` as in
    /// store::Database). Errors: those of store::Database::open, and wrong_relay (the store belongs to another key).
    [[nodiscard]] static Result<RelayStore> open(const std::filesystem::path& path, const SignPublic& relay_key,
                                                 crypto::Random& random, Instant now, const std::string& vfs = {});
    /// Whether the file at `path`, which no relay has open, is whole and belongs to `relay_key`; it is left as it is.
    /// Errors: not_found, wrong_relay, and those of store::Database::open.
    [[nodiscard]] static Status check(const std::filesystem::path& path, const SignPublic& relay_key);
    RelayStore(RelayStore&&) noexcept;
    RelayStore& operator=(RelayStore&&) noexcept;
    ~RelayStore();

    /// Random, new whenever a store is made or restored.
    [[nodiscard]] IncarnationId incarnation() const;

    /// Everything the store is asked or told stands in one of these, the only place where they begin. One at a time.
    [[nodiscard]] Batch begin();

    /// A compact copy of the last committed state in the new file `path`. Errors as store::Database::backup_to.
    [[nodiscard]] Status backup_to(const std::filesystem::path& path);
    /// As store::Database::check_whole.
    [[nodiscard]] Status check_whole();
    /// To be called once on a store that was restored from a backup: new incarnation, one-time prekeys and open
    /// invitations dropped (they may have been used since), and the time since the copy counts as no outage. Clients
    /// then submit again what the copy does not know.
    void mark_restored(crypto::Random& random);

    /// The subjects; for the machine only.
    [[nodiscard]] Tables& tables() noexcept { return *tables_; }

  private:
    explicit RelayStore(std::unique_ptr<Tables> tables) noexcept;
    std::unique_ptr<Tables> tables_;
};

}  // namespace holdfast::server
