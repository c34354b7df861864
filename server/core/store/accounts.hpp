// Accounts and their devices.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/changes.hpp"
#include "server/core/store/kept_rows.hpp"
#include "server/core/store/rows.hpp"
#include "server/core/store/stopped.hpp"

namespace holdfast::server {

struct AccountRecord {
    AccountRow row{};
    AccountId id;
    wire::Role role = wire::Role::client;
    std::uint32_t epoch = 0;
    wire::Signed device_list;
    Instant created;
    std::optional<std::uint64_t> invited_as;  ///< the number of its invitation
    std::optional<AccountRow> invited_by;     ///< empty: the practice
    std::optional<std::uint32_t> last_month;  ///< of a login, see month_of
    std::optional<Instant> suspended;         ///< since when
    std::optional<Instant> ended;             ///< when the practice removed it: without devices, and its list is empty
};

struct DeviceRecord {
    DeviceRow row{};
    AccountRow account{};
    wire::Role role = wire::Role::client;
    Address address;
    SignPublic signing;
    Stopped stopped = Stopped::no;
    std::uint64_t last_submit = 0;
    std::uint64_t token = 0;         ///< the number of the newest login token given
    std::uint64_t token_before = 0;  ///< the one that counts beside it; the same once the newest is confirmed
};

struct Counts {
    std::uint64_t therapists = 0;
    std::uint64_t clients = 0;
    std::uint64_t devices = 0;
};

/// A device that gets an envelope of every message another member writes.
struct Recipient {
    DeviceRow row{};
    Address address;
    wire::Role role = wire::Role::client;
    Instant prekey_expires;  ///< of its signed prekey; 1970 when it has none
};

/// The row of an account stays when the practice removes it; devices are dropped with their list. A dropped device is
/// found by no question here but those that say so.
/// Devices at work are kept in memory, with the numbers that count on with every message.
class Accounts {
  public:
    explicit Accounts(store::Database& db);

    [[nodiscard]] std::optional<AccountRecord> find(const AccountId& id);
    /// Empty for one that was removed, too.
    [[nodiscard]] std::optional<AccountRecord> find_open(const AccountId& id);
    [[nodiscard]] std::optional<AccountRecord> find(AccountRow row);
    /// Those that were not removed, oldest first.
    [[nodiscard]] std::vector<AccountRecord> all();
    AccountRow add(const AccountId& id, wire::Role role, std::uint32_t epoch, const wire::Signed& list, Instant now);
    void set_invitation(AccountRow row, std::uint64_t number, std::optional<AccountRow> inviter);
    void set_last_month(AccountRow row, std::uint32_t month);
    /// Empty: no more.
    void set_suspended(AccountRow row, std::optional<Instant> since);
    [[nodiscard]] bool is_suspended(AccountRow row);
    /// Its list, its names for people and what it used of its quotas are deleted. Precondition: its devices are
    /// dropped.
    void end(AccountRow row, Instant now);
    void replace_list(AccountRow row, std::uint32_t epoch, const wire::Signed& list);

    [[nodiscard]] std::optional<DeviceRecord> find_device(const Address& address);
    [[nodiscard]] std::optional<DeviceRecord> find_device(DeviceRow row);
    [[nodiscard]] std::vector<DeviceRecord> devices(AccountRow account);
    /// The signing key of a device of an account that the practice removed, as long as the device is remembered.
    [[nodiscard]] std::optional<SignPublic> ended_device(const Address& address);
    /// Of a dropped device, too, unless it was forgotten.
    [[nodiscard]] std::optional<AccountRow> account_of(DeviceRow device);
    /// As recipients: they come behind those in `out`.
    void add_recipients(AccountRow account, std::vector<Recipient>& out);
    /// Adds it, or takes a dropped one back with its submit numbers; its keys are those of the entry.
    void put_device(AccountRow account, const wire::DeviceEntry& entry);
    /// One that never submitted or published anything is forgotten; another keeps its row, so that its numbers stay
    /// known.
    void drop_device(DeviceRow row, Instant now);
    void stop(DeviceRow row, Stopped why);
    /// Forgets at most `limit` of the devices that were dropped before `before` and of which nothing is left in the
    /// queues or the log. How many they were.
    std::size_t forget_dropped(Instant before, std::size_t limit);

    /// The highest submit number of a device that is not dropped.
    [[nodiscard]] std::uint64_t last_submit(DeviceRow row);
    void set_last_submit(DeviceRow row, std::uint64_t number);
    void set_tokens(DeviceRow row, std::uint64_t newest, std::uint64_t before);
    /// The number of the next delivery handed to a device.
    [[nodiscard]] std::uint64_t next_delivery(DeviceRow row);

    [[nodiscard]] Counts counts();

    /// The numbers that have changed in this commit; they are written later.
    void note(Changes& changes);
    /// Whether they have to be written with this commit.
    [[nodiscard]] bool must_write() const noexcept;
    /// Writes the numbers that have changed.
    void write_back();
    void write(const DeviceNumbers& numbers);
    /// To be read again: another table's command has changed something about its devices.
    void read_again(DeviceRow device);
    void forget() noexcept;

  private:
    struct KeptDevice {
        DeviceRecord record;
        Instant prekey_expires;
        std::uint64_t last_delivery = 0;
        bool changed = false;    ///< in this commit
        bool unwritten = false;  ///< changed in an earlier one
    };
    /// Those not dropped, in the order of their rows.
    using KeptDevices = std::vector<KeptDevice>;

    [[nodiscard]] KeptDevices& kept(AccountRow account);
    /// Null for a dropped one.
    [[nodiscard]] KeptDevice* kept(DeviceRow device);
    /// To change its numbers. Precondition: it is not dropped.
    [[nodiscard]] KeptDevice& changing(DeviceRow device);
    [[nodiscard]] static DeviceNumbers numbers_of(const KeptDevice& device);
    void write(KeptDevices& devices);
    void read_again(AccountRow account);

    store::Statement by_id_;
    store::Statement by_row_;
    store::Statement all_;
    store::Statement add_;
    store::Statement replace_list_;
    store::Statement device_by_address_;
    store::Statement devices_;
    store::Statement put_device_;
    store::Statement drop_device_;
    store::Statement forget_device_;
    store::Statement stop_;
    store::Statement set_invitation_;
    store::Statement set_last_month_;
    store::Statement set_suspended_;
    store::Statement end_;
    store::Statement forget_names_;
    store::Statement forget_quotas_;
    store::Statement ended_device_;
    store::Statement forget_dropped_;
    store::Statement account_of_;
    store::Statement set_numbers_;
    store::Statement count_accounts_;
    store::Statement count_devices_;
    KeptRows<AccountRow, KeptDevices> kept_;
    std::map<DeviceRow, AccountRow> accounts_;  ///< of the devices asked for; an account keeps its devices
    bool written_ = false;                      ///< numbers of this commit, what was noted of them before is too old
};

}  // namespace holdfast::server
