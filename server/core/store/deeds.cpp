#include "server/core/store/deeds.hpp"

#include <string>

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view prune_sql =
    "DELETE FROM deed WHERE n IN (SELECT n FROM deed WHERE at < ? AND n < (SELECT max(n) FROM deed) ORDER BY n LIMIT "
    "?) "
    "RETURNING n";

/// Of five columns: number, instant, deed, account, detail.
Deed deed_at(const store::Rows& rows)
{
    Deed deed{static_cast<std::uint64_t>(rows.int64(0)), rows.instant(1), rows.text(2), std::nullopt, rows.text(4), {}};
    if (!rows.is_null(3)) deed.account = rows.id<AccountId>(3);
    return deed;
}

}  // namespace

Digest deed_hash(const Deed& deed) { return crypto::sha256(crypto::labels::deed_hash, wire::encode(deed)); }

DeedLog::DeedLog(store::Database& db)
    : add_{db.prepare("INSERT INTO deed(n, at, what, account, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)")},
      newest_{db.prepare("SELECT n, hash FROM deed WHERE hash IS NOT NULL ORDER BY n DESC LIMIT 1")},
      read_{db.prepare("SELECT n, at, what, account, detail, previous FROM deed WHERE n >= ? AND hash IS NOT NULL "
                       "ORDER BY n LIMIT ?")},
      unchained_{db.prepare("SELECT n, at, what, account, detail FROM deed WHERE hash IS NULL ORDER BY n")},
      chain_{db.prepare("UPDATE deed SET previous = ?, hash = ? WHERE n = ?")},
      prune_{db.prepare(prune_sql)}
{
}

void DeedLog::add(Instant at, std::string_view what, const std::optional<AccountId>& account, std::string_view detail)
{
    Deed deed{1, at, std::string{what}, account, std::string{detail}, {}};
    if (auto rows = newest_.rows(); rows.next()) {
        deed.number = static_cast<std::uint64_t>(rows.int64(0)) + 1;
        deed.previous = rows.id<Digest>(1);
    }
    add_.run(static_cast<std::int64_t>(deed.number), at, deed.what, account, deed.detail, deed.previous,
             deed_hash(deed));
}

std::vector<Deed> DeedLog::read(std::uint64_t from, std::size_t limit)
{
    std::vector<Deed> deeds;
    for (auto rows = read_.rows(static_cast<std::int64_t>(from), static_cast<std::int64_t>(limit)); rows.next();) {
        deeds.push_back(deed_at(rows));
        deeds.back().previous = rows.id<Digest>(5);
    }
    return deeds;
}

Digest DeedLog::head()
{
    auto rows = newest_.rows();
    return rows.next() ? rows.id<Digest>(1) : Digest{};
}

void DeedLog::chain_old()
{
    std::vector<Deed> old;
    for (auto rows = unchained_.rows(); rows.next();) old.push_back(deed_at(rows));
    Digest previous;
    for (auto& deed : old) {
        deed.previous = previous;
        previous = deed_hash(deed);
        chain_.run(deed.previous, previous, static_cast<std::int64_t>(deed.number));
    }
}

std::size_t DeedLog::prune(Instant before, std::size_t limit)
{
    std::size_t gone = 0;
    for (auto rows = prune_.rows(before, static_cast<std::int64_t>(limit)); rows.next();) ++gone;
    return gone;
}

}  // namespace holdfast::server
