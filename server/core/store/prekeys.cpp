#include "server/core/store/prekeys.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

constexpr std::string_view take_sql =
    "DELETE FROM one_time_prekey WHERE device = ? AND id = (SELECT min(id) FROM one_time_prekey WHERE device = ?) "
    "RETURNING record";

}  // namespace

PrekeyDirectory::PrekeyDirectory(store::Database& db, Accounts& accounts)
    : accounts_{&accounts},
      set_signed_{db.prepare("UPDATE device SET signed_prekey = ?, prekey_expires = ? WHERE n = ?")},
      signed_{db.prepare("SELECT signed_prekey FROM device WHERE n = ? AND signed_prekey IS NOT NULL AND "
                         "prekey_expires > ?")},
      last_id_{db.prepare("SELECT last_prekey FROM device WHERE n = ?")},
      set_last_id_{db.prepare("UPDATE device SET last_prekey = ? WHERE n = ?")},
      add_{db.prepare("INSERT INTO one_time_prekey(device, id, record) VALUES (?, ?, ?)")},
      count_{db.prepare("SELECT count(*) FROM one_time_prekey WHERE device = ?")},
      take_{db.prepare(take_sql)},
      drop_{db.prepare("DELETE FROM one_time_prekey WHERE device = ?")},
      drop_signed_{db.prepare("UPDATE device SET signed_prekey = NULL, prekey_expires = NULL WHERE n = ?")},
      drop_all_{db.prepare("DELETE FROM one_time_prekey")}
{
}

void PrekeyDirectory::set_signed(DeviceRow device, const wire::Signed& record, Instant expires)
{
    set_signed_.run(wire::encode(record), expires, device);
    accounts_->read_again(device);
}

std::optional<wire::Signed> PrekeyDirectory::signed_prekey(DeviceRow device, Instant now)
{
    auto rows = signed_.rows(device, now);
    if (!rows.next()) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

std::uint32_t PrekeyDirectory::last_id(DeviceRow device)
{
    auto rows = last_id_.rows(device);
    return rows.next() ? static_cast<std::uint32_t>(rows.int64(0)) : 0;
}

void PrekeyDirectory::add_one_time(DeviceRow device, std::uint32_t id, const wire::Signed& record)
{
    add_.run(device, id, wire::encode(record));
    set_last_id_.run(id, device);
}

std::uint32_t PrekeyDirectory::count(DeviceRow device)
{
    auto rows = count_.rows(device);
    require(rows.next(), "count(*) has a row");
    return static_cast<std::uint32_t>(rows.int64(0));
}

std::optional<wire::Signed> PrekeyDirectory::take_one_time(DeviceRow device)
{
    auto rows = take_.rows(device, device);
    if (!rows.next()) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

void PrekeyDirectory::drop(DeviceRow device)
{
    drop_.run(device);
    drop_signed_.run(device);
    accounts_->read_again(device);
}

void PrekeyDirectory::drop_all_one_time() { drop_all_.run(); }

}  // namespace holdfast::server
