#include "tests/client/audit/log_builder.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::audit::test {
namespace {

using namespace std::chrono_literals;

const Instant evening = at("2026-03-02T20:00:00Z");
const Instant nine = at("2026-03-03T09:00:00Z");
const Instant noon = at("2026-03-03T12:00:00Z");
const Instant next_nine = at("2026-03-10T09:00:00Z");

/// Held in the evening, let through at nine, one more while open.
struct Simple : LogBuilder {
    std::uint64_t held = take(evening);
    std::uint64_t released = release(nine);
    std::uint64_t passed = take(nine + 1h);
};

Report audit_of(LogBuilder& log, Instant now = noon + 1h) { return audit(log.given(now)); }

}  // namespace

TEST_CASE("an honest log agrees, whatever happened in it")
{
    LogBuilder s;
    const auto first = s.take(evening);
    const auto second = s.take(evening + 1min);
    s.take(evening + 2min, wire::Class::control);
    s.take_back(evening + 1h, s.message(second));
    s.release(nine);
    s.take(nine + 10min);
    s.hold_again(noon, {s.message(first)});
    auto extra = s.draft();
    extra.extras = {{noon + 2h, noon + 2h + 30min}};
    s.publish(extra, noon + 2h);
    s.release(noon + 2h);
    auto leave = s.draft();
    leave.leaves = {{{std::chrono::year{2026} / 3 / 10}, {std::chrono::year{2026} / 3 / 10}, "ill"}};
    s.publish(leave, noon + 1h * 4);
    s.take(noon + 5h);
    s.publish("Mo-Fr 15:00-16:00", noon + 6h);
    s.take(noon + 7h);
    s.release(at("2026-03-04T15:00:00Z"));

    auto given = s.given(at("2026-03-04T15:01:00Z"));
    given.receipts = {s.receipt(1), s.receipt(2), s.receipt(3)};
    given.deliveries = {s.delivery(1, nine), s.delivery(1, noon + 2h)};
    const auto report = audit(given);
    CHECK(said(report) == "");
    CHECK(report.log_seen);
    CHECK(report.checked == s.decisions.size());
    CHECK(report.agreed == report.checked);
    CHECK(report.from == evening);
    CHECK(report.to == at("2026-03-04T15:00:00Z"));
}

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

TEST_CASE("a relay put back from a copy is named as that")
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

/// The relay's clock showed the next day and was restored; after that the therapist's hours changed.
struct PutBack : LogBuilder {
    std::uint64_t held = take(evening);
    std::uint64_t released = release(nine);
    std::uint64_t ahead = take(nine + 1h);
    std::uint64_t back = put_clock_back(nine + 2h, evening + 1h);
    std::uint64_t after = (publish("Tu 15:00-16:00", evening + 3h), take(evening + 4h));

    [[nodiscard]] Report report() { return audit(given(evening + 5h)); }
};

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

TEST_CASE("without the log, what this device keeps is checked by itself")
{
    Simple s;
    s.publish("Tu,We 09:00-12:00", nine + 2h);
    auto given = s.given(noon + 1h);
    given.receipts = {s.receipt(1), s.receipt(3)};
    given.deliveries = {s.delivery(1, nine)};
    given.log.reset();
    auto report = audit(given);
    CHECK(said(report) == "");
    CHECK_FALSE(report.log_seen);
    CHECK(report.checked == 2);
    given.deliveries[0].released = nine - 1min;
    CHECK(said(audit(given)) == "released_while_closed 1");
    s.taken(3).held = true;
    given.receipts[1] = s.receipt(3);
    CHECK(said(audit(given)) == "released_while_closed 1, wrong_hold 3");
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

TEST_CASE("ten thousand decisions of one conversation")
{
    LogBuilder s;
    s.publish("Mo-Fr 09:00-12:00,14:00-17:00", at("2026-03-02T09:00:00Z"));
    auto time = evening;
    const auto schedule = hours_chain::schedule(s.base);
    for (std::uint64_t number = 1; number <= 10'000; ++number, time += 13min) {
        decided::Accepted taken;
        taken.message = s.random.id<MessageId>();
        taken.held = !schedule.is_open(time);
        if (const auto window = schedule.promise(time)) taken.promise = wire::Promise{window->begin, window->end};
        taken.received = time;
        s.decisions.push_back({{}, number, {}, time, hours_chain::heads(s.base), "2026a", s.incarnation, false, taken});
        if (taken.held)
            s.decisions.push_back({{},
                                   ++number,
                                   {},
                                   time,
                                   hours_chain::heads(s.base),
                                   "2026a",
                                   s.incarnation,
                                   false,
                                   decided::TakenBack{taken.account, taken.device, taken.message}});
    }
    const auto report = audit(s.given(time));
    CHECK(said(report) == "");
    CHECK(report.checked == s.decisions.size());
    CHECK(report.agreed == report.checked);
}

}  // namespace holdfast::audit::test
