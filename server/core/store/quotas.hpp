// How often an account did something lately. In the store, so that a restart forgives nothing; rows whose time is over
// are reused, so the table is bounded by pairs of accounts. Those in use are counted in memory; the store is a
// hundredth ahead of them, so that it is told only so often. A restart takes the difference for used.
#pragma once

#include <tuple>

#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "server/core/store/kept_rows.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

enum class QuotaKind : std::uint8_t {
    bundle = 1,
    hours = 2,
    invitation = 3,
    roster = 4,
    prekeys = 5,
    devices = 6,
    message = 7,
    control = 8,
    report = 9,
    names = 10,
    bytes = 11,
    owner_bytes = 12
};

struct Quota {
    QuotaKind kind;
    std::uint32_t most;  ///< in `every`
    Seconds every;
};

class Quotas {
  public:
    explicit Quotas(store::Database& db);

    /// Counts one more use, or `amount` of them, by `account` (towards `subject`, where the quota is for a pair).
    /// False, and nothing is counted, when the most was reached.
    [[nodiscard]] bool use(const Quota& quota, AccountRow account, Instant now, AccountRow subject = {},
                           std::uint32_t amount = 1);
    /// Whether use() would count it.
    [[nodiscard]] bool fits(const Quota& quota, AccountRow account, Instant now, AccountRow subject,
                            std::uint32_t amount);

    /// Writes what was counted.
    void write_back();
    void forget() noexcept { kept_.forget(); }

  private:
    using Key = std::tuple<AccountRow, QuotaKind, AccountRow>;
    struct Use {
        Instant began;
        std::int64_t used = 0;
    };
    struct Kept {
        Use use;     ///< as counted last, however long ago
        Use stored;  ///< at least that, if it began at the same time
        std::uint32_t most = 0;
    };
    [[nodiscard]] Kept& kept(const Key& key);
    [[nodiscard]] Use running(const Quota& quota, AccountRow account, Instant now, AccountRow subject);

    store::Statement find_;
    store::Statement put_;
    KeptRows<Key, Kept> kept_;
};

}  // namespace holdfast::server
