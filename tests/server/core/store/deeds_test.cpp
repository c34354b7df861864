// The practice's record as a chain in the store.
#include "server/core/store/deeds.hpp"

#include "server/core/store/relay_store.hpp"
#include "server/core/store/tables.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::test::deeds_test {
namespace {

struct Kept {
    holdfast::test::SeededRandom random{"deeds"};
    RelayStore store = RelayStore::open(":memory:", SignPublic{}, random, Instant{}).value();
    DeedLog& log = store.tables().deeds;
};

TEST_CASE("the hash of a deed covers each of its parts")
{
    const Deed deed{7, Instant{}, "suspend", AccountId{}, "detail", Digest{}};
    const auto hash = deed_hash(deed);
    auto other = deed;
    SECTION("number") { other.number = 8; }
    SECTION("time") { other.at += std::chrono::seconds{1}; }
    SECTION("deed") { other.what = "remove"; }
    SECTION("account") { other.account.reset(); }
    SECTION("detail") { other.detail = "other"; }
    SECTION("the one before") { other.previous = hash; }
    CHECK(deed_hash(other) != hash);
}

TEST_CASE("each deed names the hash of the one before, and the newest hash is the head")
{
    Kept kept;
    CHECK(kept.log.head() == Digest{});
    kept.log.add(Instant{}, "clock-confirm");
    kept.log.add(Instant{}, "suspend", kept.random.id<AccountId>(), "detail");
    const auto deeds = kept.log.read(1, 10);
    REQUIRE(deeds.size() == 2);
    CHECK(deeds[0].previous == Digest{});
    CHECK(deeds[1].number == 2);
    CHECK(deeds[1].previous == deed_hash(deeds[0]));
    CHECK(kept.log.head() == deed_hash(deeds[1]));
    CHECK(kept.log.read(2, 10) == std::vector{deeds[1]});
}

TEST_CASE("deeds of an earlier schema get their place in the chain, and new ones go on from there")
{
    Kept kept;
    kept.store.tables().db.execute("INSERT INTO deed(n, at, what) VALUES (1, 5, 'notice'), (2, 6, 'notice-lift')");
    CHECK(kept.log.read(1, 10).empty());
    kept.log.chain_old();
    kept.log.add(Instant{}, "remove");
    const auto deeds = kept.log.read(1, 10);
    REQUIRE(deeds.size() == 3);
    CHECK(deeds[1].previous == deed_hash(deeds[0]));
    CHECK(deeds[2].previous == deed_hash(deeds[1]));
}

TEST_CASE("old deeds are pruned in slices, and the newest stays so that the chain goes on")
{
    Kept kept;
    for (int day = 0; day < 5; ++day) kept.log.add(Instant{std::chrono::days{day}}, "notice");
    CHECK(kept.log.prune(Instant{std::chrono::days{9}}, 3) == 3);
    CHECK(kept.log.prune(Instant{std::chrono::days{9}}, 3) == 1);
    CHECK(kept.log.prune(Instant{std::chrono::days{9}}, 3) == 0);
    CHECK(kept.log.read(1, 10).front().number == 5);
}

}  // namespace
}  // namespace holdfast::server::test::deeds_test
