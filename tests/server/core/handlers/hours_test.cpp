// Publishing hours: when the relay's receipt can be given, and what a relay restored from a backup makes of it.
#include "protocol/hours/calendar/work.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/decision.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::hours_test {
namespace {

namespace labels = crypto::labels;

const std::string wednesdays = "We 09:00-12:00";

wire::HoursReceipt receipt_in(const wire::HoursChain& chain)
{
    return wire::decode<wire::HoursReceipt>(chain.links.at(0).receipt.body).value();
}

TEST_CASE("hours are not published while the relay does not trust its clock")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    (void)w.step({ClockJumped{}});
    const auto version = w.version_of(okafor, wednesdays);
    w.send(okafor, wire::PublishHours{1, version});
    CHECK(w.lines() == Lines{"okafor: refused: rate_limited"});
    CHECK(w.last<wire::Failure>(okafor).retry);
    w.wait();
    w.send(okafor, wire::PublishHours{1, version});
    CHECK(w.lines() == Lines{"okafor: hours 1"});
}

TEST_CASE("hours of a conversation are refused where the therapist has none for everybody")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor");
    auto& alice = w.client("alice", okafor);
    const auto own = w.version_of(okafor, wednesdays,
                                  [&](wire::HoursVersion& version) { version.conversation = alice.conversation; });
    (void)w.lines();
    w.send(okafor, wire::PublishHours{1, own});
    CHECK(w.lines() == Lines{"okafor: refused: no_base_hours"});
    okafor.hours_version = 0;
    okafor.hours_hash = {};
    w.send(okafor, wire::PublishHours{2, w.version_of(okafor, tuesdays)});
    w.send(okafor, wire::PublishHours{3, own});
    CHECK(w.last<wire::HoursChain>(okafor).conversation == alice.conversation);
}

TEST_CASE("attack 27: a therapist's versions of hours stop costing before they slow the practice")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    const auto publish = [&](int n) {
        const auto version = okafor.hours_version;
        const auto hash = okafor.hours_hash;
        const auto next = w.version_of(okafor, "Mo-Fr 09:00-12:" + std::to_string(10 + n % 50), [&](auto& changed) {
            changed.notice_period = hours::max_notice;
            for (int i = 0; i < 14; ++i) changed.rules += "; week 1-53/2 00:00-06:00,12:00-24:00";
        });
        w.send(okafor, wire::PublishHours{1, next});
        if (w.lines() != Lines{"okafor: refused: hours_too_complex"}) return true;
        okafor.hours_version = version;
        okafor.hours_hash = hash;
        return false;
    };
    (void)w.lines();
    int taken = 0;
    while (publish(taken)) REQUIRE(++taken < 30);
    CHECK(taken >= 10);
    // Everything goes on, at a start as well, and each question is cheap.
    w.restart();
    w.log_in(okafor);
    w.log_in(alice);
    const auto before = hours::steps_taken();
    w.at("2026-03-07T08:00:00Z");
    w.tick();
    CHECK(hours::steps_taken() - before <= hours::max_question_steps);
}

TEST_CASE("a version received by a clock that was ahead is followed by none until its time has come")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    w.at("2026-03-05T20:00:00Z");
    w.hours(okafor, wednesdays);
    w.at(monday_evening);
    w.tick();
    w.wait();
    (void)w.lines();
    const auto version = w.version_of(okafor, tuesdays);
    w.send(okafor, wire::PublishHours{1, version});
    CHECK(w.lines() == Lines{"okafor: refused: rate_limited"});
    w.at("2026-03-05T19:56:00Z");
    w.send(okafor, wire::PublishHours{1, version});
    CHECK(w.lines() == Lines{"okafor: hours 1"});
}

TEST_CASE("attack 7: a relay restored from a backup gets the hours again, with the receipt they had")
{
    const holdfast::test::TempDir dir;
    RelayWorld w{monday_evening, dir / "relay.db"};
    auto& okafor = w.therapist("okafor", tuesdays);
    REQUIRE(w.relay().store().backup_to(dir / "copy.db"));
    const auto second = w.version_of(okafor, wednesdays);
    w.send(okafor, wire::PublishHours{1, second});
    const auto before = w.last<wire::HoursChain>(okafor);
    const auto third = w.version_of(okafor, tuesdays);

    RelayWorld back{"2026-03-04T20:00:00Z", dir / "copy.db"};
    (void)back.random().id<Digest>();  // not the bytes the first one drew
    back.relay().store().mark_restored(back.random());
    back.restart();
    back.log_in(okafor);
    SECTION("then the chain is the one everybody has")
    {
        back.send(okafor, wire::PublishHours{1, second, before.links.at(0).receipt});
        CHECK(back.last<wire::HoursChain>(okafor) == before);
        back.send(okafor, wire::PublishHours{2, third});
        CHECK(receipt_in(back.last<wire::HoursChain>(okafor)).received == back.now());
    }
    SECTION("even while its clock is not trusted")
    {
        (void)back.step({ClockJumped{}});
        back.send(okafor, wire::PublishHours{1, second, before.links.at(0).receipt});
        CHECK(back.last<wire::HoursChain>(okafor) == before);
    }
    SECTION("a receipt of somebody else, or of another version, is none")
    {
        auto receipt = before.links.at(0).receipt;
        SECTION("forged") { receipt = hours_chain::sign_receipt(receipt_in(before), okafor.identity); }
        SECTION("of another version")
        {
            auto other = receipt_in(before);
            other.version_hash = hours_chain::hash_of(third.body);
            receipt = hours_chain::sign_receipt(other, w.key());
        }
        back.send(okafor, wire::PublishHours{1, second, receipt});
        CHECK(receipt_in(back.last<wire::HoursChain>(okafor)).received == back.now());
    }
}

TEST_CASE("what is remembered of hours changes no decision")
{
    const auto start = parse_rfc3339(monday_evening).value();
    hours::HoursContent content;
    content.zone = "Europe/London";
    content.valid_from = start;
    content.notice_period = std::chrono::days{7};
    content.last_reading = std::chrono::minutes{30};
    content.rules = GENERATE("Tu 09:00-12:00", "24/7", "Mo-Su 22:00-02:00; We off", "Mo-Su 00:00-24:00");
    content.extras.push_back({start + std::chrono::hours{20}, start + std::chrono::hours{21}});
    auto later = content;
    later.rules = "Th 09:00-10:00,09:40-12:00";
    later.last_reading = std::chrono::minutes{90};
    CachedSchedule remembered;
    remembered.schedule = hours::Schedule::make(
        std::vector<hours::VersionInForce>{{content, start}, {later, start + std::chrono::days{2}}});
    REQUIRE(remembered.schedule.usable());
    const auto schedule = remembered.schedule;
    for (auto t = start; t < start + std::chrono::days{14}; t += std::chrono::minutes{29}) {
        CachedSchedule fresh;
        fresh.schedule = schedule;
        REQUIRE(decide(remembered, t, true) == decide(fresh, t, true));
    }
}

TEST_CASE("hours: what does not follow the chain is refused, what was published again is answered again")
{
    TwoPairs p;
    const auto first = p.w.version_of(p.okafor, "We 09:00-12:00");
    SECTION("the same again")
    {
        p.w.send(p.okafor, wire::PublishHours{1, first});
        const auto link = p.w.last<wire::HoursChain>(p.okafor).links.at(0);
        p.w.after(std::chrono::hours{1});
        p.w.send(p.okafor, wire::PublishHours{1, first});
        CHECK(p.w.last<wire::HoursChain>(p.okafor).links.at(0) == link);
        CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "okafor: hours 1"});
    }
    SECTION("another under the same number")
    {
        p.w.send(p.okafor, wire::PublishHours{1, first});
        (void)p.w.lines();
        p.w.hours(p.okafor, "Th 09:00-12:00", [](auto& v) { v.version = 2; });
        CHECK(p.w.lines() == Lines{"okafor: refused: fork"});
    }
    SECTION("a number left out")
    {
        p.w.hours(p.okafor, "Th 09:00-12:00");
        CHECK(p.w.lines() == Lines{"okafor: refused: broken_chain"});
    }
    SECTION("rules that cannot be read")
    {
        p.w.hours(p.weiss, "Tu 9 till noon");
        p.w.hours(p.alice, "Tu 09:00-12:00");
        CHECK(p.w.lines() == Lines{"weiss: refused: bad_rules", "alice: refused: not_allowed"});
    }
    SECTION("signed by somebody else")
    {
        auto version = first;
        version.signature = crypto::sign(labels::sign_hours, p.weiss.identity, version.body);
        p.w.send(p.okafor, wire::PublishHours{1, version});
        CHECK(p.w.lines() == Lines{"okafor: refused: bad_signature"});
    }
}

}  // namespace
}  // namespace holdfast::server::test::hours_test
