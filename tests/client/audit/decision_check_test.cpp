#include "tests/client/audit/simple_log.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test::decision_check_test {

using namespace std::chrono_literals;

namespace {

/// The relay's clock showed the next day and was restored; after that the therapist's hours changed.
struct PutBack : LogBuilder {
    std::uint64_t held = take(evening);
    std::uint64_t released = release(nine);
    std::uint64_t ahead = take(nine + 1h);
    std::uint64_t back = put_clock_back(nine + 2h, evening + 1h);
    std::uint64_t after = (publish("Tu 15:00-16:00", evening + 3h), take(evening + 4h));

    [[nodiscard]] Report report() { return audit(given(evening + 5h)); }
};

}  // namespace

TEST_CASE("attack 15: held while open, and let through while closed")
{
    Simple s;
    SECTION("held while open")
    {
        s.taken(s.passed).held = true;
        auto given = s.given(nine + 1h + 1min);
        const auto report = audit(given);
        CHECK(said(report) == "wrong_hold 3");
        CHECK(report.findings.at(0).open == true);
        CHECK(report.agreed == 2);
        CHECK(report.worst() == Weight::proof);
    }
    SECTION("let through while closed")
    {
        s.taken(s.held).held = false;
        CHECK(said(audit_of(s)) == "wrong_hold 1");
    }
    SECTION("let through later, at an instant that is closed")
    {
        s.decision(s.released).at = nine - 1min;
        CHECK(said(audit_of(s)) == "released_while_closed 2");
    }
    SECTION("held again while open")
    {
        s.hold_again(nine + 2h, {s.message(s.passed)});
        CHECK(said(audit_of(s, nine + 2h + 1min)) == "wrong_hold 4");
    }
}

TEST_CASE("attack 15: another reading time than the signed hours give")
{
    Simple s;
    s.taken(s.held).promise = wire::Promise{next_nine, next_nine + 3h};
    const auto report = audit_of(s);
    REQUIRE(said(report) == "wrong_promise 1");
    CHECK(report.findings.at(0).promises->second->from == nine);
}

TEST_CASE("without a promise a relay is in doubt of its clock, or a notice holds: said, and no deviation")
{
    Simple s;
    SECTION("the relay says under its key that it does not trust its clock")
    {
        s.taken(s.passed).held = true;
        s.taken(s.passed).promise.reset();
        s.decision(s.passed).clock_in_doubt = true;
        const auto report = audit_of(s, nine + 1h + 5min);
        CHECK(said(report) == "nothing_promised 3");
        CHECK(report.agreed == report.checked);
        CHECK(report.worst() == Weight::note);
    }
    SECTION("a notice of the practice, as the log has it")
    {
        s.notice(nine + 2h, "Dr Okafor cannot read at present");
        s.take(nine + 2h + 1min);
        s.notice(nine + 2h + 2min, "");
        s.take(nine + 2h + 3min);
        CHECK(said(audit_of(s)) == "");
    }
}

TEST_CASE("attack 33: a reading time is withheld only for a reason that the relay has signed")
{
    Simple s;
    SECTION("held while open, with no word on its clock")
    {
        s.taken(s.passed).held = true;
        s.taken(s.passed).promise.reset();
        CHECK(said(audit_of(s, nine + 1h + 5min)) == "wrong_hold 3");
    }
    SECTION("nothing promised, with no word at all")
    {
        s.taken(s.held).promise.reset();
        const auto report = audit_of(s);
        CHECK(said(report) == "wrong_promise 1");
        CHECK(report.worst() == Weight::proof);
    }
    SECTION("a notice that only this device was told of")
    {
        s.taken(s.passed).promise.reset();
        auto given = s.given(noon + 1h);
        given.notices = {{nine, std::nullopt}};
        CHECK(said(audit(given)) == "unlogged_notice 0, wrong_promise 3");
    }
    SECTION("let through, or promised, with a clock it says it does not trust")
    {
        s.decision(s.held).clock_in_doubt = true;
        s.decision(s.released).clock_in_doubt = true;
        CHECK(said(audit_of(s)) == "wrong_promise 1, released_while_closed 2");
    }
}

TEST_CASE("a log that begins later than its conversation may begin under a notice")
{
    LogBuilder s;
    s.take(evening);
    s.notice(evening + 1min, "Dr Okafor cannot read at present");
    const auto during = s.take(evening + 2min);
    s.notice(evening + 3min, "");
    s.release(nine);
    auto given = s.given(noon + 1h);
    given.older = true;
    given.log->erase(given.log->begin(), given.log->begin() + static_cast<std::ptrdiff_t>(during) - 1);
    CHECK(said(audit(given)) == "");
}

TEST_CASE("attack 33: a promise moved to what the hours do not give is named, and so is one moved to nothing")
{
    Simple s;
    const auto moved = s.move(evening, {s.message(s.held)});
    std::swap(s.decisions.at(s.released - 1).event, s.decisions.at(moved - 1).event);
    std::swap(s.decisions.at(s.released - 1).at, s.decisions.at(moved - 1).at);
    auto& event = std::get<decided::Moved>(s.decision(s.released).event);
    SECTION("to the right time") { CHECK(said(audit_of(s)).find("wrong") == std::string::npos); }
    SECTION("to another time")
    {
        event.promise->from += 1h;
        CHECK(said(audit_of(s)).find("wrong_promise 2") != std::string::npos);
    }
    SECTION("to nothing")
    {
        event.promise.reset();
        CHECK(said(audit_of(s)).find("wrong_promise 2") != std::string::npos);
    }
}

TEST_CASE("a copy may lack hours until the therapist's device gives them back")
{
    Simple s;
    s.publish("Tu,We 09:00-12:00", nine + 2h);
    const auto after = s.take(noon + 1h);
    s.restore(3);
    s.take(noon + 2h);
    s.decision(after).heads = {wire::HoursHead{1, s.base.links()[0].hash}, std::nullopt};
    s.taken(after).promise = wire::Promise{next_nine, next_nine + 3h};
    CHECK(said(audit_of(s, noon + 3h)) == "restored 4");
}

TEST_CASE("attack 15: hours withheld, rolled back, or used although newer ones had been received")
{
    Simple s;
    s.publish("Tu,We 09:00-12:00", nine + 2h);
    const auto after = s.take(noon + 1h);
    const wire::HoursHead first{1, s.base.links()[0].hash};
    SECTION("an older version than it had received")
    {
        s.decision(after).heads = {first, std::nullopt};
        s.taken(after).promise = wire::Promise{next_nine, next_nine + 3h};
        const auto report = audit_of(s, noon + 2h);
        REQUIRE(said(report) == "rolled_back_version 4");
        CHECK(report.findings.at(0).version == 1);
        CHECK(report.findings.at(0).expected_version == 2);
    }
    SECTION("a version this device was never shown")
    {
        s.decision(after).heads.base->version = 3;
        CHECK(said(audit_of(s, noon + 2h)) == "withheld_version 4");
    }
    SECTION("another version under the same number")
    {
        s.decision(after).heads.base->hash.value[0] ^= std::byte{1};
        CHECK(said(audit_of(s, noon + 2h)) == "withheld_version 4");
    }
    SECTION("a version only the therapist's own words name")
    {
        auto given = s.given(noon + 2h);
        given.named.base->version = 3;
        const auto report = audit(given);
        REQUIRE(said(report) == "withheld_version 0");
        CHECK(report.findings.at(0).version == 3);
    }
}

TEST_CASE("attack 23: what was decided by a clock that was ahead accuses nobody once that was put back")
{
    PutBack s;
    const auto only_that = "clock_went_back " + std::to_string(s.back);
    SECTION("with hours that were received since")
    {
        const auto report = s.report();
        REQUIRE(said(report) == only_that);
        CHECK(report.worst() == Weight::unsure);
        CHECK(report.findings.at(0).due == nine + 2h);
        CHECK(report.findings.at(0).at == evening + 1h);
    }
    SECTION("with a notice that was issued since")
    {
        s.notice(evening + 4h, "Dr Okafor cannot read at present");
        s.take(evening + 4h);
        CHECK(said(s.report()) == only_that);
    }
    SECTION("but an older version than was used before stays one")
    {
        s.decision(s.take(evening + 4h)).heads = s.decision(s.ahead).heads;
        CHECK(said(s.report()) == only_that + ", rolled_back_version " + std::to_string(s.after + 1));
    }
    SECTION("and another promise than the hours give stays that")
    {
        s.taken(s.ahead).promise->from += 1min;
        CHECK(said(s.report()).starts_with("wrong_promise " + std::to_string(s.ahead)));
    }
}

TEST_CASE("other zone data is named with both versions, where it can explain what differs")
{
    LogBuilder s;
    s.publish("Tu 09:00-12:00", at("2026-03-02T09:00:00Z"), "Europe/Paris");
    // As if the data here lacked an hour of Paris.
    const ScheduleMaker shifted = [](auto base, auto own) {
        std::vector<hours::VersionInForce> moved{base.begin(), base.end()};
        for (auto& version : moved)
            if (version.content.zone == "Europe/Paris") {
                version.content.zone = "Europe/London";
                version.checked.reset();  // it was read with the data as they are
            }
        return hours::Schedule::make(moved, own);
    };
    const auto here = hours_chain::schedule(s.base);
    const auto opens = here.release_at(evening).value();
    s.take(evening);
    s.release(opens);
    s.take(opens + 10min);
    auto given = s.given(noon + 3h);
    REQUIRE(said(audit(given)) == "");
    const auto unexplained = said(audit(given, shifted));
    CHECK(unexplained.find("wrong_promise 1") != std::string::npos);
    given.tzdata = "2025b";
    const auto report = audit(given, shifted);
    CHECK(said(report) == "other_zone_data 1, other_zone_data 2, other_zone_data 3");
    CHECK(report.findings.at(0).tzdata_relay == "2026a");
    CHECK(report.findings.at(0).tzdata_here == "2025b");
    CHECK(report.worst() == Weight::unsure);
}

TEST_CASE("attack 15: zone data does not explain a decision in the middle of the night")
{
    Simple s;
    s.taken(s.held).held = false;
    auto given = s.given(noon + 1h);
    given.tzdata = "2025b";
    CHECK(said(audit(given)) == "wrong_hold 1");
}

}  // namespace holdfast::audit::test::decision_check_test
