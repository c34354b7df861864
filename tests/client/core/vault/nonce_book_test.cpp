// Kinds that grow with the history, whose nonces stand in pages: what the vault gives back, how much opening it reads,
// and what it refuses.
#include "client/core/vault/nonce_book.hpp"

#include <iterator>
#include <map>
#include <memory>
#include <string>

#include "client/core/vault/vault.hpp"
#include "client/store/memory_records.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace nonce_book_test {

using namespace holdfast;
using namespace holdfast::client;

namespace {

using Rows = std::map<std::uint64_t, std::string>;
constexpr Kind kinds[] = {Kind::entry, Kind::kept_delivery, Kind::draft};

/// A disk that counts what is read of it.
class CountingRecords final : public RecordStore {
  public:
    CountingRecords(MemoryDisk& disk, std::size_t& read) : store_{disk}, read_{read} {}
    [[nodiscard]] bool each(Kind kind, const RowRange& rows,
                            const std::function<bool(std::uint64_t, const SealedRecord&)>& take) override
    {
        return store_.each(kind, rows, [&](std::uint64_t row, const SealedRecord& record) {
            ++read_;
            return take(row, record);
        });
    }
    void each_nonce(const KindRange& some,
                    const std::function<void(std::uint8_t, std::uint64_t, const crypto::Nonce&)>& take) override
    {
        store_.each_nonce(some, [&](std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) {
            ++read_;
            take(kind, row, nonce);
        });
    }
    [[nodiscard]] std::optional<VaultLock> lock() override { return store_.lock(); }
    [[nodiscard]] std::optional<SealedRoot> root() override { return store_.root(); }
    void begin() override { store_.begin(); }
    void put(Kind kind, std::uint64_t row, const SealedRecord& record) override { store_.put(kind, row, record); }
    void erase(Kind kind, std::uint64_t row) override { store_.erase(kind, row); }
    void put_lock(const VaultLock& lock) override { store_.put_lock(lock); }
    void put_root(const SealedRoot& root) override { store_.put_root(root); }
    void commit() override { store_.commit(); }
    void abandon() noexcept override { store_.abandon(); }

  private:
    MemoryRecords store_;
    std::size_t& read_;
};

struct Disk {
    MemoryDisk memory;
    std::size_t read = 0;
    holdfast::test::SeededRandom random{"nonces"};

    Vault create() { return Vault::create(store(), as_bytes("passphrase"), random, {8, 1}).value(); }
    Result<Vault> try_open() { return Vault::open(store(), as_bytes("passphrase"), random); }
    Vault open() { return try_open().value(); }
    /// Records with rows 1 to `count`.
    void fill(std::uint64_t count)
    {
        auto vault = create();
        vault.begin();
        for (std::uint64_t row = 1; row <= count; ++row)
            vault.put(Kind::entry, row, as_bytes("text " + std::to_string(row)));
        vault.commit();
    }

  private:
    std::unique_ptr<RecordStore> store() { return std::make_unique<CountingRecords>(memory, read); }
};

Rows read(Vault& vault, Kind kind, const RowRange& range = {})
{
    Rows rows;
    const auto status = vault.each(
        kind,
        [&](std::uint64_t row, BytesView plain) {
            rows.emplace_hint(rows.end(), row, to_text(plain));
            return true;
        },
        range);
    if (status.has_error()) rows[0] = name(status.errc());
    return rows;
}

Rows within(const Rows& rows, const RowRange& range)
{
    return {rows.lower_bound(range.first), rows.upper_bound(range.last)};
}

/// Records of each kind, in rows that are close together and far apart.
class Life {
  public:
    explicit Life(const std::string& seed) : random_{seed} {}

    void live()
    {
        auto now = kept_;
        vault_.begin();
        for (auto changes = 1 + random_.below(200); changes > 0; --changes) change(now);
        if (random_.below(4) == 0) return vault_.abandon();
        vault_.commit();
        kept_ = std::move(now);
        if (random_.below(3) == 0) vault_ = disk_.open();
    }

    void check()
    {
        for (const Kind kind : kinds) {
            const auto& rows = kept_[kind];
            CHECK(read(vault_, kind) == rows);
            CHECK(vault_.last_row(kind).value() == (rows.empty() ? 0 : rows.rbegin()->first));
            const auto first = any_row();
            const RowRange range{first, first + random_.below(300)};
            CHECK(read(vault_, kind, range) == within(rows, range));
        }
    }

    /// Pages are left only where there are records.
    void check_empty()
    {
        vault_.begin();
        for (const Kind kind : kinds)
            for (const auto& [row, text] : std::exchange(kept_[kind], {})) vault_.erase(kind, row);
        vault_.commit();
        CHECK(disk_.memory.records.empty());
        vault_ = disk_.open();
        check();
    }

  private:
    std::uint64_t any_row()
    {
        const std::uint64_t far[] = {1, 60, 4000, 300'000, (std::uint64_t{1} << 54) - 500};
        return far[random_.below(std::size(far))] + random_.below(150);
    }
    void change(std::map<Kind, Rows>& now)
    {
        const Kind kind = kinds[random_.below(std::size(kinds))];
        const auto row = any_row();
        if (random_.below(3) == 0) {
            vault_.erase(kind, row);
            now[kind].erase(row);
        } else {
            now[kind][row] = "text " + std::to_string(random_.below(1000));
            vault_.put(kind, row, as_bytes(now[kind][row]));
        }
    }

    holdfast::test::SeededRandom random_;
    Disk disk_;
    Vault vault_{disk_.create()};
    std::map<Kind, Rows> kept_;
};

}  // namespace

TEST_CASE("records of every kind are found in their rows, whatever was written, erased and given up")
{
    for (const char* seed : {"a", "b"}) {
        Life life{seed};
        for (int i = 0; i < 30; ++i) {
            life.live();
            life.check();
        }
        life.check_empty();
    }
}

TEST_CASE("opening a vault, and one record of it, read no more with a long history than with a short one")
{
    const auto read_at = [](std::uint64_t count) {
        Disk disk;
        disk.fill(count);
        disk.read = 0;
        auto vault = disk.open();
        CHECK(vault.last_row(Kind::entry).value() == count);
        CHECK(read(vault, Kind::entry, {count / 2, count / 2}).size() == 1);
        return disk.read;
    };
    CHECK(read_at(20'000) <= read_at(100) + 8);
}

TEST_CASE("attack 7: one record of a history put back, left out, or brought in is found when its rows are read")
{
    Disk disk;
    disk.fill(5000);
    const auto older = disk.memory.records;
    {
        auto vault = disk.open();
        vault.begin();
        vault.put(Kind::entry, 100, as_bytes("changed"));
        vault.put(Kind::entry, 5001, as_bytes("more"));
        vault.erase(Kind::entry, 4999);
        vault.commit();
    }
    auto& now = disk.memory.records;
    const auto put_back = [&](Kind kind) {
        for (const auto& [name, stored] : older)
            if (name.first == kind) now[name] = stored;
    };
    const Rows refused{{0, "vault_rolled_back"}};
    const auto first = [&] {
        auto vault = disk.open();
        return read(vault, Kind::entry, {100, 100});
    };
    CHECK(first() == Rows{{100, "changed"}});
    SECTION("a record")
    {
        now[{Kind::entry, 100}] = older.at({Kind::entry, 100});
        CHECK(first() == refused);
    }
    SECTION("a record of then in a place that is empty")
    {
        now[{Kind::entry, 4999}] = older.at({Kind::entry, 4999});
        auto vault = disk.open();
        CHECK(read(vault, Kind::entry, {4999, 4999}).empty());  // nobody asks the disk for it
        CHECK(read(vault, Kind::entry, {4998, 5000}).contains(0));
    }
    SECTION("a record left out")
    {
        now.erase({Kind::entry, 100});
        CHECK(first() == refused);
    }
    SECTION("records and their pages")
    {
        put_back(Kind::entry);
        put_back(Kind::nonce_page);
        CHECK(first() == refused);
        auto vault = disk.open();
        vault.begin();
        CHECK_THROWS_AS(vault.put(Kind::entry, 101, as_bytes("new")), VaultError);
    }
    SECTION("a page left out")
    {
        std::erase_if(now, [](const auto& one) { return one.first.first == Kind::nonce_page; });
        CHECK(first() == refused);
    }
    SECTION("all but the root")
    {
        now = older;
        CHECK(disk.try_open().errc() == Errc::vault_rolled_back);
    }
    SECTION("an index left out")
    {
        std::erase_if(now, [](const auto& one) { return one.first.first == Kind::nonce_index; });
        CHECK(disk.try_open().errc() == Errc::vault_rolled_back);
    }
}

TEST_CASE("a record of a history that was damaged does not open")
{
    Disk disk;
    disk.fill(10);
    const auto damage = [&](Kind kind) {
        for (auto& [name, stored] : disk.memory.records)
            if (name.first == kind) stored.sealed.front() ^= std::byte{1};
        auto vault = disk.open();
        CHECK(read(vault, Kind::entry, {3, 3}) == Rows{{0, "store_broken"}});
    };
    damage(Kind::entry);
    damage(Kind::nonce_page);
    damage(Kind::nonce_index);
}

}  // namespace nonce_book_test
