#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::witness_check_test {

using namespace std::chrono_literals;

TEST_CASE("attack 15: the log says something else than the relay told this device")
{
    Simple s;
    const auto receipt = s.receipt(s.held);
    const auto delivery = s.delivery(s.held, nine);
    SECTION("another instant")
    {
        s.decision(s.held).at += 5min;
        s.taken(s.held).received += 5min;
        auto given = s.given(noon + 1h);
        given.receipts = {receipt};
        CHECK(said(audit(given)) == "not_what_was_signed_to_me 1");
        given.receipts.clear();
        given.deliveries = {delivery};
        CHECK(said(audit(given)) == "not_what_was_signed_to_me 1");
    }
    SECTION("another instant of release")
    {
        auto given = s.given(noon + 1h);
        given.deliveries = {s.delivery(s.held, nine - 1h)};
        CHECK(said(audit(given)) == "not_what_was_signed_to_me 1");
    }
    SECTION("left out at the end")
    {
        const auto last = s.receipt(s.passed);
        s.decisions.pop_back();
        auto given = s.given(nine + 2h);
        given.receipts = {last};
        CHECK(said(audit(given)) == "missing_from_log 3");
        // While closed the log ends before what the other wrote and is held: only an open hour tells.
        given = s.given(noon + 1h);
        given.receipts = {last};
        CHECK(said(audit(given)) == "");
    }
}

TEST_CASE("attack 33: an outage told to this device, and not in the log, is proof")
{
    Simple s;
    // While closed the log is shown only up to some entry; of what came after that nothing follows.
    auto cut = s.given(noon + 1h);
    cut.outages = {{nine + 90min, nine + 2h, std::nullopt, s.incarnation}};
    CHECK(said(audit(cut)) == "");
    s.take(nine + 2h + 30min);
    auto given = s.given(noon + 1h);
    given.outages = cut.outages;
    CHECK(said(audit(given)) == "unlogged_outage 0");
    given.outages[0].incarnation = s.random.id<IncarnationId>();  // the copy was made before it
    CHECK(said(audit(given)) == "");
    given.outages = {{given.begun - 2h, given.begun - 1h, std::nullopt, s.incarnation}};
    CHECK(said(audit(given)) == "");
}

TEST_CASE("attack 23: the relay's instant is far from what this device's clock showed")
{
    Simple s;
    auto given = s.given(noon + 1h);
    const auto off = GENERATE(6min, -6min, 60min, -60min, 1440min, -1440min);
    given.receipts = {s.receipt(1)};
    given.receipts[0].clock += off;
    auto report = audit(given);
    REQUIRE(said(report) == "wrong_clock 1");
    CHECK(report.worst() == Weight::unsure);
    given.receipts[0].live = false;  // it may have waited for this device, but it was not made in the time to come
    CHECK(said(audit(given)) == (off < 0min ? "wrong_clock 1" : ""));
    given.receipts.clear();
    given.deliveries = {s.delivery(1, nine)};
    given.deliveries[0].clock = nine - 1h;  // let through before it happened
    CHECK(said(audit(given)) == "wrong_clock 1");
}

}  // namespace holdfast::audit::test::witness_check_test
