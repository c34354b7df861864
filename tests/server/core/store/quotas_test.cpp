// How often an account does something: the most in a while, counted for each by itself, and kept in the store.
#include "server/core/store/quotas.hpp"

#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::quotas_test {
namespace {

using namespace std::chrono_literals;

constexpr Quota bundles{QuotaKind::bundle, 3, 24h};
constexpr Quota notices{QuotaKind::control, 3, 24h};
constexpr Quota bytes{QuotaKind::bytes, 1'000, 24h};

struct Counted {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};

    [[nodiscard]] Quotas& quotas() { return w.relay().store().tables().quotas; }
    [[nodiscard]] AccountRow row(const Person& person)
    {
        return w.relay().store().tables().accounts.find(person.account)->row;
    }
    bool use(const Quota& quota, const Person& person, AccountRow subject = {}, std::uint32_t amount = 1)
    {
        Batch batch = w.relay().store().begin();
        const bool counted = quotas().use(quota, row(person), w.now(), subject, amount);
        batch.commit();
        return counted;
    }
    /// How often more.
    int left(const Quota& quota, const Person& person, AccountRow subject = {})
    {
        int count = 0;
        while (count < 100 && use(quota, person, subject)) ++count;
        return count;
    }
};

TEST_CASE("an account may do something so often, from its first time on, and then again")
{
    Counted c;
    CHECK(c.left(bundles, c.alice) == 3);
    c.w.after(24h - 1s);
    CHECK(c.left(bundles, c.alice) == 0);
    c.w.after(1s);
    CHECK(c.left(bundles, c.alice) == 3);
}

TEST_CASE("the time runs from the first use, not from the last")
{
    Counted c;
    CHECK(c.use(bundles, c.alice));
    c.w.after(23h);
    CHECK(c.use(bundles, c.alice));
    CHECK(c.use(bundles, c.alice));
    CHECK_FALSE(c.use(bundles, c.alice));
    c.w.after(1h);
    CHECK(c.left(bundles, c.alice) == 3);
}

TEST_CASE("each kind, each account and each subject is counted by itself")
{
    Counted c;
    CHECK(c.left(bundles, c.alice, c.row(c.okafor)) == 3);
    CHECK(c.left(bundles, c.alice, c.row(c.alice)) == 3);
    CHECK(c.left(bundles, c.alice) == 3);
    CHECK(c.left(bundles, c.okafor, c.row(c.okafor)) == 3);
    CHECK(c.left(notices, c.alice, c.row(c.okafor)) == 3);
    CHECK(c.left(bundles, c.alice, c.row(c.okafor)) == 0);
}

TEST_CASE("an amount fits whole or is not counted at all")
{
    Counted c;
    CHECK(c.use(bytes, c.alice, {}, 600));
    CHECK_FALSE(c.use(bytes, c.alice, {}, 401));
    CHECK_FALSE(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 401));
    CHECK(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 400));
    CHECK(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 400));  // asking counts nothing
    CHECK(c.use(bytes, c.alice, {}, 400));
    CHECK_FALSE(c.use(bytes, c.alice, {}, 1));
    CHECK(c.use(bytes, c.alice, {}, 0));
    CHECK_FALSE(c.use(bytes, c.okafor, {}, 1'001));
    CHECK(c.use(bytes, c.okafor, {}, 1'000));
}

TEST_CASE("a restart forgives nothing")
{
    Counted c;
    CHECK(c.use(bundles, c.alice));
    CHECK(c.use(bundles, c.alice));
    c.w.restart();
    CHECK(c.left(bundles, c.alice) == 1);
}

TEST_CASE("a large quota is written a hundredth ahead and taken for used by a restart")
{
    Counted c;
    const auto steps = [&] { return c.w.relay().store().tables().db.steps(); };
    CHECK(c.use(bytes, c.alice, {}, 100));
    const auto begin = steps();
    (void)c.row(c.alice);
    const auto of_row = steps() - begin;
    for (int i = 0; i < 10; ++i) CHECK(c.use(bytes, c.alice));
    CHECK(steps() == begin + 11 * of_row);
    CHECK(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 890));
    c.w.restart();
    CHECK(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 890));
    CHECK_FALSE(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 891));
    CHECK(c.use(bytes, c.alice));
    c.w.restart();
    CHECK(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 879));
    CHECK_FALSE(c.quotas().fits(bytes, c.row(c.alice), c.w.now(), {}, 880));
}

TEST_CASE("what a clock that was ahead counted holds nobody up once it is put back")
{
    Counted c;
    c.w.after(48h);
    CHECK(c.left(bundles, c.alice) == 3);
    c.w.at(monday_evening);
    CHECK(c.left(bundles, c.alice) == 3);
}

TEST_CASE("an account that does it day after day keeps one row")
{
    Counted c;
    const auto rows = [&] { return c.w.count("SELECT count(*) FROM quota WHERE kind = 1"); };
    const auto before = rows();
    for (int day = 0; day < 5; ++day, c.w.after(24h)) CHECK(c.use(bundles, c.alice));
    CHECK(rows() == before + 1);
}

}  // namespace
}  // namespace holdfast::server::test::quotas_test
