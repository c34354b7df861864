#include "server/core/store/names.hpp"

namespace holdfast::server {

SealedNames::SealedNames(store::Database& db)
    : find_{db.prepare("SELECT sealed FROM sealed_names WHERE account = ?")},
      replace_{db.prepare("INSERT INTO sealed_names(account, sealed) VALUES (?, ?) "
                          "ON CONFLICT(account) DO UPDATE SET sealed = excluded.sealed")}
{
}

std::optional<Bytes> SealedNames::find(AccountRow account)
{
    auto rows = find_.rows(account);
    if (!rows.next()) return std::nullopt;
    return to_bytes(rows.view(0));
}

void SealedNames::replace(AccountRow account, BytesView sealed) { replace_.run(account, sealed); }

}  // namespace holdfast::server
