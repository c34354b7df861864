#include "server/core/store/quotas.hpp"

namespace holdfast::server {

Quotas::Quotas(store::Database& db)
    : find_{db.prepare("SELECT began, used FROM quota WHERE account = ? AND kind = ? AND subject = ?")},
      put_{db.prepare("INSERT INTO quota(account, kind, subject, began, used) VALUES (?, ?, ?, ?, ?) "
                      "ON CONFLICT(account, kind, subject) DO UPDATE SET began = excluded.began, used = excluded.used")}
{
}

Quotas::Use& Quotas::last(const Key& key)
{
    if (Use* kept = kept_.find(key)) return *kept;
    const auto& [account, kind, subject] = key;
    auto rows = find_.rows(account, kind, subject);
    return kept_.keep(key, rows.next() ? Use{rows.instant(0), rows.int64(1)} : Use{Instant::min(), 0});
}

Quotas::Use Quotas::running(const Quota& quota, AccountRow account, Instant now, AccountRow subject)
{
    const Use& use = last({account, quota.kind, subject});
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
    last(key) = use;
    kept_.changed(key);
    return true;
}

void Quotas::write_back()
{
    kept_.write_back([&](const Key& key, const Use& use) {
        const auto& [account, kind, subject] = key;
        put_.run(account, kind, subject, use.began, use.used);
    });
}

}  // namespace holdfast::server
