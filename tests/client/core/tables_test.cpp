// Every kind of record that Tables lists goes to the vault and comes back, whatever its fields: the test goes by that
// list, so a new kind is in it.
#include "client/core/tables.hpp"
#include "client/store/memory_records.hpp"

#include <set>
#include <stdexcept>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace tables_test {

using namespace holdfast;
using namespace holdfast::client;
using holdfast::client::MemoryDisk;
using holdfast::client::MemoryRecords;

namespace {

constexpr crypto::PasswordCost cheap{8, 1};

/// Fills every field of a record, down to the last byte, with a value of its own. An enum keeps its first value: only
/// some numbers stand for one.
class Filler {
  public:
    template <class T>
    void fill(T& value)
    {
        namespace detail = wire::detail;
        if constexpr (std::same_as<T, bool>) {
            value = true;
        } else if constexpr (std::is_enum_v<T>) {
            CHECK(is_known(value));
        } else if constexpr (std::unsigned_integral<T>) {
            value = static_cast<T>(next());
        } else if constexpr (std::same_as<T, Instant>) {
            value = Instant{std::chrono::milliseconds{next()}};
        } else if constexpr (std::same_as<T, Seconds>) {
            value = Seconds{next()};
        } else if constexpr (std::same_as<T, Date>) {
            value = Date{std::chrono::year{2026}, std::chrono::month{1}, std::chrono::day{1 + next() % 28}};
        } else if constexpr (std::same_as<T, Bytes>) {
            value.assign(3, static_cast<std::byte>(next()));
        } else if constexpr (std::same_as<T, std::string>) {
            value = "text " + std::to_string(next());
        } else if constexpr (detail::is_id<T>) {
            value.value.fill(static_cast<std::byte>(next()));
        } else if constexpr (detail::is_array<T>) {
            value.fill(static_cast<std::byte>(next()));
        } else if constexpr (detail::is_optional<T>) {
            fill(value.emplace());
        } else if constexpr (detail::is_vector<T>) {
            for (int i = 0; i < 2; ++i) fill(value.emplace_back());
        } else if constexpr (detail::is_variant<T>) {
            std::visit([this](auto& chosen) { this->fill(chosen); }, value);
        } else {
            std::apply([&](auto... member) { (fill(value.*member), ...); }, T::fields());
        }
    }

  private:
    unsigned next() noexcept { return ++last_; }
    unsigned last_ = 0;
};

struct Disk {
    MemoryDisk memory;
    holdfast::test::SeededRandom random{"tables"};

    Disk() { REQUIRE(Vault::create(store(), as_bytes("passphrase"), random, cheap).has_value()); }
    [[nodiscard]] std::unique_ptr<RecordStore> store() { return std::make_unique<MemoryRecords>(memory); }
    Vault open() { return Vault::open(store(), as_bytes("passphrase"), random).value(); }
    void write(Tables& tables)
    {
        auto vault = open();
        CHECK(tables.edited());
        vault.begin();
        tables.flush(vault);
        vault.commit();
        CHECK_FALSE(tables.edited());
    }
};

template <class T>
void add(Table<T>& table, T value)
{
    (void)table.add(std::move(value));
}
template <class T>
void add(LazyTable<T>& table, T value)
{
    (void)table.add(std::move(value));
}
template <class T>
void add(Slot<T>& slot, T value)
{
    slot.set(std::move(value));
}

void add(History& history, StoredEntry value) { (void)history.add(std::move(value.entry)); }

template <class T>
void erase_all(Table<T>& table)
{
    while (!table.empty()) table.erase(table.rows().begin()->first);
}
template <class T>
void erase_all(LazyTable<T>& table)
{
    while (!table.empty()) table.erase(table.rows().begin()->first);
}
template <class T>
void erase_all(Slot<T>& slot)
{
    slot.clear();
}
void erase_all(History& history)
{
    while (!history.heads().empty()) history.erase(history.heads().begin()->first);
}

template <class AnyTable>
const auto& rows_of(const AnyTable& table)
{
    return table.rows();
}
std::map<std::uint64_t, StoredEntry> rows_of(const History& history)
{
    std::map<std::uint64_t, StoredEntry> rows;
    for (const auto& [row, head] : history.heads()) rows[row] = {history.read(row)};
    return rows;
}

/// What each row of each table is, by kind.
std::map<Kind, std::map<std::uint64_t, Bytes>> contents(const Tables& tables)
{
    std::map<Kind, std::map<std::uint64_t, Bytes>> all;
    for_each_table(tables, [&](const auto& table) {
        using Record = typename std::remove_cvref_t<decltype(table)>::Record;
        for (const auto& [row, record] : rows_of(table)) all[Record::kind][row] = wire::encode(record);
    });
    return all;
}

Tables full()
{
    Tables tables;
    Filler filler;
    for_each_table(tables, [&](auto& table) {
        typename std::remove_cvref_t<decltype(table)>::Record record;
        filler.fill(record);
        add(table, std::move(record));
    });
    return tables;
}

}  // namespace

TEST_CASE("every kind of record survives a reload")
{
    Disk disk;
    auto written = full();
    disk.write(written);
    auto vault = disk.open();
    Tables read;
    REQUIRE(read.load(vault).has_value());
    CHECK_FALSE(read.edited());
    const auto kinds = contents(written);
    CHECK(kinds.size() == std::tuple_size_v<decltype(Tables::all())>);  // no two tables are of one kind
    CHECK(contents(read) == kinds);
    for (const auto& [kind, rows] : kinds) CHECK(rows.size() == 1);
}

TEST_CASE("every kind of record that was changed or erased is so after a reload")
{
    Disk disk;
    auto tables = full();
    disk.write(tables);
    SECTION("changed")
    {
        Filler filler;
        for_each_table(tables, [&](auto& table) {
            typename std::remove_cvref_t<decltype(table)>::Record other;
            filler.fill(other);
            filler.fill(other);
            erase_all(table);
            add(table, std::move(other));
        });
    }
    SECTION("erased")
    {
        for_each_table(tables, [](auto& table) { erase_all(table); });
        CHECK(contents(tables).empty());
    }
    disk.write(tables);
    auto vault = disk.open();
    Tables read;
    REQUIRE(read.load(vault).has_value());
    CHECK(contents(read) == contents(tables));
}

TEST_CASE("a table that is read late is added to before, and then has all its rows")
{
    Disk disk;
    const auto add_one = [&disk](const KeptReceipt& receipt) {
        auto vault = disk.open();
        LazyTable<KeptReceipt> table;
        REQUIRE(table.load(vault).has_value());
        const auto row = table.add(receipt);
        vault.begin();
        table.flush(vault);
        vault.commit();
        CHECK_FALSE(table.is_read());
        CHECK(table.rows().contains(row));
        CHECK(table.is_read());
        return row;
    };
    const KeptReceipt receipt;
    CHECK(add_one(receipt) == 1);
    CHECK(add_one(receipt) == 2);
    auto vault = disk.open();
    LazyTable<KeptReceipt> table;
    REQUIRE(table.load(vault).has_value());
    CHECK(table.add(receipt) == 3);
    CHECK(table.size() == 3);
    table.erase(2);
    vault.begin();
    table.flush(vault);
    vault.commit();
    LazyTable<KeptReceipt> again;
    REQUIRE(again.load(vault).has_value());
    CHECK(again.size() == 2);
    CHECK_FALSE(again.rows().contains(2));
}

TEST_CASE("a late table that does not open ends the program")
{
    Disk disk;
    auto vault = disk.open();
    LazyTable<KeptReceipt> table;
    (void)table.add(KeptReceipt{});
    vault.begin();
    table.flush(vault);
    vault.commit();
    disk.memory.records.at({Kind::kept_receipt, 1}).sealed.front() ^= std::byte{1};
    LazyTable<KeptReceipt> again;
    REQUIRE(again.load(vault).has_value());
    CHECK_THROWS_AS(again.rows(), std::runtime_error);
}

}  // namespace tables_test
