#include "server/core/store/queue_counts.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view set_pair_sql =
    "INSERT INTO waiting(device, account, envelopes) VALUES (?, ?, ?) "
    "ON CONFLICT(device, account) DO UPDATE SET envelopes = excluded.envelopes";

WaitingBytes waiting_of(AccountRow account, const QueuedBytes& bytes)
{
    return {static_cast<std::uint32_t>(account), bytes.written, bytes.owned};
}

WaitingEnvelopes waiting_of(DeviceRow device, AccountRow account, std::uint64_t count)
{
    return {static_cast<std::uint32_t>(device), static_cast<std::uint32_t>(account), count};
}

}  // namespace

QueueCounts::QueueCounts(store::Database& db, Accounts& accounts, Conversations& conversations)
    : accounts_{&accounts},
      conversations_{&conversations},
      find_pair_{db.prepare("SELECT envelopes FROM waiting WHERE device = ? AND account = ?")},
      set_pair_{db.prepare(set_pair_sql)},
      remove_pair_{db.prepare("DELETE FROM waiting WHERE device = ? AND account = ?")},
      find_bytes_{db.prepare("SELECT waiting, waiting_owned FROM account WHERE n = ?")},
      set_bytes_{db.prepare("UPDATE account SET waiting = ?, waiting_owned = ? WHERE n = ?")}
{
}

AccountRow QueueCounts::writer_of(const CountedEnvelope& envelope)
{
    const auto writer = accounts_->account_of(envelope.sender);
    require(writer.has_value(), "who has written is never forgotten");
    return *writer;
}

QueuedBytes& QueueCounts::changing(AccountRow account)
{
    auto& bytes = kept_bytes(account);
    bytes_.changed(account);
    return bytes;
}

void QueueCounts::add(const CountedEnvelope& envelope)
{
    const auto writer = writer_of(envelope);
    ++changing(Pair{envelope.recipient, writer});
    changing(writer).written += envelope.size;
    changing(conversations_->at(envelope.conversation).owner).owned += envelope.size;
}

void QueueCounts::remove(const CountedEnvelope& envelope)
{
    const auto writer = writer_of(envelope);
    --changing(Pair{envelope.recipient, writer});
    changing(writer).written -= envelope.size;
    changing(conversations_->at(envelope.conversation).owner).owned -= envelope.size;
}

std::uint64_t& QueueCounts::changing(const Pair& pair)
{
    auto& count = kept_pair(pair);
    pairs_.changed(pair);
    return count;
}

std::uint64_t& QueueCounts::kept_pair(const Pair& pair)
{
    if (auto* known = pairs_.find(pair)) return *known;
    auto rows = find_pair_.rows(pair.first, pair.second);
    return pairs_.keep(pair, rows.next() ? static_cast<std::uint64_t>(rows.int64(0)) : 0);
}

QueuedBytes& QueueCounts::kept_bytes(AccountRow account)
{
    if (auto* known = bytes_.find(account)) return *known;
    auto rows = find_bytes_.rows(account);
    require(rows.next(), "accounts are never removed");
    return bytes_.keep(account, {static_cast<std::uint64_t>(rows.int64(0)), static_cast<std::uint64_t>(rows.int64(1))});
}

void QueueCounts::write(const WaitingBytes& waiting)
{
    set_bytes_.run(static_cast<std::int64_t>(waiting.written), static_cast<std::int64_t>(waiting.owned),
                   waiting.account);
}

void QueueCounts::write(const WaitingEnvelopes& waiting)
{
    if (waiting.count == 0)
        remove_pair_.run(waiting.device, waiting.account);
    else
        set_pair_.run(waiting.device, waiting.account, static_cast<std::int64_t>(waiting.count));
}

void QueueCounts::note(Changes& changes)
{
    bytes_.note_changes(
        [&](AccountRow account, const QueuedBytes& bytes) { changes.bytes.push_back(waiting_of(account, bytes)); });
    pairs_.note_changes([&](const Pair& pair, std::uint64_t count) {
        changes.envelopes.push_back(waiting_of(pair.first, pair.second, count));
    });
}

void QueueCounts::write_back()
{
    bytes_.write_back([&](AccountRow account, const QueuedBytes& bytes) { write(waiting_of(account, bytes)); });
    pairs_.write_back(
        [&](const Pair& pair, std::uint64_t count) { write(waiting_of(pair.first, pair.second, count)); });
}

void QueueCounts::forget() noexcept
{
    pairs_.forget();
    bytes_.forget();
}

}  // namespace holdfast::server
