#include "server/core/store/accounts.hpp"

#include <string>
#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

const std::string account_columns = "SELECT n, id, role, epoch, device_list, signature, created FROM account ";
const std::string device_columns =
    "SELECT d.n, d.account, a.role, a.id, d.id, d.signing, d.frozen, d.last_submit, d.token, d.token_before "
    "FROM device d JOIN account a ON a.n = d.account WHERE d.dropped = 0 AND ";

constexpr std::string_view put_device_sql =
    "INSERT INTO device(account, id, signing, agreement) VALUES (?, ?, ?, ?) "
    "ON CONFLICT(account, id) DO UPDATE SET signing = excluded.signing, agreement = excluded.agreement, "
    "dropped = 0, frozen = 0";

AccountRecord account_at(const store::Rows& rows)
{
    return {static_cast<AccountRow>(rows.int64(0)), rows.id<AccountId>(1),
            static_cast<wire::Role>(rows.int64(2)), static_cast<std::uint32_t>(rows.int64(3)),
            {rows.bytes(4), rows.id<Signature>(5)}, rows.instant(6)};
}

DeviceRecord device_at(const store::Rows& rows)
{
    return {static_cast<DeviceRow>(rows.int64(0)),
            static_cast<AccountRow>(rows.int64(1)),
            static_cast<wire::Role>(rows.int64(2)),
            {rows.id<AccountId>(3), rows.id<DeviceId>(4)},
            rows.id<SignPublic>(5),
            rows.int64(6) != 0,
            static_cast<std::uint64_t>(rows.int64(7)),
            static_cast<std::uint64_t>(rows.int64(8)),
            static_cast<std::uint64_t>(rows.int64(9))};
}

}  // namespace

Accounts::Accounts(store::Database& db)
    : by_id_{db.prepare(account_columns + "WHERE id = ?")},
      by_row_{db.prepare(account_columns + "WHERE n = ?")},
      all_{db.prepare(account_columns + "ORDER BY n")},
      add_{db.prepare("INSERT INTO account(id, role, epoch, device_list, signature, created) "
                      "VALUES (?, ?, ?, ?, ?, ?)")},
      replace_list_{db.prepare("UPDATE account SET epoch = ?, device_list = ?, signature = ? WHERE n = ?")},
      device_by_address_{db.prepare(device_columns + "a.id = ? AND d.id = ?")},
      device_by_row_{db.prepare(device_columns + "d.n = ?")},
      devices_{db.prepare(device_columns + "d.account = ? ORDER BY d.n")},
      put_device_{db.prepare(put_device_sql)},
      drop_device_{db.prepare("UPDATE device SET dropped = 1 WHERE n = ?")},
      forget_device_{db.prepare("DELETE FROM device WHERE n = ? AND last_submit = 0 AND last_prekey = 0")},
      freeze_{db.prepare("UPDATE device SET frozen = 1 WHERE n = ?")},
      last_submit_{db.prepare("SELECT last_submit FROM device WHERE n = ?")},
      set_last_submit_{db.prepare("UPDATE device SET last_submit = ? WHERE n = ?")},
      set_tokens_{db.prepare("UPDATE device SET token = ?, token_before = ? WHERE n = ?")},
      waiting_{db.prepare("SELECT waiting, waiting_owned FROM account WHERE n = ?")},
      next_delivery_{
          db.prepare("UPDATE device SET last_delivery = last_delivery + 1 WHERE n = ? RETURNING last_delivery")},
      count_accounts_{db.prepare("SELECT count(*) FROM account WHERE role = ?")},
      count_devices_{db.prepare("SELECT count(*) FROM device WHERE dropped = 0")}
{
}

std::optional<AccountRecord> Accounts::find(const AccountId& id)
{
    auto rows = by_id_.rows(id);
    if (!rows.next()) return std::nullopt;
    return account_at(rows);
}

std::optional<AccountRecord> Accounts::find(AccountRow row)
{
    auto rows = by_row_.rows(row);
    if (!rows.next()) return std::nullopt;
    return account_at(rows);
}

std::vector<AccountRecord> Accounts::all()
{
    std::vector<AccountRecord> out;
    for (auto rows = all_.rows(); rows.next();) out.push_back(account_at(rows));
    return out;
}

AccountRow Accounts::add(const AccountId& id, wire::Role role, std::uint32_t epoch, const wire::Signed& list,
                         Instant now)
{
    add_.run(id, role, epoch, list.body, list.signature, now);
    return find(id)->row;
}

void Accounts::replace_list(AccountRow row, std::uint32_t epoch, const wire::Signed& list)
{
    replace_list_.run(epoch, list.body, list.signature, row);
}

std::optional<DeviceRecord> Accounts::find_device(const Address& address)
{
    auto rows = device_by_address_.rows(address.account, address.device);
    if (!rows.next()) return std::nullopt;
    return device_at(rows);
}

std::optional<DeviceRecord> Accounts::find_device(DeviceRow row)
{
    auto rows = device_by_row_.rows(row);
    if (!rows.next()) return std::nullopt;
    return device_at(rows);
}

std::vector<DeviceRecord> Accounts::devices(AccountRow account)
{
    std::vector<DeviceRecord> out;
    for (auto rows = devices_.rows(account); rows.next();) out.push_back(device_at(rows));
    return out;
}

void Accounts::put_device(AccountRow account, const wire::DeviceEntry& entry)
{
    put_device_.run(account, entry.device, entry.signing, entry.agreement);
}

void Accounts::drop_device(DeviceRow row)
{
    drop_device_.run(row);
    forget_device_.run(row);
}

void Accounts::freeze(DeviceRow row) { freeze_.run(row); }

std::uint64_t Accounts::last_submit(DeviceRow row)
{
    auto rows = last_submit_.rows(row);
    require(rows.next(), "a logged in device has its row");
    return static_cast<std::uint64_t>(rows.int64(0));
}

void Accounts::set_last_submit(DeviceRow row, std::uint64_t number)
{
    set_last_submit_.run(static_cast<std::int64_t>(number), row);
}

void Accounts::set_tokens(DeviceRow row, std::uint64_t newest, std::uint64_t before)
{
    set_tokens_.run(static_cast<std::int64_t>(newest), static_cast<std::int64_t>(before), row);
}

std::uint64_t Accounts::next_delivery(DeviceRow row)
{
    auto rows = next_delivery_.rows(row);
    require(rows.next(), "a logged in device has its row");
    return static_cast<std::uint64_t>(rows.int64(0));
}

QueuedBytes Accounts::queued(AccountRow account)
{
    auto rows = waiting_.rows(account);
    require(rows.next(), "accounts are never removed");
    return {static_cast<std::uint64_t>(rows.int64(0)), static_cast<std::uint64_t>(rows.int64(1))};
}

Counts Accounts::counts()
{
    // Each question in a statement of its own: one set of rows at a time.
    Counts counts;
    counts.therapists = count_of(count_accounts_.rows(wire::Role::therapist));
    counts.clients = count_of(count_accounts_.rows(wire::Role::client));
    counts.devices = count_of(count_devices_.rows());
    return counts;
}

}  // namespace holdfast::server
