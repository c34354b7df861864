#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::outage_check_test {

using namespace std::chrono_literals;

TEST_CASE("attack 33: an outage in which the relay was at work is none")
{
    Simple s;
    s.decision(s.released).at = nine + 40min;
    SECTION("as the log itself shows")
    {
        s.go_down(nine - 10min, nine + 2h);
        const auto report = audit_of(s);
        REQUIRE(said(report) == "released_late 2, ran_in_outage 4");
        CHECK(report.findings.at(1).at == nine + 1h);
        CHECK(report.worst() == Weight::proof);
    }
    SECTION("as this device saw")
    {
        auto given = s.given(noon + 1h);
        given.outages = {{nine - 10min, nine + 35min, nine + 5min, s.incarnation}};
        CHECK(said(audit(given)) == "ran_in_outage 0, unlogged_outage 0, released_late 2");
        given.log.reset();
        CHECK(said(audit(given)) == "ran_in_outage 0");
    }
    SECTION("an honest one explains what came late")
    {
        LogBuilder honest;
        honest.take(evening);
        honest.go_down(evening + 1h, nine + 40min);
        honest.release(nine + 40min);
        auto given = honest.given(noon + 1h);
        given.outages = {{evening + 1h, nine + 40min, std::nullopt, honest.incarnation}};
        CHECK(said(audit(given)) == "");
    }
    SECTION("but not by a clock that was put back between the two")
    {
        LogBuilder back;
        back.take(noon - 30min);  // by a clock that was ahead
        back.put_clock_back(noon - 29min, nine + 1h);
        back.go_down(nine + 2h, noon);
        CHECK(said(audit_of(back)).find("ran_in_outage") == std::string::npos);
        auto given = back.given(noon + 1h);
        given.outages = {{nine + 2h, noon, noon - 30min, back.incarnation}};
        CHECK(said(audit(given)).find("ran_in_outage") == std::string::npos);
    }
}

}  // namespace holdfast::audit::test::outage_check_test
