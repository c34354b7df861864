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
using namespace std::chrono_literals;

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
        REQUIRE(heads.size() == expected_.size());  // everything stands in the last page
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

/// A history of many pages in two conversations, most of it settled; and beside it what should be in it.
class LongLife {
  public:
    explicit LongLife(const std::string& seed) : random_{seed} { REQUIRE(history_->load(vault_).has_value()); }

    void live()
    {
        for (auto added = random_.below(150); added > 0; --added) {
            const auto& entry = history_->add(any_entry());
            expected_[entry.number] = entry;
        }
        for (auto changes = random_.below(8); changes > 0 && !expected_.empty(); --changes) change(any_row());
        save();
        if (random_.below(2) == 0) reload();
        if (random_.below(4) == 0) history_->reach_back(noon + 1h * static_cast<int>(random_.below(2000)));
    }

    /// What is asked of the whole history.
    void check()
    {
        std::map<std::uint64_t, ListedEntry> listed;
        history_->each([&](const ListedEntry& head) { listed[head.number] = head; });
        REQUIRE(listed.size() == expected_.size());
        for (const auto& [row, entry] : expected_) CHECK(listed.at(row) == ListedEntry{entry});
        for (int i = 0; i < 20; ++i) {
            const auto row = any_row();
            CHECK(history_->head(row) == ListedEntry{expected_.at(row)});
            CHECK(history_->row_of(expected_.at(row).message) == row);
            check_neighbours(row + random_.below(3));
        }
        CHECK_FALSE(history_->row_of(MessageId{}));
        CHECK_FALSE(history_->row_of(random_.id<MessageId>()));
    }

    /// What is done about entries is what a look at all of them finds, whatever is followed.
    void check_facts()
    {
        HistoryFacts whole;
        for (const auto& [row, entry] : expected_) whole.put(entry);
        for (const auto& id : conversations) {
            const auto& now = history_->of(id);
            const auto& all = whole.of(id);
            CHECK(now.unseen == all.unseen);
            CHECK(now.undelivered == all.undelivered);
            CHECK(now.missing == all.missing);
            CHECK(now.broken == all.broken);
            CHECK(now.repairs == all.repairs);
            CHECK(now.own_unread == all.own_unread);
            CHECK(now.paced_unpromised == all.paced_unpromised);
            const auto read = all.own_read.empty() ? std::nullopt : std::optional{all.own_read.rbegin()->first};
            CHECK(history_->last_own_read(id) == read);
        }
    }

    void check_all_followed()
    {
        history_->reach_back(Instant::min());
        HistoryFacts whole;
        for (const auto& [row, entry] : expected_) whole.put(entry);
        CHECK(history_->followed() == expected_.size());
        for (const auto& id : conversations) {
            CHECK(history_->of(id).rows == whole.of(id).rows);
            CHECK(history_->of(id).own_read == whole.of(id).own_read);
            CHECK(history_->of(id).received == whole.of(id).received);
            CHECK(history_->of(id).paced == whole.of(id).paced);
        }
    }

  private:
    Entry any_entry()
    {
        const auto hour = noon + 1h * static_cast<int>(expected_.size());
        Entry entry;
        entry.conversation = conversations[random_.below(2)];
        entry.message = random_.id<MessageId>();
        entry.mine = random_.below(2) == 0;
        entry.shown = true;
        entry.written = hour;
        entry.received = hour;
        entry.stage = entry.mine ? Stage::confirmed : Stage::received;
        entry.promise = wire::Promise{hour, hour + 2h};
        if (entry.mine) entry.read = Span{hour, hour + 2h};
        entry.delivered = entry.mine;
        entry.body = wire::Text{"text"};
        return entry;
    }
    /// Something is to be done about it, now and then.
    void change(std::uint64_t row)
    {
        if (random_.below(5) == 0) {
            history_->erase(row);
            expected_.erase(row);
            return;
        }
        auto& entry = history_->edit(row);
        switch (random_.below(7)) {
            case 0: entry.shown = !entry.shown; break;
            case 1: entry.read.reset(); break;
            case 2: entry.stage = entry.mine ? Stage::accepted : Stage::received; break;
            case 3: entry.body = Missing{entry.sequence, 1}; break;
            case 4: entry.body = Broken{Breach::not_read, {noon, noon + 1h}, {}, {}, false, {}, {}}; break;
            case 5: entry.body = wire::Repair{noon, noon + 1h, "sorry"}; break;
            default: entry.promise.reset();
        }
        expected_[row] = entry;
    }
    void check_neighbours(std::uint64_t number)
    {
        for (const auto& id : conversations) {
            std::uint64_t before = 0;
            std::uint64_t after = 0;
            for (const auto& [row, entry] : expected_) {
                if (entry.conversation != id) continue;
                if (row < number) before = row;
                if (row > number && after == 0) after = row;
            }
            const auto* found = history_->before(id, number);
            CHECK((found ? found->number : 0) == before);
            found = history_->after(id, number);
            CHECK((found ? found->number : 0) == after);
        }
    }
    void save()
    {
        vault_.begin();
        history_->flush(vault_);
        vault_.commit();
        history_->release();
    }
    void reload()
    {
        history_ = std::make_unique<History>();
        REQUIRE(history_->load(vault_).has_value());
    }
    std::uint64_t any_row()
    {
        if (expected_.empty()) return 1;
        auto row = expected_.begin();
        std::advance(row, static_cast<std::ptrdiff_t>(random_.below(expected_.size())));
        return row->first;
    }

    static constexpr Instant noon{std::chrono::hours{490'000}};
    static constexpr ConversationId conversations[] = {ConversationId{{std::byte{1}}}, ConversationId{{std::byte{2}}}};
    holdfast::test::SeededRandom random_;
    MemoryDisk disk_;
    Vault vault_{
        Vault::create(std::make_unique<MemoryRecords>(disk_), as_bytes("passphrase"), random_, {8, 1}).value()};
    std::unique_ptr<History> history_ = std::make_unique<History>();
    std::map<std::uint64_t, Entry> expected_;
};

/// A settled history of `count` entries, in the vault.
struct Settled {
    holdfast::test::SeededRandom random{"settled"};
    MemoryDisk disk;
    Vault vault{Vault::create(std::make_unique<MemoryRecords>(disk), as_bytes("passphrase"), random, {8, 1}).value()};

    explicit Settled(std::size_t count)
    {
        History history;
        REQUIRE(history.load(vault).has_value());
        for (std::size_t i = 0; i < count; ++i) {
            Entry entry;
            entry.message = random.id<MessageId>();
            entry.shown = true;
            entry.stage = Stage::received;
            entry.written = Instant{1h * i};
            (void)history.add(std::move(entry));
        }
        vault.begin();
        history.flush(vault);
        vault.commit();
    }
    /// Opened anew, and loaded.
    std::unique_ptr<History> load()
    {
        vault = Vault::open(std::make_unique<MemoryRecords>(disk), as_bytes("passphrase"), random).value();
        auto history = std::make_unique<History>();
        REQUIRE(history->load(vault).has_value());
        return history;
    }
};

}  // namespace

TEST_CASE(
    "a long history gives what a look at every entry finds, whatever of "
    "it is followed")
{
    for (const char* seed : {"a", "b", "c"}) {
        LongLife life{seed};
        for (int i = 0; i < 25; ++i) {
            life.live();
            life.check();
            life.check_facts();
        }
        life.check_all_followed();
    }
}

TEST_CASE(
    "of a history in which nothing is to be done a start follows the "
    "last page alone")
{
    Settled settled{1000};
    auto history = settled.load();
    CHECK(history->followed() <= 64);
    history->reach_back(Instant{900h});
    CHECK(history->followed() >= 100);
    CHECK(history->followed() <= 100 + 64);
    CHECK(history->before({}, 500)->number == 499);
    CHECK(history->followed() <= 100 + 64);  // what is looked at is not kept
    history->edit(300).shown = false;
    settled.vault.begin();
    history->flush(settled.vault);
    settled.vault.commit();
    history = settled.load();
    CHECK(history->of({}).unseen == std::set<Row>{300});
    CHECK(history->followed() <= 2 * 64);
}

TEST_CASE(
    "attack 7: a page of the list that was put back, left out or damaged "
    "is not read")
{
    Settled settled{1000};
    const auto older = settled.disk.records;
    {
        const auto history = settled.load();
        history->edit(300).stage = Stage::taken_back;
        settled.vault.begin();
        history->flush(settled.vault);
        settled.vault.commit();
    }
    const std::pair page{Kind::entry_list, std::uint64_t{300 / 64}};
    const auto history = settled.load();
    CHECK(history->before({}, 301)->stage == Stage::taken_back);
    history->release();
    const auto error = [&] {
        try {
            (void)settled.load()->before({}, 301);
        } catch (const VaultError& refused) {
            return refused.code();
        }
        return Errc::internal;
    };
    SECTION("put back")
    {
        settled.disk.records[page] = older.at(page);
        CHECK(error() == Errc::vault_rolled_back);
    }
    SECTION("left out")
    {
        settled.disk.records.erase(page);
        CHECK(error() == Errc::vault_rolled_back);
    }
    SECTION("damaged")
    {
        settled.disk.records.at(page).sealed.front() ^= std::byte{1};
        CHECK(error() == Errc::store_broken);
    }
    SECTION("with all that is known of it, but the root")
    {
        settled.disk.records = older;
        CHECK(
            Vault::open(std::make_unique<MemoryRecords>(settled.disk), as_bytes("passphrase"), settled.random).errc() ==
            Errc::vault_rolled_back);
    }
}

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
