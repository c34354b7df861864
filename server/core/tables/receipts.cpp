#include "server/core/tables/receipts.hpp"

#include "server/core/tables/encoded.hpp"

namespace holdfast::server {

Receipts::Receipts(store::Database& db)
    : add_{db.prepare("INSERT INTO receipt(device, number, message, proof) VALUES (?, ?, ?, ?)")},
      prune_{db.prepare("DELETE FROM receipt WHERE device = ? AND number <= ?")},
      find_{db.prepare("SELECT message, proof FROM receipt WHERE device = ? AND number = ?")},
      drop_{db.prepare("DELETE FROM receipt WHERE device = ?")},
      add_take_back_{db.prepare("INSERT OR REPLACE INTO take_back(device, message, at, receipt) VALUES (?, ?, ?, ?)")},
      prune_take_backs_{db.prepare("DELETE FROM take_back WHERE at < ?")},
      take_back_{db.prepare("SELECT receipt FROM take_back WHERE device = ? AND message = ?")}
{
}

void Receipts::add(DeviceRow device, std::uint64_t number, const MessageId& message, const wire::ReceiptProof& proof)
{
    add_.run(device, static_cast<std::int64_t>(number), message, wire::encode(proof));
    if (number > receipts_kept) prune_.run(device, static_cast<std::int64_t>(number - receipts_kept));
}

std::optional<StoredReceipt> Receipts::find(DeviceRow device, std::uint64_t number)
{
    auto rows = find_.rows(device, static_cast<std::int64_t>(number));
    if (!rows.next()) return std::nullopt;
    return StoredReceipt{rows.id<MessageId>(0), decoded<wire::ReceiptProof>(rows, 1)};
}

void Receipts::drop(DeviceRow device) { drop_.run(device); }

void Receipts::add_take_back(DeviceRow device, const MessageId& message, Instant at, const wire::Signed& receipt)
{
    add_take_back_.run(device, message, at, wire::encode(receipt));
    prune_take_backs_.run(at - take_backs_kept);
}

std::optional<wire::Signed> Receipts::take_back(DeviceRow device, const MessageId& message)
{
    auto rows = take_back_.rows(device, message);
    if (!rows.next()) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

}  // namespace holdfast::server
