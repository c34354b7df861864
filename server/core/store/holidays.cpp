#include "server/core/store/holidays.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {

SuggestedHolidays::SuggestedHolidays(store::Database& db)
    : list_{db.prepare("SELECT list FROM holiday_list")},
      replace_{db.prepare("INSERT INTO holiday_list(one, list) VALUES (1, ?) "
                          "ON CONFLICT(one) DO UPDATE SET list = excluded.list")},
      remove_{db.prepare("DELETE FROM holiday_list")}
{
}

std::optional<wire::Signed> SuggestedHolidays::list()
{
    auto rows = list_.rows();
    if (!rows.next()) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

void SuggestedHolidays::replace(const wire::Signed& list) { replace_.run(wire::encode(list)); }

void SuggestedHolidays::remove() { remove_.run(); }

}  // namespace holdfast::server
