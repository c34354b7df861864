#include "server/core/store/receipts.hpp"

#include "protocol/identity/receipt.hpp"
#include "server/core/store/encoded.hpp"
#include "server/core/store/numbers.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view add_sql =
    "INSERT INTO receipt(conversation, sequence, at, device, number, message, proof) VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view take_back_sql =
    "SELECT proof FROM receipt WHERE device = ? AND message = ? AND conversation = ? AND number IS NULL "
    "ORDER BY n DESC LIMIT 1";
constexpr std::string_view was_taken_sql =
    "SELECT 1 FROM receipt WHERE device = ? AND message = ? AND conversation = ? AND number IS NOT NULL LIMIT 1";
constexpr std::string_view page_sql =
    "SELECT proof FROM receipt WHERE conversation = ? AND sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?";
constexpr std::string_view newest_sql =
    "SELECT sequence, proof FROM receipt WHERE conversation = ? AND sequence IS NOT NULL ORDER BY sequence DESC LIMIT "
    "1";

std::int64_t stored(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

Receipts::Receipts(store::Database& db)
    : add_{db.prepare(add_sql)},
      prune_{db.prepare("DELETE FROM receipt WHERE at < ?")},
      by_number_{db.prepare("SELECT message, proof FROM receipt WHERE device = ? AND number = ?")},
      take_back_{db.prepare(take_back_sql)},
      was_taken_{db.prepare(was_taken_sql)},
      page_{db.prepare(page_sql)},
      decided_after_{db.prepare("SELECT DISTINCT conversation FROM receipt WHERE at > ? AND sequence IS NOT NULL "
                                "ORDER BY conversation")},
      drop_{db.prepare("UPDATE receipt SET device = NULL, number = NULL, message = NULL WHERE device = ?")},
      newest_{db.prepare(newest_sql)}
{
}

void Receipts::add(const LogPlace& place, const wire::ReceiptProof& proof)
{
    std::optional<std::int64_t> sequence;
    if (place.sequence != 0) sequence = stored(place.sequence);
    std::optional<DeviceRow> device;
    std::optional<std::int64_t> number;
    std::optional<MessageId> message;
    if (place.asked) {
        device = place.asked->device;
        message = place.asked->message;
        if (place.asked->number) number = stored(*place.asked->number);
    }
    add_.run(place.conversation, sequence, place.at, device, number, message, wire::encode(proof));
}

void Receipts::prune(Instant before) { prune_.run(before); }

std::optional<StoredReceipt> Receipts::find(DeviceRow device, std::uint64_t number)
{
    auto rows = by_number_.rows(device, stored(number));
    if (!rows.next()) return std::nullopt;
    return StoredReceipt{rows.id<MessageId>(0), decoded<wire::ReceiptProof>(rows, 1)};
}

std::optional<wire::ReceiptProof> Receipts::take_back(const Asked& asked)
{
    auto rows = take_back_.rows(asked.device, asked.message, asked.conversation);
    if (!rows.next()) return std::nullopt;
    return decoded<wire::ReceiptProof>(rows, 0);
}

bool Receipts::was_taken(const Asked& asked)
{
    return was_taken_.rows(asked.device, asked.message, asked.conversation).next();
}

std::vector<wire::ReceiptProof> Receipts::page(ConversationRow conversation, std::uint64_t from, std::uint64_t to)
{
    std::vector<wire::ReceiptProof> out;
    if (!is_number(from)) return out;
    std::size_t bytes = 0;
    auto rows = page_.rows(conversation, stored(from), stored(to), static_cast<std::int64_t>(wire::log_page));
    while (bytes < wire::log_page_bytes && rows.next()) {
        bytes += rows.view(0).size();
        out.push_back(decoded<wire::ReceiptProof>(rows, 0));
    }
    return out;
}

std::vector<ConversationRow> Receipts::decided_after(Instant t)
{
    std::vector<ConversationRow> out;
    auto rows = decided_after_.rows(t);
    while (rows.next()) out.push_back(static_cast<ConversationRow>(rows.int64(0)));
    return out;
}

void Receipts::drop(DeviceRow device) { drop_.run(device); }

void Receipts::check_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash)
{
    auto rows = newest_.rows(conversation);
    if (!rows.next()) return;  // older than what is kept, or none yet
    const auto proof = decoded<wire::ReceiptProof>(rows, 1);
    if (rows.int64(0) != stored(sequence) || session::receipt_hash(proof.receipt) != hash)
        throw store::StoreError{Errc::store_broken, "a conversation's newest receipt is not the one it names"};
}

}  // namespace holdfast::server
