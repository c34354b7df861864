// Outages: the relay says itself when it did not run.
#include "protocol/identity/receipt.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::outages_test {
namespace {

constexpr auto monday_evening = "2026-03-02T20:00:00Z";

/// The outages a device is told when it logs in, as from/to.
Lines told(RelayWorld& w, Person& person)
{
    w.log_in(person);
    Lines lines;
    for (const auto& record : w.last<wire::LoggedIn>(person).outages) {
        REQUIRE(crypto::verify(crypto::labels::sign_outage, w.key().pub, record.body, record.signature));
        const auto outage = wire::decode<wire::Outage>(record.body).value();
        lines.push_back(to_rfc3339(outage.from) + "/" + to_rfc3339(outage.to));
    }
    return lines;
}

struct Practice {
    RelayWorld w{monday_evening};
    Person& okafor = w.therapist("okafor", "Tu 09:00-12:00");
};

TEST_CASE("the time a relay did not run is told at login, signed, and shown to the practice")
{
    Practice p;
    CHECK(told(p.w, p.okafor).empty());
    p.w.at("2026-03-02T21:30:00Z");
    p.w.restart();
    CHECK(told(p.w, p.okafor) == Lines{"2026-03-02T20:00:10Z/2026-03-02T21:30:00Z"});
    CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).outages.size() == 1);
}

TEST_CASE("an outage is an entry in the log of every conversation, and ends where it stands")
{
    Practice p;
    auto& alice = p.w.client("alice", p.okafor);
    auto& ben = p.w.client("ben", p.okafor);
    p.w.at("2026-03-02T21:30:00Z");
    p.w.restart();
    for (auto* client : {&alice, &ben}) {
        p.w.log_in(*client);
        p.w.send(*client, wire::FetchLog{1, client->conversation, 1});
        const auto& log = p.w.last<wire::Log>(*client);
        REQUIRE(log.entries.size() == 1);
        const auto receipt = session::open_receipt(log.entries[0], p.w.key().pub).value();
        CHECK(to_rfc3339(std::get<wire::decided::WasDown>(receipt.event).from) == "2026-03-02T20:00:10Z");
        CHECK(receipt.at == p.w.now());
    }
}

TEST_CASE("attack 33: an honest relay that was killed never names an outage in which it signed something")
{
    Practice p;
    auto& alice = p.w.client("alice", p.okafor);
    p.w.after(std::chrono::seconds{9});  // less than what makes it write down how far its clock has come
    p.w.submit(alice, "hello");
    const auto signed_at = p.w.now();
    p.w.after(std::chrono::hours{1});
    p.w.restart();
    p.w.log_in(alice);
    const auto outage = wire::decode<wire::Outage>(p.w.last<wire::LoggedIn>(alice).outages.at(0).body).value();
    CHECK(signed_at < outage.from);
    CHECK(p.w.last<wire::Greeting>(alice).time >= outage.to);
}

TEST_CASE("a minute is a restart, no outage")
{
    Practice p;
    p.w.at("2026-03-02T20:01:00Z");
    p.w.restart();
    CHECK(told(p.w, p.okafor).empty());
    p.w.at("2026-03-02T20:02:01Z");
    p.w.restart();
    CHECK(told(p.w, p.okafor) == Lines{"2026-03-02T20:01:10Z/2026-03-02T20:02:01Z"});
}

TEST_CASE("outages are told for 40 days, the newest last, and kept for 90")
{
    Practice p;
    p.w.at("2026-03-03T20:00:00Z");
    p.w.restart();
    p.w.at("2026-03-04T20:00:00Z");
    p.w.restart();
    CHECK(told(p.w, p.okafor) ==
          Lines{"2026-03-02T20:00:10Z/2026-03-03T20:00:00Z", "2026-03-03T20:00:10Z/2026-03-04T20:00:00Z"});
    p.w.at("2026-04-13T12:00:00Z");
    p.w.tick();
    CHECK(told(p.w, p.okafor) == Lines{"2026-03-03T20:00:10Z/2026-03-04T20:00:00Z"});
    p.w.at("2026-06-02T12:00:00Z");
    p.w.tick();
    p.w.restart();
    CHECK(p.w.count("SELECT count(*) FROM outage") == 1);
}

TEST_CASE("a new store, one restored from a backup, and a clock that went back tell no outage")
{
    const holdfast::test::TempDir dir;
    {
        RelayWorld w{monday_evening, dir / "relay.db"};
        w.at("2026-03-03T20:00:00Z");  // made yesterday, never run
        w.tick();
        CHECK(w.count("SELECT count(*) FROM outage") == 0);
        w.relay().store().mark_restored(w.random());
        w.at("2026-03-05T20:00:00Z");
        w.restart();
        CHECK(w.count("SELECT count(*) FROM outage") == 0);
        w.at("2026-03-04T20:00:00Z");
        w.restart();
        CHECK(w.count("SELECT count(*) FROM outage") == 0);
    }
}

TEST_CASE("after a clock was set back no outage covers an instant it showed before")
{
    Practice p;
    p.w.at("2026-03-02T22:00:00Z");
    p.w.tick();
    p.w.at("2026-03-02T20:30:00Z");  // set back, and nothing in a log says so
    p.w.tick();
    p.w.wait();  // until it is trusted
    SECTION("one that ends later begins after it")
    {
        p.w.at("2026-03-02T23:00:00Z");
        p.w.restart();
        CHECK(told(p.w, p.okafor) == Lines{"2026-03-02T22:00:10Z/2026-03-02T23:00:00Z"});
    }
    SECTION("one that ends earlier is not told")
    {
        p.w.at("2026-03-02T21:30:00Z");
        p.w.restart();
        CHECK(told(p.w, p.okafor).empty());
    }
}

TEST_CASE("a clock that was years ahead for a while hides no outage afterwards")
{
    Practice p;
    p.w.at("2036-03-02T22:00:00Z");
    p.w.tick();
    p.w.at("2026-03-02T20:30:00Z");
    p.w.tick();
    p.w.wait();
    p.w.at("2026-03-02T21:30:00Z");
    p.w.restart();
    CHECK(told(p.w, p.okafor) == Lines{"2026-03-02T20:35:10Z/2026-03-02T21:30:00Z"});
}

TEST_CASE("an outage that a wrong clock made is told no more once the clock went back")
{
    Practice p;
    p.w.at("2026-03-02T20:45:00Z");  // it is 20:00, and the relay was away for some seconds
    p.w.restart();
    CHECK(told(p.w, p.okafor).size() == 1);
    p.w.at("2026-03-02T20:00:30Z");
    p.w.restart();
    p.w.wait();
    CHECK(told(p.w, p.okafor).empty());
    CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).outages.empty());
}

}  // namespace
}  // namespace holdfast::server::test::outages_test
