// What has changed in rows that are in memory outlives the process, whether the rows were written or not.
#include "server/core/store/changes.hpp"

#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::changes_test {
namespace {

TEST_CASE("what was committed is there after a restart, whether the rows were written or only what has changed in them")
{
    TwoPairs p;
    auto& store = p.w.relay().store();
    auto& tables = store.tables();
    const auto alice = [&] { return p.w.relay().store().tables().accounts.find_device(p.alice.address()).value(); };
    const auto noted = [&] {
        auto query = tables.db.prepare("SELECT count(*) FROM change");
        auto rows = query.rows();
        CHECK(rows.next());
        return rows.int64(0);
    };
    const auto commit = [&](std::uint64_t number) {
        Batch batch = store.begin();
        tables.accounts.set_last_submit(alice().row, number);
        batch.commit();
    };
    for (std::uint64_t number = 1; number <= 5; ++number) commit(number);
    CHECK(noted() >= 5);
    std::uint64_t last = 5;
    SECTION("a few commits") {}
    SECTION("many commits")
    {
        while (noted() != 0) commit(++last);
        CHECK(last <= 300);
        SECTION("and some more") { commit(++last); }
    }
    SECTION("a commit that reads the device again")
    {
        Batch batch = store.begin();
        tables.accounts.set_last_submit(alice().row, ++last);
        tables.prekeys.set_signed(alice().row, {}, p.w.now());
        batch.commit();
        CHECK(noted() == 0);
    }
    SECTION("a commit that fails")
    {
        Batch batch = store.begin();
        tables.accounts.set_last_submit(alice().row, 99);
    }
    SECTION("a device that was dropped")
    {
        const auto device = alice();
        Batch batch = store.begin();
        tables.accounts.drop_device(device.row, Instant{});
        tables.accounts.put_device(device.account, p.alice.list.devices.at(0));
        batch.commit();
    }
    p.w.restart();
    CHECK(alice().last_submit == last);
}

}  // namespace
}  // namespace holdfast::server::test::changes_test
