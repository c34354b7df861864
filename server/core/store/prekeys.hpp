// The prekey directory: one signed prekey per device, and one-time prekeys that are given out once.
#pragma once

#include <optional>

#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/accounts.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

class PrekeyDirectory {
  public:
    /// `accounts` is told when recipients change, and outlives this.
    PrekeyDirectory(store::Database& db, Accounts& accounts);

    void set_signed(DeviceRow device, const wire::Signed& record, Instant expires);
    /// Empty when there is none or it has expired at `now`.
    [[nodiscard]] std::optional<wire::Signed> signed_prekey(DeviceRow device, Instant now);

    /// The highest one-time prekey id this device ever published; it is never served, nor taken, again.
    [[nodiscard]] std::uint32_t last_id(DeviceRow device);
    /// Precondition: id > last_id.
    void add_one_time(DeviceRow device, std::uint32_t id, const wire::Signed& record);
    [[nodiscard]] std::uint32_t count(DeviceRow device);
    /// The oldest, removed for good. Empty when none is left.
    [[nodiscard]] std::optional<wire::Signed> take_one_time(DeviceRow device);

    void drop(DeviceRow device);
    void drop_all_one_time();

  private:
    Accounts* accounts_;
    store::Statement set_signed_;
    store::Statement signed_;
    store::Statement last_id_;
    store::Statement set_last_id_;
    store::Statement add_;
    store::Statement count_;
    store::Statement take_;
    store::Statement drop_;
    store::Statement drop_signed_;
    store::Statement drop_all_;
};

}  // namespace holdfast::server
