// What nobody needs any more goes while the relay runs, in slices, and nothing goes before its time.
#include "server/core/retention.hpp"

#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::retention_test {
namespace {

TEST_CASE("used invitations, dropped devices and old deeds go after their time, and what they were about stays")
{
    TwoPairs p;
    auto second = p.w.second_device(p.alice);
    p.w.submit(second, "from the second");
    p.w.send(p.alice, wire::PublishDevices{9, p.w.list_with(p.alice, {p.alice.list.devices.front()})});
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM invitation") == 4);
    CHECK(p.w.count("SELECT count(*) FROM device WHERE dropped = 1") == 1);

    p.w.after(wire::receipts_kept + std::chrono::hours{2});
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM invitation") == 0);
    CHECK(std::get<AccountLines>(p.w.admin(ListAccounts{})).accounts.at(1).invited_as == 2);
    CHECK(p.w.count("SELECT count(*) FROM device WHERE dropped = 1") == 1);

    p.w.after(std::chrono::hours{24 * 366});
    p.w.tick();
    const auto dropped = p.w.count("SELECT count(*) FROM device WHERE dropped = 1");
    const auto unread =
        p.w.count("SELECT count(*) FROM message WHERE sender IN (SELECT n FROM device WHERE dropped = 1)");
    CHECK(dropped == (unread == 0 ? 0 : 1));  // a device whose words still wait stays
    CHECK(p.w.count("SELECT count(*) FROM deed") == 2);
    p.w.after(std::chrono::hours{24 * 3 * 366});
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM deed") == 1);  // the chain goes on from the newest
}

TEST_CASE("more than a slice goes over several steps")
{
    TwoPairs p;
    p.w.write();
    for (std::size_t i = 0; i < prune_slice + 50; ++i)
        p.w.tamper("INSERT INTO outage(began, ended) VALUES (" + std::to_string(i) + ", " + std::to_string(i) + ")");
    p.w.after(std::chrono::hours{2});
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM outage") == 50);
    p.w.tick();
    CHECK(p.w.count("SELECT count(*) FROM outage") == 0);
}

}  // namespace
}  // namespace holdfast::server::test::retention_test
