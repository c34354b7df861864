// The counts in memory are those of the store's rows, after every commit and after a restart.
#include "server/core/store/queue_counts.hpp"

#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::queue_counts_test {
namespace {

/// Compares what is counted of a writer and her therapist with what their rows say.
struct Audit {
    TwoPairs p;

    [[nodiscard]] std::uint64_t number(const std::string& sql) { return static_cast<std::uint64_t>(p.w.count(sql)); }
    void check(std::uint64_t envelopes)
    {
        auto& tables = p.w.relay().store().tables();
        const auto alice = tables.accounts.find(p.alice.account)->row;
        const auto okafor = tables.accounts.find(p.okafor.account)->row;
        const auto device = tables.accounts.find_device(p.okafor.address())->row;
        const auto from_alice = " FROM delivery WHERE sender IN (SELECT n FROM device WHERE account = " +
                                std::to_string(static_cast<int>(alice)) + ")";
        CHECK(number("SELECT count(*)" + from_alice) == envelopes);
        const auto sum = number("SELECT coalesce(sum(size), 0)" + from_alice);
        CHECK(tables.queue.bytes(alice).written == sum);
        CHECK(tables.queue.bytes(alice).owned == 0);
        CHECK(tables.queue.bytes(okafor).owned == sum);
        CHECK(number("SELECT sum(waiting) FROM account") == sum);
        CHECK(number("SELECT sum(waiting_owned) FROM account") == sum);
        CHECK(tables.queue.pair_is_full(device, alice, envelopes));
        CHECK_FALSE(tables.queue.pair_is_full(device, alice, envelopes + 1));
    }
};

TEST_CASE("what waits is counted as it comes, is taken back, acked and settled, and over a restart")
{
    Audit a;
    auto& w = a.p.w;
    a.check(0);
    w.submit(a.p.alice, "one");
    w.submit(a.p.alice, "two");
    w.submit(a.p.alice, "regret");
    a.check(3);
    w.take_back(a.p.alice, "regret");
    a.check(2);
    w.restart();
    w.log_in(a.p.okafor);
    w.log_in(a.p.alice);
    a.check(2);
    w.wait();
    w.ack(a.p.okafor, "one");
    a.check(2);  // until the window is over
    w.submit(a.p.alice, "three");
    a.check(3);
    w.wait();
    a.check(2);
}

TEST_CASE("what waited for a dropped device is counted no more")
{
    Audit a;
    a.p.w.submit(a.p.alice, "for it alone");
    a.check(1);
    auto& tables = a.p.w.relay().store().tables();
    {
        Batch batch = a.p.w.relay().store().begin();
        CHECK(tables.queue.drop(tables.accounts.find_device(a.p.okafor.address())->row).size() == 1);
        batch.commit();
    }
    a.check(0);
}

}  // namespace
}  // namespace holdfast::server::test::queue_counts_test
