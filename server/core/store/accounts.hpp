// Accounts and their devices.
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

struct AccountRecord {
    AccountRow row{};
    AccountId id;
    wire::Role role = wire::Role::client;
    std::uint32_t epoch = 0;
    wire::Signed device_list;
    Instant created;
};

struct DeviceRecord {
    DeviceRow row{};
    AccountRow account{};
    wire::Role role = wire::Role::client;
    Address address;
    SignPublic signing;
    bool frozen = false;
    std::uint64_t last_submit = 0;
    std::uint64_t token = 0;         ///< the number of the newest login token given
    std::uint64_t token_before = 0;  ///< the one that counts beside it; the same once the newest is confirmed
};

/// Bytes of envelopes in the queues.
struct QueuedBytes {
    std::uint64_t written = 0;  ///< by this account
    std::uint64_t owned = 0;    ///< in conversations it owns, whoever wrote them
};

struct Counts {
    std::uint64_t therapists = 0;
    std::uint64_t clients = 0;
    std::uint64_t devices = 0;
};

/// Accounts are never removed; devices are dropped with their list. A dropped device is found by no question here.
class Accounts {
  public:
    explicit Accounts(store::Database& db);

    [[nodiscard]] std::optional<AccountRecord> find(const AccountId& id);
    [[nodiscard]] std::optional<AccountRecord> find(AccountRow row);
    [[nodiscard]] std::vector<AccountRecord> all();
    AccountRow add(const AccountId& id, wire::Role role, std::uint32_t epoch, const wire::Signed& list, Instant now);
    void replace_list(AccountRow row, std::uint32_t epoch, const wire::Signed& list);

    [[nodiscard]] std::optional<DeviceRecord> find_device(const Address& address);
    [[nodiscard]] std::optional<DeviceRecord> find_device(DeviceRow row);
    [[nodiscard]] std::vector<DeviceRecord> devices(AccountRow account);
    /// Adds it, or takes a dropped one back with its submit numbers; its keys are those of the entry.
    void put_device(AccountRow account, const wire::DeviceEntry& entry);
    /// One that never submitted or published anything is forgotten; another keeps its row, so that its numbers stay
    /// known.
    void drop_device(DeviceRow row);
    void freeze(DeviceRow row);

    /// The highest submit number of a device that is not dropped.
    [[nodiscard]] std::uint64_t last_submit(DeviceRow row);
    void set_last_submit(DeviceRow row, std::uint64_t number);
    void set_tokens(DeviceRow row, std::uint64_t newest, std::uint64_t before);
    /// The number of the next delivery handed to a device.
    [[nodiscard]] std::uint64_t next_delivery(DeviceRow row);

    [[nodiscard]] QueuedBytes queued(AccountRow account);

    [[nodiscard]] Counts counts();

  private:
    store::Statement by_id_;
    store::Statement by_row_;
    store::Statement all_;
    store::Statement add_;
    store::Statement replace_list_;
    store::Statement device_by_address_;
    store::Statement device_by_row_;
    store::Statement devices_;
    store::Statement put_device_;
    store::Statement drop_device_;
    store::Statement forget_device_;
    store::Statement freeze_;
    store::Statement last_submit_;
    store::Statement set_last_submit_;
    store::Statement set_tokens_;
    store::Statement waiting_;
    store::Statement next_delivery_;
    store::Statement count_accounts_;
    store::Statement count_devices_;
};

}  // namespace holdfast::server
