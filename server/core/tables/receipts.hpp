// Answers that may be asked for again: receipts by submit number, and take-backs by message.
#pragma once

#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/tables/rows.hpp"

namespace holdfast::server {

/// Receipts kept for each device, counted in submit numbers: more than an hour's quota, so whoever lost an answer with
/// its connection gets it again.
inline constexpr std::uint64_t receipts_kept = 1000;
/// How long a repeated take-back gets the first one's receipt.
inline constexpr Seconds take_backs_kept = std::chrono::days{90};

struct StoredReceipt {
    MessageId message;
    wire::ReceiptProof proof;
};

class Receipts {
  public:
    explicit Receipts(store::Database& db);

    /// Also forgets what is more than `receipts_kept` numbers older.
    void add(DeviceRow device, std::uint64_t number, const MessageId& message, const wire::ReceiptProof& proof);
    [[nodiscard]] std::optional<StoredReceipt> find(DeviceRow device, std::uint64_t number);
    void drop(DeviceRow device);

    void add_take_back(DeviceRow device, const MessageId& message, Instant at, const wire::Signed& receipt);
    [[nodiscard]] std::optional<wire::Signed> take_back(DeviceRow device, const MessageId& message);

  private:
    store::Statement add_;
    store::Statement prune_;
    store::Statement find_;
    store::Statement drop_;
    store::Statement add_take_back_;
    store::Statement prune_take_backs_;
    store::Statement take_back_;
};

}  // namespace holdfast::server
