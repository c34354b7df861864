#include "server/core/store/accounts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

const std::string account_columns =
    "SELECT n, id, role, epoch, device_list, signature, created, invited_as, "
    "invited_by, last_month, suspended, ended FROM account ";
constexpr std::string_view devices_sql =
    "SELECT d.n, d.account, a.role, a.id, d.id, d.signing, d.frozen, d.last_submit, d.token, d.token_before, "
    "coalesce(d.prekey_expires, 0), d.last_delivery "
    "FROM device d JOIN account a ON a.n = d.account WHERE d.dropped = 0 AND d.account = ? ORDER BY d.n";
constexpr std::string_view by_address_sql =
    "SELECT d.n FROM device d JOIN account a ON a.n = d.account WHERE a.id = ? AND d.id = ?";
constexpr std::string_view set_numbers_sql =
    "UPDATE device SET last_submit = ?, token = ?, token_before = ?, last_delivery = ? WHERE n = ?";

constexpr std::string_view put_device_sql =
    "INSERT INTO device(account, id, signing, agreement) VALUES (?, ?, ?, ?) "
    "ON CONFLICT(account, id) DO UPDATE SET signing = excluded.signing, agreement = excluded.agreement, "
    "dropped = 0, dropped_at = NULL, frozen = 0";

/// Nothing refers to a dropped device any more: no message of its, no receipt that answers it. SQLite collects the
/// senders once, and only where a device is due: an index would cost every message a write.
constexpr std::string_view forget_dropped_sql =
    "DELETE FROM device WHERE n IN (SELECT n FROM device WHERE dropped = 1 AND dropped_at < ? "
    "AND n NOT IN (SELECT sender FROM message) ORDER BY dropped_at LIMIT ?) RETURNING n";
constexpr std::string_view ended_device_sql =
    "SELECT d.signing FROM device d JOIN account a ON a.n = d.account "
    "WHERE a.id = ? AND d.id = ? AND a.ended IS NOT NULL";

template <class Number>
std::optional<Number> number_at(const store::Rows& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    return static_cast<Number>(rows.int64(column));
}

std::optional<Instant> instant_at(const store::Rows& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    return rows.instant(column);
}

AccountRecord account_at(const store::Rows& rows)
{
    return {static_cast<AccountRow>(rows.int64(0)),
            rows.id<AccountId>(1),
            static_cast<wire::Role>(rows.int64(2)),
            static_cast<std::uint32_t>(rows.int64(3)),
            {rows.bytes(4), rows.id<Signature>(5)},
            rows.instant(6),
            number_at<std::uint64_t>(rows, 7),
            number_at<AccountRow>(rows, 8),
            number_at<std::uint32_t>(rows, 9),
            instant_at(rows, 10),
            instant_at(rows, 11)};
}

DeviceRecord device_at(const store::Rows& rows)
{
    return {static_cast<DeviceRow>(rows.int64(0)),
            static_cast<AccountRow>(rows.int64(1)),
            static_cast<wire::Role>(rows.int64(2)),
            {rows.id<AccountId>(3), rows.id<DeviceId>(4)},
            rows.id<SignPublic>(5),
            static_cast<Stopped>(rows.int64(6)),
            static_cast<std::uint64_t>(rows.int64(7)),
            static_cast<std::uint64_t>(rows.int64(8)),
            static_cast<std::uint64_t>(rows.int64(9))};
}

std::int64_t stored(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

Accounts::Accounts(store::Database& db)
    : by_id_{db.prepare(account_columns + "WHERE id = ?")},
      by_row_{db.prepare(account_columns + "WHERE n = ?")},
      all_{db.prepare(account_columns + "WHERE ended IS NULL ORDER BY n")},
      add_{db.prepare("INSERT INTO account(id, role, epoch, device_list, signature, created) "
                      "VALUES (?, ?, ?, ?, ?, ?)")},
      replace_list_{db.prepare("UPDATE account SET epoch = ?, device_list = ?, signature = ? WHERE n = ?")},
      device_by_address_{db.prepare(by_address_sql)},
      devices_{db.prepare(devices_sql)},
      put_device_{db.prepare(put_device_sql)},
      drop_device_{db.prepare("UPDATE device SET dropped = 1, dropped_at = ? WHERE n = ?")},
      forget_device_{db.prepare("DELETE FROM device WHERE n = ? AND last_submit = 0 AND last_prekey = 0")},
      stop_{db.prepare("UPDATE device SET frozen = ? WHERE n = ?")},
      set_invitation_{db.prepare("UPDATE account SET invited_as = ?, invited_by = ? WHERE n = ?")},
      set_last_month_{db.prepare("UPDATE account SET last_month = ? WHERE n = ?")},
      set_suspended_{db.prepare("UPDATE account SET suspended = ? WHERE n = ?")},
      end_{db.prepare("UPDATE account SET ended = ?, suspended = NULL, device_list = ?, signature = ? WHERE n = ?")},
      forget_names_{db.prepare("DELETE FROM sealed_names WHERE account = ?")},
      forget_quotas_{db.prepare("DELETE FROM quota WHERE account = ?")},
      ended_device_{db.prepare(ended_device_sql)},
      forget_dropped_{db.prepare(forget_dropped_sql)},
      account_of_{db.prepare("SELECT account FROM device WHERE n = ?")},
      set_numbers_{db.prepare(set_numbers_sql)},
      count_accounts_{db.prepare("SELECT count(*) FROM account WHERE role = ? AND ended IS NULL")},
      count_devices_{db.prepare("SELECT count(*) FROM device WHERE dropped = 0")}
{
}

std::optional<AccountRecord> Accounts::find(const AccountId& id)
{
    auto rows = by_id_.rows(id);
    if (!rows.next()) return std::nullopt;
    return account_at(rows);
}

std::optional<AccountRecord> Accounts::find_open(const AccountId& id)
{
    auto account = find(id);
    if (account && account->ended) account.reset();
    return account;
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

void Accounts::set_invitation(AccountRow row, std::uint64_t number, std::optional<AccountRow> inviter)
{
    set_invitation_.run(stored(number), inviter, row);
}

void Accounts::set_last_month(AccountRow row, std::uint32_t month) { set_last_month_.run(month, row); }

void Accounts::set_suspended(AccountRow row, std::optional<Instant> since) { set_suspended_.run(since, row); }

bool Accounts::is_suspended(AccountRow row)
{
    const auto account = find(row);
    return account && account->suspended;
}

void Accounts::end(AccountRow row, Instant now)
{
    end_.run(now, Bytes{}, Signature{}, row);
    forget_names_.run(row);
    forget_quotas_.run(row);
}

std::optional<SignPublic> Accounts::ended_device(const Address& address)
{
    auto rows = ended_device_.rows(address.account, address.device);
    if (!rows.next()) return std::nullopt;
    return rows.id<SignPublic>(0);
}

std::optional<AccountRow> Accounts::account_of(DeviceRow device)
{
    const auto known = accounts_.find(device);
    if (known != accounts_.end()) return known->second;
    auto rows = account_of_.rows(device);
    if (!rows.next()) return std::nullopt;
    return accounts_.emplace(device, static_cast<AccountRow>(rows.int64(0))).first->second;
}

Accounts::KeptDevices& Accounts::kept(AccountRow account)
{
    if (KeptDevices* known = kept_.find(account)) return *known;
    KeptDevices devices;
    for (auto rows = devices_.rows(account); rows.next();)
        devices.push_back({device_at(rows), rows.instant(10), static_cast<std::uint64_t>(rows.int64(11))});
    return kept_.keep(account, std::move(devices));
}

Accounts::KeptDevice* Accounts::kept(DeviceRow device)
{
    const auto account = account_of(device);
    if (!account) return nullptr;
    auto& devices = kept(*account);
    const auto found =
        std::find_if(devices.begin(), devices.end(), [&](const KeptDevice& one) { return one.record.row == device; });
    return found == devices.end() ? nullptr : &*found;
}

Accounts::KeptDevice& Accounts::changing(DeviceRow device)
{
    KeptDevice* known = kept(device);
    require(known != nullptr, "a logged in device has its row");
    known->changed = true;
    kept_.changed(known->record.account);
    return *known;
}

void Accounts::write(KeptDevices& devices)
{
    for (auto& device : devices) {
        if (device.changed || device.unwritten) write(numbers_of(device));
        device.changed = device.unwritten = false;
    }
}

DeviceNumbers Accounts::numbers_of(const KeptDevice& device)
{
    const auto& record = device.record;
    return {static_cast<std::uint32_t>(record.row), record.last_submit, record.token, record.token_before,
            device.last_delivery};
}

void Accounts::write(const DeviceNumbers& numbers)
{
    const auto& [device, last_submit, token, token_before, last_delivery] = numbers;
    set_numbers_.run(stored(last_submit), stored(token), stored(token_before), stored(last_delivery), device);
}

void Accounts::note(Changes& changes)
{
    kept_.note_changes([&](AccountRow, KeptDevices& devices) {
        for (auto& device : devices) {
            if (!std::exchange(device.changed, false)) continue;
            device.unwritten = true;
            changes.devices.push_back(numbers_of(device));
        }
    });
}

bool Accounts::must_write() const noexcept { return written_ || kept_.is_full() || accounts_.size() > max_kept_rows; }

void Accounts::write_back()
{
    written_ = false;
    kept_.write_back([&](AccountRow, KeptDevices& devices) { write(devices); });
    if (accounts_.size() > max_kept_rows) accounts_.clear();
}

void Accounts::read_again(AccountRow account)
{
    if (KeptDevices* devices = kept_.find(account)) write(*devices);
    kept_.drop(account);
    written_ = true;
}

void Accounts::read_again(DeviceRow device)
{
    if (const auto account = account_of(device)) read_again(*account);
}

void Accounts::forget() noexcept
{
    kept_.forget();
    accounts_.clear();
    written_ = false;
}

std::optional<DeviceRecord> Accounts::find_device(const Address& address)
{
    std::optional<DeviceRow> row;
    if (auto rows = device_by_address_.rows(address.account, address.device); rows.next())
        row = static_cast<DeviceRow>(rows.int64(0));
    if (!row) return std::nullopt;
    return find_device(*row);
}

std::optional<DeviceRecord> Accounts::find_device(DeviceRow row)
{
    const KeptDevice* known = kept(row);
    if (known == nullptr) return std::nullopt;
    return known->record;
}

std::vector<DeviceRecord> Accounts::devices(AccountRow account)
{
    std::vector<DeviceRecord> out;
    for (const auto& device : kept(account)) out.push_back(device.record);
    return out;
}

void Accounts::add_recipients(AccountRow account, std::vector<Recipient>& out)
{
    for (const auto& [record, prekey_expires, last_delivery, changed, unwritten] : kept(account))
        out.push_back({record.row, record.address, record.role, prekey_expires});
}

void Accounts::put_device(AccountRow account, const wire::DeviceEntry& entry)
{
    put_device_.run(account, entry.device, entry.signing, entry.agreement);
    read_again(account);
}

void Accounts::drop_device(DeviceRow row, Instant now)
{
    read_again(row);
    drop_device_.run(now, row);
    forget_device_.run(row);
}

void Accounts::stop(DeviceRow row, Stopped why)
{
    stop_.run(why, row);
    read_again(row);
}

std::size_t Accounts::forget_dropped(Instant before, std::size_t limit)
{
    std::size_t gone = 0;
    for (auto rows = forget_dropped_.rows(before, static_cast<std::int64_t>(limit)); rows.next(); ++gone)
        accounts_.erase(static_cast<DeviceRow>(rows.int64(0)));
    return gone;
}

std::uint64_t Accounts::last_submit(DeviceRow row)
{
    const KeptDevice* known = kept(row);
    require(known != nullptr, "a logged in device has its row");
    return known->record.last_submit;
}

void Accounts::set_last_submit(DeviceRow row, std::uint64_t number) { changing(row).record.last_submit = number; }

void Accounts::set_tokens(DeviceRow row, std::uint64_t newest, std::uint64_t before)
{
    auto& device = changing(row).record;
    device.token = newest;
    device.token_before = before;
}

std::uint64_t Accounts::next_delivery(DeviceRow row) { return ++changing(row).last_delivery; }

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
