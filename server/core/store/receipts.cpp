#include "server/core/store/receipts.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "protocol/identity/receipt.hpp"
#include "server/core/store/encoded.hpp"
#include "server/core/store/numbers.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view add_sql =
    "INSERT INTO receipt(n, conversation, sequence, device, number, message, proof) VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view find_sql = "SELECT proof FROM receipt WHERE device = ? AND message = ? AND number = ?";
constexpr std::string_view take_back_sql =
    "SELECT proof FROM receipt WHERE device = ? AND message = ? AND conversation = ? AND number IS NULL "
    "ORDER BY sequence DESC LIMIT 1";
constexpr std::string_view was_taken_sql =
    "SELECT 1 FROM receipt WHERE device = ? AND message = ? AND conversation = ? AND number IS NOT NULL LIMIT 1";
constexpr std::string_view page_sql =
    "SELECT proof FROM receipt WHERE conversation = ? AND sequence BETWEEN ? AND ? ORDER BY sequence LIMIT ?";
constexpr std::string_view newest_sql =
    "SELECT sequence, proof FROM receipt WHERE conversation = ? AND sequence IS NOT NULL ORDER BY sequence DESC LIMIT "
    "1";

// More than one step decides: a full turn runs over into the next millisecond.
constexpr std::int64_t turns = 1 << 18;
// Instants beyond the year 3000 come from a broken clock; their receipts stand at the end.
constexpr std::int64_t last_instant = std::int64_t{1} << 44;
constexpr std::int64_t pruned_every = std::chrono::milliseconds{std::chrono::minutes{1}}.count() * turns;

std::int64_t place_of(Instant at)
{
    return std::clamp(Instant::duration{at.time_since_epoch()}.count(), -last_instant, last_instant) * turns;
}

std::int64_t stored(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

Receipts::Receipts(store::Database& db)
    : add_{db.prepare(add_sql)},
      prune_{db.prepare("DELETE FROM receipt WHERE n IN (SELECT n FROM receipt WHERE n < ? ORDER BY n LIMIT ?) "
                        "RETURNING 1")},
      find_{db.prepare(find_sql)},
      take_back_{db.prepare(take_back_sql)},
      was_taken_{db.prepare(was_taken_sql)},
      page_{db.prepare(page_sql)},
      decided_after_{db.prepare("SELECT conversation FROM receipt WHERE n >= ? AND sequence IS NOT NULL ORDER BY n")},
      drop_{db.prepare("UPDATE receipt SET device = NULL, number = NULL, message = NULL WHERE device = ?")},
      newest_{db.prepare(newest_sql)},
      oldest_place_{db.prepare("SELECT min(n) FROM receipt")},
      last_place_{db.prepare("SELECT max(n) FROM receipt WHERE n < ?")}
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
    const auto n = next_place(place.at);
    if (first_) first_ = std::min(*first_, n);
    add_.run(n, place.conversation, sequence, device, number, message, wire::encode(proof));
}

std::int64_t Receipts::next_place(Instant at)
{
    constexpr auto none = std::numeric_limits<std::int64_t>::min();
    const auto last_before = [&](std::int64_t end) {
        auto rows = last_place_.rows(end);
        return rows.next() && !rows.is_null(0) ? rows.int64(0) : none;
    };
    if (!last_) last_ = last_before(std::numeric_limits<std::int64_t>::max());
    for (auto first = place_of(at);; first += turns) {
        const auto end = first + turns;
        // Where the clock was put back, others stand behind.
        const auto before = *last_ < end ? *last_ : last_before(end);
        const auto place = before < first ? first : before + 1;
        if (place == end) continue;
        last_ = std::max(*last_, place);
        return place;
    }
}

bool Receipts::prune(Instant before, std::size_t limit)
{
    if (!first_) {
        auto rows = oldest_place_.rows();
        first_ = rows.next() && !rows.is_null(0) ? rows.int64(0) : std::numeric_limits<std::int64_t>::max();
    }
    const auto end = place_of(before);
    if (*first_ > end - pruned_every) return false;
    std::size_t gone = 0;
    for (auto rows = prune_.rows(end, stored(limit)); rows.next();) ++gone;
    if (gone < limit)
        first_ = end;
    else
        first_.reset();  // the oldest that is left, at the next look
    return gone == limit;
}

std::optional<wire::ReceiptProof> Receipts::find(DeviceRow device, const MessageId& message, std::uint64_t number)
{
    auto rows = find_.rows(device, message, stored(number));
    if (!rows.next()) return std::nullopt;
    return decoded<wire::ReceiptProof>(rows, 0);
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
    std::set<ConversationRow> out;
    auto rows = decided_after_.rows(place_of(t + Instant::duration{1}));
    while (rows.next()) out.insert(static_cast<ConversationRow>(rows.int64(0)));
    return {out.begin(), out.end()};
}

void Receipts::drop(DeviceRow device) { drop_.run(device); }

void Receipts::forget() noexcept
{
    first_.reset();
    last_.reset();
}

void Receipts::check_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash)
{
    auto rows = newest_.rows(conversation);
    if (!rows.next()) return;  // older than what is kept, or none yet
    const auto proof = decoded<wire::ReceiptProof>(rows, 1);
    if (rows.int64(0) != stored(sequence) || session::receipt_hash(proof.receipt) != hash)
        throw store::StoreError{Errc::store_broken, "a conversation's newest receipt is not the one it names"};
}

}  // namespace holdfast::server
