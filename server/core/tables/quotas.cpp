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
    if (auto rows = find_.rows(account, quota.kind, subject); rows.next() && now < rows.instant(0) + quota.every) {
        began = rows.instant(0);
        used = rows.int64(1);
    }
    if (used >= quota.most) return false;
    put_.run(account, quota.kind, subject, began, used + 1);
    return true;
}

}  // namespace holdfast::server
