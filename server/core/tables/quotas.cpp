#include "server/core/tables/quotas.hpp"

namespace holdfast::server {

Quotas::Quotas(store::Database& db)
    : find_{db.prepare("SELECT began, used FROM quota WHERE account = ? AND kind = ? AND subject = ?")},
      put_{db.prepare("INSERT OR REPLACE INTO quota(account, kind, subject, began, used) VALUES (?, ?, ?, ?, ?)")}
{
}

bool Quotas::use(const Quota& quota, AccountRow account, Instant now, AccountRow subject)
{
    Instant began = now;
    std::int64_t used = 0;
    if (auto rows = find_.rows(account, quota.kind, subject); rows.next()) {
        // One that began later than now was counted by a clock that was ahead.
        const bool running = rows.instant(0) <= now && now < rows.instant(0) + quota.every;
        if (running) began = rows.instant(0);
        if (running) used = rows.int64(1);
    }
    if (used >= quota.most) return false;
    put_.run(account, quota.kind, subject, began, used + 1);
    return true;
}

}  // namespace holdfast::server
