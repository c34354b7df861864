#include "server/core/store/quotas.hpp"

#include <algorithm>

namespace holdfast::server {
namespace {

// The part of a quota that the store is ahead: nobody misses it, and small quotas are exact.
constexpr std::int64_t ahead = 100;

}  // namespace

Quotas::Quotas(store::Database& db)
    : find_{db.prepare("SELECT began, used FROM quota WHERE account = ? AND kind = ? AND subject = ?")},
      put_{db.prepare("INSERT INTO quota(account, kind, subject, began, used) VALUES (?, ?, ?, ?, ?) "
                      "ON CONFLICT(account, kind, subject) DO UPDATE SET began = excluded.began, used = excluded.used")}
{
}

Quotas::Kept& Quotas::kept(const Key& key)
{
    if (Kept* known = kept_.find(key)) return *known;
    const auto& [account, kind, subject] = key;
    auto rows = find_.rows(account, kind, subject);
    const auto stored = rows.next() ? Use{rows.instant(0), rows.int64(1)} : Use{Instant::min(), 0};
    return kept_.keep(key, {stored, stored});
}

Quotas::Use Quotas::running(const Quota& quota, AccountRow account, Instant now, AccountRow subject)
{
    const Use& use = kept({account, quota.kind, subject}).use;
    // One that began later than now was counted by a clock that was ahead.
    const bool running = use.began <= now && now < use.began + quota.every;
    return running ? use : Use{now, 0};
}

bool Quotas::fits(const Quota& quota, AccountRow account, Instant now, AccountRow subject, std::uint32_t amount)
{
    return running(quota, account, now, subject).used + amount <= quota.most;
}

bool Quotas::use(const Quota& quota, AccountRow account, Instant now, AccountRow subject, std::uint32_t amount)
{
    auto use = running(quota, account, now, subject);
    use.used += amount;
    if (use.used > quota.most) return false;
    const Key key{account, quota.kind, subject};
    Kept& last = kept(key);
    last.use = use;
    last.most = quota.most;
    if (use.began != last.stored.began || use.used > last.stored.used) kept_.changed(key);
    return true;
}

void Quotas::write_back()
{
    const auto put = [&](const Key& key, const Use& use) {
        const auto& [account, kind, subject] = key;
        put_.run(account, kind, subject, use.began, use.used);
    };
    kept_.write_back(
        [&](const Key& key, Kept& counted) {
            const std::int64_t most = counted.most;
            counted.stored = {counted.use.began, std::min(counted.use.used + most / ahead, most)};
            put(key, counted.stored);
        },
        [&](const Key& key, const Kept& counted) {
            if (counted.use.used != counted.stored.used) put(key, counted.use);
        });
}

}  // namespace holdfast::server
