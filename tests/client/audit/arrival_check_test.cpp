#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::arrival_check_test {

using namespace std::chrono_literals;

TEST_CASE("attack 33: what was let through for this device and never came is named")
{
    Simple s;
    auto given = s.given(noon + 1h);
    given.self = s.random.id<AccountId>();
    given.caught_up = noon + 1h;
    given.came = {s.message(s.held), s.message(s.passed)};
    CHECK(said(audit(given)) == "");
    given.came.erase(s.message(s.held));
    auto report = audit(given);
    REQUIRE(said(report) == "never_came 1");
    CHECK(report.findings.at(0).at == nine);
    CHECK(report.worst() == Weight::unsure);
    SECTION("not before everything was asked for")
    {
        given.caught_up.reset();
        CHECK(said(audit(given)) == "");
        given.caught_up = nine + 1min;
        CHECK(said(audit(given)) == "");
    }
    SECTION("not of one's own")
    {
        given.self = s.owner;
        CHECK(said(audit(given)) == "");
    }
    SECTION("not while it waits again")
    {
        s.hold_again(noon, {s.message(s.held)});
        given.log = s.given(noon + 1h).log;
        given.head = s.decisions.size();
        CHECK(said(audit(given)) == "");
    }
    SECTION("not after it went with the device it was for")
    {
        s.drop(noon, s.message(s.held));
        given.log = s.given(noon + 1h).log;
        given.head = s.decisions.size();
        CHECK(said(audit(given)) == "");
    }
}

}  // namespace holdfast::audit::test::arrival_check_test
