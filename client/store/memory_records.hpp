// A RecordStore in memory: for a vault that is gone with the process, and for what a test asks of the records and not
// of the disk.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "client/core/vault/record_store.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::client {

/// What a MemoryRecords has written outlives it, as a disk does.
struct MemoryDisk {
    struct Stored {
        std::uint32_t version = 0;
        crypto::Nonce nonce;
        Bytes sealed;
    };
    std::map<std::pair<Kind, std::uint64_t>, Stored> records;
    std::optional<VaultLock> lock;
    std::optional<SealedRoot> root;
};

class MemoryRecords final : public RecordStore {
  public:
    explicit MemoryRecords(MemoryDisk& disk) : disk_{disk} {}

    [[nodiscard]] bool each(Kind kind, const RowRange& rows,
                            const std::function<bool(std::uint64_t, const SealedRecord&)>& take) override
    {
        const auto& records = now().records;
        for (auto at = records.lower_bound({kind, rows.first}); at != records.end(); ++at) {
            const auto& [name, stored] = *at;
            if (name.first != kind || name.second > rows.last) break;
            if (!take(name.second, {stored.version, stored.nonce, stored.sealed})) return false;
        }
        return true;
    }
    void each_nonce(const KindRange& kinds,
                    const std::function<void(std::uint8_t, std::uint64_t, const crypto::Nonce&)>& take) override
    {
        for (const auto& [name, stored] : now().records)
            if (const auto kind = static_cast<std::uint8_t>(name.first); kinds.first <= kind && kind <= kinds.last)
                take(kind, name.second, stored.nonce);
    }
    [[nodiscard]] std::optional<VaultLock> lock() override { return now().lock; }
    [[nodiscard]] std::optional<SealedRoot> root() override { return now().root; }

    void begin() override
    {
        require(!written_, "transactions are not nested");
        written_ = disk_;
    }
    void put(Kind kind, std::uint64_t row, const SealedRecord& record) override
    {
        written_.value().records[{kind, row}] = {record.version, record.nonce, to_bytes(record.sealed)};
    }
    void erase(Kind kind, std::uint64_t row) override { written_.value().records.erase({kind, row}); }
    void put_lock(const VaultLock& lock) override { written_.value().lock = lock; }
    void put_root(const SealedRoot& root) override { written_.value().root = root; }
    void commit() override
    {
        disk_ = std::move(written_.value());
        written_.reset();
    }
    void abandon() noexcept override { written_.reset(); }

  private:
    [[nodiscard]] const MemoryDisk& now() const { return written_ ? *written_ : disk_; }

    MemoryDisk& disk_;
    std::optional<MemoryDisk> written_;
};

}  // namespace holdfast::client
