// The history in the vault: its list is what a look at every entry finds, and words are in memory only while somebody
// asks for them.
#include "client/core/history_table.hpp"
#include "client/store/memory_records.hpp"

#include <iterator>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace history_table_test {

using namespace holdfast;
using namespace holdfast::client;
using holdfast::client::MemoryDisk;
using holdfast::client::MemoryRecords;

namespace {

/// A history in which anything may happen, and beside it what should be in it.
class Life {
  public:
    explicit Life(const std::string& seed)
        : random_{seed},
          vault_{Vault::create(std::make_unique<MemoryRecords>(disk_), as_bytes("passphrase"), random_, {8, 1}).value()}
    {
        REQUIRE(history_.load(vault_).has_value());
    }

    void live()
    {
        const auto chosen = random_.below(10);
        if (chosen < 3 || expected_.empty())
            add();
        else if (chosen < 5)
            edit();
        else if (chosen < 6)
            replace();
        else if (chosen < 7)
            erase();
        else
            save();
    }

    void check() const
    {
        const auto& heads = history_.heads();
        REQUIRE(heads.size() == expected_.size());
        for (const auto& [row, entry] : expected_) {
            CHECK(heads.at(row) == ListedEntry{entry});
            CHECK(history_.head(row) == ListedEntry{entry});
            CHECK(history_.read(row) == entry);
            CHECK(history_.row_of(entry.message) == row);
        }
    }

    /// What the vault gives back is the same.
    void check_reload()
    {
        save();
        History again;
        REQUIRE(again.load(vault_).has_value());
        CHECK(again.heads() == history_.heads());
        CHECK(again.held() == 0);
        for (const auto& [row, entry] : expected_) CHECK(again.at(row) == entry);
        CHECK(again.held() == expected_.size());
        again.release();
        CHECK(again.held() == 0);
    }

  private:
    Entry any_entry()
    {
        Entry entry;
        entry.message = random_.id<MessageId>();
        entry.mine = random_.below(2) == 0;
        if (random_.below(2) == 0)
            entry.body = wire::Text{"text " + std::to_string(random_.below(1000))};
        else
            entry.body = Broken{};
        return entry;
    }
    void add()
    {
        const auto& added = history_.add(any_entry());
        expected_[added.number] = added;
    }
    /// By a reference that is used after the list was asked for in between.
    void edit()
    {
        const auto row = any_row();
        auto& entry = history_.edit(row);
        entry.shown = !entry.shown;
        expected_[row] = entry;
        check();
        entry.stage = entry.stage == Stage::saved ? Stage::accepted : Stage::saved;
        expected_[row] = entry;
    }
    void replace()
    {
        const auto row = any_row();
        const auto before = expected_[row].message;
        expected_[row] = history_.replace(row, any_entry());
        CHECK(expected_[row].number == row);
        CHECK_FALSE(history_.row_of(before));
    }
    void erase()
    {
        const auto row = any_row();
        const auto message = expected_[row].message;
        history_.erase(row);
        expected_.erase(row);
        CHECK_FALSE(history_.row_of(message));
    }
    void save()
    {
        vault_.begin();
        history_.flush(vault_);
        vault_.commit();
        history_.release();
        CHECK(history_.held() == 0);
    }
    std::uint64_t any_row()
    {
        auto row = expected_.begin();
        std::advance(row, static_cast<std::ptrdiff_t>(random_.below(expected_.size())));
        return row->first;
    }

    holdfast::test::SeededRandom random_;
    MemoryDisk disk_;
    Vault vault_;
    History history_;
    std::map<std::uint64_t, Entry> expected_;
};

}  // namespace

TEST_CASE("the list of the history is what a look at every entry finds")
{
    for (const char* seed : {"a", "b", "c"}) {
        Life life{seed};
        for (int i = 0; i < 100; ++i) {
            life.live();
            life.check();
        }
        life.check_reload();
    }
}

TEST_CASE("an entry that opened with the vault and no longer does ends the program")
{
    holdfast::test::SeededRandom random{"history"};
    MemoryDisk disk;
    auto vault = Vault::create(std::make_unique<MemoryRecords>(disk), as_bytes("passphrase"), random, {8, 1}).value();
    History history;
    REQUIRE(history.load(vault).has_value());
    (void)history.add(Entry{});
    vault.begin();
    history.flush(vault);
    vault.commit();
    history.release();
    disk.records.at({Kind::entry, 1}).sealed.front() ^= std::byte{1};
    CHECK_THROWS_AS(history.at(1), std::runtime_error);
    CHECK_THROWS_AS(history.read(1), std::runtime_error);
    CHECK(history.heads().size() == 1);
}

TEST_CASE("attack 7: an entry put back from an older copy while the program runs is not read")
{
    holdfast::test::SeededRandom random{"history"};
    MemoryDisk disk;
    auto vault = Vault::create(std::make_unique<MemoryRecords>(disk), as_bytes("passphrase"), random, {8, 1}).value();
    History history;
    REQUIRE(history.load(vault).has_value());
    const auto save = [&] {
        vault.begin();
        history.flush(vault);
        vault.commit();
        history.release();
    };
    (void)history.add(Entry{});
    save();
    const auto older = disk.records.at({Kind::entry, 1});
    history.edit(1).stage = Stage::taken_back;
    save();
    CHECK(history.read(1).stage == Stage::taken_back);
    disk.records.at({Kind::entry, 1}) = older;
    CHECK_THROWS_AS(history.read(1), std::runtime_error);
    CHECK_THROWS_AS(history.edit(1), std::runtime_error);
}

}  // namespace history_table_test
