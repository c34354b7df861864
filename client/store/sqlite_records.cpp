#include "client/store/sqlite_records.hpp"

#include <string_view>
#include <utility>

#include "protocol/store/sqlite.hpp"

namespace holdfast::client {
namespace {

constexpr std::int32_t application_id = 0x48465631;  // "HFV1"

constexpr std::string_view migrations[] = {
    "CREATE TABLE lock(id INTEGER PRIMARY KEY CHECK (id = 1), salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, "
    "passes INTEGER NOT NULL, nonce BLOB NOT NULL, wrapped BLOB NOT NULL) STRICT;"
    "CREATE TABLE root(id INTEGER PRIMARY KEY CHECK (id = 1), nonce BLOB NOT NULL, sealed BLOB NOT NULL) STRICT;"
    "CREATE TABLE record(kind INTEGER NOT NULL, row INTEGER NOT NULL, version INTEGER NOT NULL, nonce BLOB NOT NULL, "
    "sealed BLOB NOT NULL, PRIMARY KEY (kind, row)) STRICT, WITHOUT ROWID"};
constexpr store::Schema schema{.application_id = application_id, .migrations = migrations};

class SqliteRecords final : public RecordStore {
  public:
    explicit SqliteRecords(store::Database opened)
        : database_{std::move(opened)},
          insert_{database_.prepare("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?, ?)")},
          remove_{database_.prepare("DELETE FROM record WHERE kind = ? AND row = ?")},
          select_{database_.prepare("SELECT row, version, nonce, sealed FROM record WHERE kind = ? AND row BETWEEN ? "
                                    "AND ? ORDER BY row")},
          write_root_{database_.prepare("INSERT OR REPLACE INTO root VALUES (1, ?, ?)")}
    {
    }

    [[nodiscard]] bool each(Kind kind, const RowRange& rows,
                            const std::function<bool(std::uint64_t, const SealedRecord&)>& take) override
    {
        auto found = select_.rows(kind, static_cast<std::int64_t>(rows.first), static_cast<std::int64_t>(rows.last));
        while (found.next()) {
            const SealedRecord record{static_cast<std::uint32_t>(found.int64(1)), found.id<crypto::Nonce>(2),
                                      found.view(3)};
            if (!take(static_cast<std::uint64_t>(found.int64(0)), record)) return false;
        }
        return true;
    }

    void each_nonce(const KindRange& kinds,
                    const std::function<void(std::uint8_t, std::uint64_t, const crypto::Nonce&)>& take) override
    {
        auto query = database_.prepare("SELECT kind, row, nonce FROM record WHERE kind BETWEEN ? AND ?");
        for (auto found = query.rows(kinds.first, kinds.last); found.next();)
            take(static_cast<std::uint8_t>(found.int64(0)), static_cast<std::uint64_t>(found.int64(1)),
                 found.id<crypto::Nonce>(2));
    }

    [[nodiscard]] std::optional<VaultLock> lock() override
    {
        auto query = database_.prepare("SELECT salt, memory_kib, passes, nonce, wrapped FROM lock");
        auto found = query.rows();
        if (!found.next()) return std::nullopt;
        const crypto::PasswordCost cost{static_cast<std::uint32_t>(found.int64(1)),
                                        static_cast<std::uint32_t>(found.int64(2))};
        return VaultLock{found.id<crypto::PasswordSalt>(0), cost, found.id<crypto::Nonce>(3), found.bytes(4)};
    }

    [[nodiscard]] std::optional<SealedRoot> root() override
    {
        auto query = database_.prepare("SELECT nonce, sealed FROM root");
        auto found = query.rows();
        if (!found.next()) return std::nullopt;
        return SealedRoot{found.id<crypto::Nonce>(0), found.bytes(1)};
    }

    void begin() override { transaction_.emplace(database_); }

    void put(Kind kind, std::uint64_t row, const SealedRecord& record) override
    {
        insert_.run(kind, static_cast<std::int64_t>(row), record.version, record.nonce, record.sealed);
    }

    void erase(Kind kind, std::uint64_t row) override { remove_.run(kind, static_cast<std::int64_t>(row)); }

    void put_lock(const VaultLock& lock) override
    {
        database_.prepare("INSERT OR REPLACE INTO lock VALUES (1, ?, ?, ?, ?, ?)")
            .run(lock.salt, lock.cost.memory_kib, lock.cost.passes, lock.nonce, lock.wrapped);
    }

    void put_root(const SealedRoot& root) override { write_root_.run(root.nonce, root.sealed); }

    void commit() override
    {
        transaction_->commit();
        transaction_.reset();
    }

    void abandon() noexcept override { transaction_.reset(); }

  private:
    store::Database database_;
    store::Statement insert_;
    store::Statement remove_;
    store::Statement select_;
    store::Statement write_root_;
    std::optional<store::Transaction> transaction_;  // last: ends before the statements do
};

}  // namespace

Result<std::unique_ptr<RecordStore>> open_sqlite_records(const std::filesystem::path& file, const std::string& vfs)
{
    auto database = store::Database::open(file, schema, vfs);
    if (database.has_error()) return database.errc();
    return std::unique_ptr<RecordStore>{std::make_unique<SqliteRecords>(std::move(database.value()))};
}

}  // namespace holdfast::client
