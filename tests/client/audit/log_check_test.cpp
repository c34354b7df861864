#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::log_check_test {

using namespace std::chrono_literals;

TEST_CASE("attack 15: an entry removed, exchanged, changed, or not signed")
{
    Simple s;
    auto given = s.given(noon + 1h);
    auto& log = *given.log;
    SECTION("removed from the middle")
    {
        log.erase(log.begin() + 1);
        CHECK(said(audit(given)) == "released_late 1, broken_number 3");
    }
    SECTION("removed from the beginning")
    {
        log.erase(log.begin());
        CHECK(said(audit(given)) == "broken_number 2");
    }
    SECTION("removed from the end")
    {
        log.pop_back();
        CHECK(said(audit(given)) == "broken_number 3");
    }
    SECTION("all of it")
    {
        log.clear();
        CHECK(said(audit(given)) == "broken_number 1");
    }
    SECTION("in another order")
    {
        std::swap(log[1], log[2]);
        CHECK(said(audit(given)).find("broken_number 3") != std::string::npos);
    }
    SECTION("a number that no longer follows from the one before")
    {
        log[0].hash.value[0] ^= std::byte{1};
        CHECK(said(audit(given)) == "broken_chain 2");
    }
    SECTION("not under the relay's signature")
    {
        log[1].decision.reset();
        CHECK(said(audit(given)) == "released_late 1, not_signed 2");
    }
}

TEST_CASE("a relay restored from a backup is named as that")
{
    Simple s;
    const auto lost = s.receipt(s.passed);
    s.restore(2);
    auto given = s.given(noon + 1h);
    given.receipts = {s.receipt(1), lost};
    auto report = audit(given);
    CHECK(said(report) == "restored 3");
    CHECK(report.worst() == Weight::note);
    s.take(nine + 2h);
    given = s.given(noon + 1h);
    given.receipts = {lost};
    report = audit(given);
    CHECK(said(report) == "restored 3, restored 3");
    CHECK(report.agreed == report.checked);
}

TEST_CASE("a log of an old conversation may begin later than number 1")
{
    Simple s;
    auto given = s.given(noon + std::chrono::days{200});
    given.log->erase(given.log->begin(), given.log->begin() + 2);
    given.receipts = {s.receipt(1)};
    given.receipts[0].live = false;
    CHECK(said(audit(given)) == "");
    given.now = noon + 1h;
    CHECK(said(audit(given)) == "missing_from_log 1, broken_number 3");
    given.older = true;
    given.receipts.clear();
    CHECK(said(audit(given)) == "");
}

}  // namespace holdfast::audit::test::log_check_test
