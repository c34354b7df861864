// The log: every receipt of every conversation, as it was proven, and those of control and reports beside it, for
// `wire::receipts_kept`. Answers that may be asked for again are found in it: by submit number, and take-backs by
// message. PROTOCOL.md, "Receipts".
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/limits.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

/// A request that a receipt answers.
struct Asked {
    DeviceRow device{};
    ConversationRow conversation{};
    MessageId message;
    std::optional<std::uint64_t> number;  ///< of the submit; empty: a take-back
    friend bool operator==(const Asked&, const Asked&) = default;
};

/// Where a receipt belongs.
struct LogPlace {
    ConversationRow conversation{};
    std::uint64_t sequence = 0;  ///< 0: outside the log
    Instant at;
    std::optional<Asked> asked;  ///< empty: what the passing of time decided
};

class Receipts {
  public:
    explicit Receipts(store::Database& db);

    void add(const LogPlace& place, const wire::ReceiptProof& proof);
    /// Forgets at most `limit` receipts of what was decided before `before`, within a minute: most calls ask nothing.
    /// True when there may be more.
    bool prune(Instant before, std::size_t limit);

    /// The receipt of a submit of this message under this number.
    [[nodiscard]] std::optional<wire::ReceiptProof> find(DeviceRow device, const MessageId& message,
                                                         std::uint64_t number);
    /// The latest take-back of this message.
    [[nodiscard]] std::optional<wire::ReceiptProof> take_back(const Asked& asked);
    /// Whether the device submitted such a message there, as far back as receipts are kept.
    [[nodiscard]] bool was_taken(const Asked& asked);
    /// In their order up to number `to`, at most wire::log_page, and wire::log_page_bytes give or take one.
    [[nodiscard]] std::vector<wire::ReceiptProof> page(ConversationRow conversation, std::uint64_t from,
                                                       std::uint64_t to);
    /// The conversations in which something was decided after `t`: a clock that has gone back makes that possible.
    [[nodiscard]] std::vector<ConversationRow> decided_after(Instant t);
    /// The answers a dropped device got are nobody's any more; the log keeps them.
    void drop(DeviceRow device);

    /// Checks that the newest receipt kept of a conversation is the one the next will name as `previous`. Throws
    /// StoreError{store_broken} where it is not: somebody changed the file.
    void check_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash);

    /// Forgets its first and last place; both are read from the store again.
    void forget() noexcept;

  private:
    /// Where one decided at `at` stands: receipts are numbered by their instant and their turn in it, so that the
    /// oldest are found without an index.
    [[nodiscard]] std::int64_t next_place(Instant at);

    store::Statement add_;
    store::Statement prune_;
    store::Statement find_;
    store::Statement take_back_;
    store::Statement was_taken_;
    store::Statement page_;
    store::Statement decided_after_;
    store::Statement drop_;
    store::Statement newest_;
    store::Statement oldest_place_;
    store::Statement last_place_;
    std::optional<std::int64_t> first_;  ///< no receipt stands before this place
    std::optional<std::int64_t> last_;   ///< no receipt stands behind this place
};

}  // namespace holdfast::server
