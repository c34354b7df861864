// Skipped keys in records of their own: what a commit seals, what a reload gives back, and that a used key is gone.
#include "client/core/session_table.hpp"
#include "client/store/memory_records.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace session_table_test {

using namespace holdfast;
using namespace holdfast::client;
using holdfast::client::MemoryDisk;
using holdfast::client::MemoryRecords;

namespace {

DhPublic chain(unsigned number) { return DhPublic{{std::byte(number)}}; }

/// One peer and two sessions with them, in a vault.
class Sessions {
  public:
    Sessions()
    {
        REQUIRE(table.load(vault).has_value());
        PeerSessions peer;
        peer.account = random.id<AccountId>();
        for (int i = 0; i < 2; ++i) {
            peer.sessions.emplace_back();
            peer.sessions.back().transcript = random.id<Digest>();
        }
        row = table.add(std::move(peer));
        save();
    }

    void skip(std::size_t session, unsigned of_chain, std::uint32_t first, std::uint32_t count)
    {
        change(session, [&](session::SkippedKeys& keys) {
            for (auto number = first; number < first + count; ++number)
                (void)keys.add(chain(of_chain), number, random.secret<32>());
        });
    }
    void use(std::size_t session, unsigned of_chain, std::uint32_t number)
    {
        change(session, [&](session::SkippedKeys& keys) { REQUIRE(keys.take(chain(of_chain), number)); });
    }
    template <class Change>
    void change(std::size_t session, const Change& change_keys)
    {
        auto& ratchet = table.edit(row).sessions.at(session).ratchet;
        auto keys = ratchet.exchange_skipped({});
        change_keys(keys);
        (void)ratchet.exchange_skipped(std::move(keys));
    }
    void save()
    {
        vault.begin();
        table.flush(vault);
        vault.commit();
    }
    /// Bytes that a commit seals anew.
    std::size_t sealed_by_save()
    {
        const auto before = disk.records;
        save();
        std::size_t bytes = 0;
        for (const auto& [name, stored] : disk.records)
            if (const auto was = before.find(name); was == before.end() || was->second.sealed != stored.sealed)
                bytes += stored.sealed.size();
        return bytes;
    }
    [[nodiscard]] Bytes encoded() const { return wire::encode(table.at(row)); }
    /// The sessions as the vault gives them back.
    [[nodiscard]] Bytes reloaded()
    {
        SessionTable again;
        REQUIRE(again.load(vault).has_value());
        CHECK_FALSE(again.edited());
        return wire::encode(again.at(row));
    }
    [[nodiscard]] std::size_t blocks() const
    {
        return static_cast<std::size_t>(std::ranges::count_if(
            disk.records, [](const auto& record) { return record.first.first == Kind::skipped_keys; }));
    }
    /// The numbers of all keys that are in the vault.
    [[nodiscard]] std::multiset<std::uint32_t> stored()
    {
        std::multiset<std::uint32_t> numbers;
        REQUIRE(vault.each(Kind::skipped_keys, [&](std::uint64_t, BytesView plain) {
            const auto block = wire::decode<SkippedBlock>(plain).value();
            for (const auto& entry : block.keys.entries()) numbers.insert(entry.number);
            return true;
        }));
        REQUIRE(vault.each(Kind::session, [&](std::uint64_t, BytesView plain) {
            for (const auto& one : wire::decode<PeerSessions>(plain).value().sessions)
                CHECK(one.ratchet.skipped().size() == 0);
            return true;
        }));
        return numbers;
    }

    holdfast::test::SeededRandom random{"sessions"};
    MemoryDisk disk;
    Vault vault = Vault::create(std::make_unique<MemoryRecords>(disk), as_bytes("passphrase"), random, {8, 1}).value();
    SessionTable table;
    std::uint64_t row = 0;
};

}  // namespace

TEST_CASE("a commit seals the skipped keys that changed and not the thousands that did not")
{
    Sessions s;
    s.skip(0, 1, 0, 1000);
    s.skip(0, 2, 500, 1000);
    CHECK(s.sealed_by_save() > 2000 * 60);
    s.table.edit(s.row).last_sent += Seconds{1};
    CHECK(s.sealed_by_save() < 2000);
    s.use(0, 2, 700);
    CHECK(s.sealed_by_save() < 5000);
    CHECK(s.stored().size() == 1999);
    CHECK(s.reloaded() == s.encoded());
}

TEST_CASE("a skipped key that was used is gone from the vault with its commit")
{
    Sessions s;
    s.skip(0, 1, 0, 3);
    s.skip(1, 7, 40, 1);
    s.save();
    CHECK(s.stored() == std::multiset<std::uint32_t>{0, 1, 2, 40});
    s.use(0, 1, 1);
    s.use(1, 7, 40);
    s.save();
    CHECK(s.stored() == std::multiset<std::uint32_t>{0, 2});
    CHECK(s.blocks() == 1);
    s.table.edit(s.row).sessions.erase(s.table.at(s.row).sessions.begin());
    s.save();
    CHECK(s.stored().empty());
    s.skip(0, 9, 5, 40);
    s.save();
    s.table.erase(s.row);
    s.save();
    CHECK(s.blocks() == 0);
}

TEST_CASE("skipped keys come back in the order of their age whatever was done to them")
{
    for (const char* seed : {"a", "b", "c"}) {
        Sessions s;
        holdfast::test::SeededRandom chosen{seed};
        std::uint32_t next[2] = {0, 0};
        unsigned chains[2] = {1, 100};
        for (int i = 0; i < 120; ++i) {
            const auto which = static_cast<std::size_t>(chosen.below(2));
            const auto& keys = s.table.at(s.row).sessions.at(which).ratchet.skipped().entries();
            if (chosen.below(3) == 0) {
                const auto count = static_cast<std::uint32_t>(1 + chosen.below(70));
                s.skip(which, chains[which], next[which], count);
                next[which] += count + static_cast<std::uint32_t>(chosen.below(5));
            } else if (chosen.below(5) == 0) {
                ++chains[which];
                next[which] = 0;
            } else if (!keys.empty()) {
                const auto& entry = keys.at(chosen.below(keys.size()));
                s.change(which, [chain = entry.chain, number = entry.number](session::SkippedKeys& all) {
                    REQUIRE(all.take(chain, number));
                });
            }
            if (chosen.below(2) == 0) s.save();
            if (i % 20 == 19) {
                s.save();
                CHECK(s.reloaded() == s.encoded());
            }
        }
    }
}

TEST_CASE("a writer who comes back to an earlier chain mixes up no keys")
{
    Sessions s;
    s.skip(0, 1, 0, 3);
    s.skip(0, 2, 0, 2);
    s.save();
    s.skip(0, 1, 0, 2);
    s.save();
    CHECK(s.stored() == std::multiset<std::uint32_t>{0, 0, 0, 1, 1, 1, 2});
    CHECK(s.reloaded() == s.encoded());
    s.use(0, 1, 0);
    s.save();
    CHECK(s.reloaded() == s.encoded());
    s.change(0, [&](session::SkippedKeys& keys) {
        for (const auto number : {1U, 2U, 0U}) REQUIRE(keys.take(chain(1), number));
        (void)keys.add(chain(1), 1, s.random.secret<32>());
    });
    s.save();
    CHECK(s.reloaded() == s.encoded());
    CHECK(s.stored() == std::multiset<std::uint32_t>{0, 1, 1, 1});
}

TEST_CASE("a vault that holds skipped keys with their session is read and written anew")
{
    Sessions s;
    s.skip(0, 1, 0, 50);
    s.vault.begin();
    s.vault.put(Kind::session, s.row, s.encoded());
    s.vault.commit();
    SessionTable again;
    REQUIRE(again.load(s.vault).has_value());
    CHECK(wire::encode(again.at(s.row)) == s.encoded());
    (void)again.edit(s.row);
    s.vault.begin();
    again.flush(s.vault);
    s.vault.commit();
    CHECK(s.stored().size() == 50);
    CHECK(s.reloaded() == s.encoded());
}

TEST_CASE("skipped keys of a session that is not there break the vault")
{
    Sessions s;
    s.skip(0, 1, 0, 1);
    s.save();
    s.vault.begin();
    s.vault.erase(Kind::session, s.row);
    s.vault.commit();
    SessionTable again;
    CHECK(again.load(s.vault).errc() == Errc::store_broken);
}

}  // namespace session_table_test
