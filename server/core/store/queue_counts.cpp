#include "server/core/store/queue_counts.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view count_pair_sql =
    "SELECT count(*) FROM delivery WHERE device = ? AND sender IN (SELECT n FROM device WHERE account = ?)";

}  // namespace

QueueCounts::QueueCounts(store::Database& db, Accounts& accounts, Conversations& conversations)
    : accounts_{&accounts},
      conversations_{&conversations},
      count_pair_{db.prepare(count_pair_sql)},
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
    if (auto* pair = pairs_.find({envelope.recipient, writer})) ++*pair;
    changing(writer).written += envelope.size;
    changing(conversations_->at(envelope.conversation).owner).owned += envelope.size;
}

void QueueCounts::remove(const CountedEnvelope& envelope)
{
    const auto writer = writer_of(envelope);
    if (auto* pair = pairs_.find({envelope.recipient, writer})) --*pair;
    changing(writer).written -= envelope.size;
    changing(conversations_->at(envelope.conversation).owner).owned -= envelope.size;
}

std::size_t QueueCounts::of_pair(DeviceRow recipient, AccountRow sender)
{
    const Pair key{recipient, sender};
    if (const auto* known = pairs_.find(key)) return *known;
    return pairs_.keep(key, count_of(count_pair_.rows(recipient, sender)));
}

QueuedBytes& QueueCounts::kept_bytes(AccountRow account)
{
    if (auto* known = bytes_.find(account)) return *known;
    auto rows = find_bytes_.rows(account);
    require(rows.next(), "accounts are never removed");
    return bytes_.keep(account, {static_cast<std::uint64_t>(rows.int64(0)), static_cast<std::uint64_t>(rows.int64(1))});
}

void QueueCounts::write_back()
{
    bytes_.write_back([&](AccountRow account, const QueuedBytes& bytes) {
        set_bytes_.run(static_cast<std::int64_t>(bytes.written), static_cast<std::int64_t>(bytes.owned), account);
    });
    pairs_.write_back([](const Pair&, std::uint64_t) {});
}

void QueueCounts::forget() noexcept
{
    pairs_.forget();
    bytes_.forget();
}

}  // namespace holdfast::server
