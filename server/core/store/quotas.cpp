#include "server/core/store/quotas.hpp"

namespace holdfast::server {

Quotas::Quotas(store::Database& db)
    : find_{db.prepare("SELECT began, used FROM quota WHERE account = ? AND kind = ? AND subject = ?")},
      put_{db.prepare("INSERT INTO quota(account, kind, subject, began, used) VALUES (?, ?, ?, ?, ?) "
                      "ON CONFLICT(account, kind, subject) DO UPDATE SET began = excluded.began, used = excluded.used")}
{
}

Quotas::Use Quotas::running(const Quota& quota, AccountRow account, Instant now, AccountRow subject)
{
    auto rows = find_.rows(account, quota.kind, subject);
    if (!rows.next()) return {now, 0};
    // One that began later than now was counted by a clock that was ahead.
    const bool running = rows.instant(0) <= now && now < rows.instant(0) + quota.every;
    return running ? Use{rows.instant(0), rows.int64(1)} : Use{now, 0};
}

bool Quotas::fits(const Quota& quota, AccountRow account, Instant now, AccountRow subject, std::uint32_t amount)
{
    return running(quota, account, now, subject).used + amount <= quota.most;
}

bool Quotas::use(const Quota& quota, AccountRow account, Instant now, AccountRow subject, std::uint32_t amount)
{
    const auto use = running(quota, account, now, subject);
    if (use.used + amount > quota.most) return false;
    put_.run(account, quota.kind, subject, use.began, use.used + amount);
    return true;
}

}  // namespace holdfast::server
