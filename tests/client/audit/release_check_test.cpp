#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::release_check_test {

using namespace std::chrono_literals;

TEST_CASE("let through late is a deviation unless an outage is on record")
{
    Simple s;
    s.decision(s.released).at = nine + 40min;
    auto given = s.given(noon + 1h);
    const auto report = audit(given);
    REQUIRE(said(report) == "released_late 2");
    CHECK(report.findings.at(0).due == nine);
    CHECK(report.worst() == Weight::unsure);
    given.outages = {{nine - 10min, nine + 35min}};
    CHECK(said(audit(given)) == "");
    given.outages = {{nine - 10min, nine + 5min}};
    CHECK(said(audit(given)) == "released_late 2");
}

TEST_CASE("what still waits although it was open is named")
{
    LogBuilder s;
    s.take(evening);
    CHECK(said(audit_of(s, nine + 1min)) == "");
    CHECK(said(audit_of(s, nine + 1h)) == "released_late 1");
    auto given = s.given(noon + 1h);
    given.outages = {{nine - 10min, noon + 30min}};
    CHECK(said(audit(given)) == "");
}

TEST_CASE("attack 15: what was taken back is let through")
{
    LogBuilder s;
    const auto taken = s.take(evening);
    const auto message = s.message(taken);
    s.take_back(evening + 1h, message);
    s.waiting.push_back(message);
    s.release(nine);
    CHECK(said(audit_of(s)) == "released_taken_back 3");
}

TEST_CASE("attack 29: one id of two devices is two messages")
{
    LogBuilder s;
    const auto first = s.take(evening);
    const auto second = s.take(evening + 1min);
    s.taken(second).message = s.taken(first).message;
    s.taken(second).device = s.random.id<DeviceId>();
    s.waiting = {s.message(first), s.message(second)};
    SECTION("one taken back, the other let through")
    {
        s.take_back(evening + 1h, s.message(first));
        s.release(nine);
        CHECK(said(audit_of(s)) == "");
    }
    SECTION("one let through, and the other forgotten")
    {
        std::erase(s.waiting, s.message(second));
        s.release(nine);
        CHECK(said(audit_of(s)) == "released_late 2");
    }
}

TEST_CASE("what waited for a device that is used no more is gone, and the log says so")
{
    LogBuilder s;
    const auto taken = s.take(evening);
    s.drop(evening + 1h, s.message(taken));
    CHECK(said(audit_of(s)) == "");
}

}  // namespace holdfast::audit::test::release_check_test
