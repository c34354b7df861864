// What has changed in the rows that tables keep in memory since they were last written: a row per commit, in place of
// one UPDATE for each of them, which are at five places of the file for every message. The rows themselves are written
// when this grows long, and at the next start.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/store/sqlite.hpp"

namespace holdfast::server {

struct DeviceNumbers {
    std::uint32_t device = 0;
    std::uint64_t last_submit = 0;
    std::uint64_t token = 0;
    std::uint64_t token_before = 0;
    std::uint64_t last_delivery = 0;
    static constexpr auto fields()
    {
        return std::tuple{&DeviceNumbers::device, &DeviceNumbers::last_submit, &DeviceNumbers::token,
                          &DeviceNumbers::token_before, &DeviceNumbers::last_delivery};
    }
};

struct NewHead {
    std::uint32_t conversation = 0;
    std::uint64_t sequence = 0;
    Digest hash{};
    static constexpr auto fields() { return std::tuple{&NewHead::conversation, &NewHead::sequence, &NewHead::hash}; }
};

struct WaitingBytes {
    std::uint32_t account = 0;
    std::uint64_t written = 0;
    std::uint64_t owned = 0;
    static constexpr auto fields()
    {
        return std::tuple{&WaitingBytes::account, &WaitingBytes::written, &WaitingBytes::owned};
    }
};

struct WaitingEnvelopes {
    std::uint32_t device = 0;
    std::uint32_t account = 0;
    std::uint64_t count = 0;
    static constexpr auto fields()
    {
        return std::tuple{&WaitingEnvelopes::device, &WaitingEnvelopes::account, &WaitingEnvelopes::count};
    }
};

/// Those of one commit, as they are after it.
struct Changes {
    std::vector<DeviceNumbers> devices;
    std::vector<NewHead> heads;
    std::vector<WaitingBytes> bytes;
    std::vector<WaitingEnvelopes> envelopes;
    static constexpr auto fields()
    {
        return std::tuple{&Changes::devices, &Changes::heads, &Changes::bytes, &Changes::envelopes};
    }
    [[nodiscard]] bool empty() const noexcept
    {
        return devices.empty() && heads.empty() && bytes.empty() && envelopes.empty();
    }
};

class ChangeLog {
  public:
    explicit ChangeLog(store::Database& db);

    void add(const Changes& changes);
    /// Time to write the rows.
    [[nodiscard]] bool is_long() const noexcept;
    /// All of them, oldest first. To be asked once after a start, or where a batch was not committed.
    [[nodiscard]] std::vector<Changes> read();
    /// The rows are written.
    void clear();

  private:
    store::Statement add_;
    store::Statement read_;
    store::Statement clear_;
    std::int64_t count_ = 0;
    std::size_t bytes_ = 0;
};

}  // namespace holdfast::server
