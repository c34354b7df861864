// The gate: what is released when, what is promised, and who is told when it moves.
#include "protocol/hours_chain/chain.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::gate_test {
namespace {

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";
const std::string third = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";
const std::string tenth = "promised 2026-03-10T09:00:00Z/2026-03-10T12:00:00Z";

/// A therapist with Tuesday hours and one client.
struct Practice {
    explicit Practice(std::string_view now, const std::string& rules = tuesdays)
        : w{now}, okafor{w.therapist("okafor", rules)}, alice{w.client("alice", okafor)}
    {
    }
    RelayWorld w;
    Person& okafor;
    Person& alice;
};

TEST_CASE("within the last half hour a message is released now and promised for the next window")
{
    Practice p{"2026-03-03T11:45:00Z"};
    p.w.submit(p.alice, "late");
    CHECK(p.w.lines() == Lines{"alice: accepted late, " + tenth, "okafor: deliver late"});
}

TEST_CASE("a therapist's own reply outside her hours is held like anybody's")
{
    Practice p{monday_evening};
    p.w.submit(p.okafor, "reply");
    CHECK(p.w.lines() == Lines{"okafor: accepted reply, " + third});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T09:00:00Z"));
    CHECK(p.w.lines() == Lines{"alice: deliver reply"});
}

TEST_CASE("a therapist who logs in while closed gets nothing that waits")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    p.w.hang_up(p.okafor);
    (void)p.w.lines();
    p.w.log_in(p.okafor);
    CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0"});
}

TEST_CASE("what was released to a client's device reaches it at any time")
{
    Practice p{"2026-03-03T10:00:00Z"};
    p.w.hang_up(p.alice);
    p.w.submit(p.okafor, "reply");
    p.w.at("2026-03-03T22:00:00Z");
    p.w.tick();
    (void)p.w.lines();
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: logged in, last 0", "alice: deliver reply"});
}

TEST_CASE("an extra window releases at once and creates no promise")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "before");
    (void)p.w.lines();
    p.w.hours(p.okafor, tuesdays, [&](wire::HoursVersion& version) {
        version.extras.push_back({p.w.now(), p.w.now() + std::chrono::minutes{20}});
    });
    CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "okafor: deliver before"});
    p.w.submit(p.alice, "during");
    CHECK(p.w.lines() == Lines{"alice: accepted during, " + third, "okafor: deliver during"});

    p.w.ack(p.okafor, "before");
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-02T20:20:00Z"));
    CHECK(p.w.lines() == Lines{});  // held again, and the promise it had still stands
    p.w.wait();
    CHECK(p.w.lines() == Lines{"okafor: deliver during"});
}

TEST_CASE("what was not acked by closing is held again and its writer is told the new time")
{
    Practice p{"2026-03-03T10:00:00Z"};
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() ==
          Lines{"alice: accepted hello, promised 2026-03-03T10:00:00Z/2026-03-03T12:00:00Z", "okafor: deliver hello"});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T12:00:00Z"));
    CHECK(p.w.lines() == Lines{"alice: moved hello, " + tenth});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-10T09:00:00Z"));
    CHECK(p.w.lines() == Lines{"okafor: deliver hello"});
}

TEST_CASE("fewer hours take effect after the notice, not before")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "now");
    p.w.hours(p.okafor, "We 09:00-12:00");
    CHECK(p.w.lines() == Lines{"alice: accepted now, " + third, "okafor: hours 1", "alice: new hours 1"});
    p.w.wait();
    CHECK(p.w.lines() == Lines{"okafor: deliver now"});
    p.w.ack(p.okafor, "now");
    p.w.at("2026-03-09T20:00:01Z");
    p.w.submit(p.alice, "after");
    CHECK(p.w.lines() == Lines{"alice: accepted after, promised 2026-03-11T09:00:00Z/2026-03-11T12:00:00Z"});
}

TEST_CASE("leave moves the promises of what is held, and the writers are told at once")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.hours(p.okafor, tuesdays, [](wire::HoursVersion& version) {
        const Date day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
        version.leaves.push_back({day, day, "ill"});
    });
    CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "alice: moved hello, " + tenth});
    p.w.at("2026-03-03T10:00:00Z");
    p.w.tick();
    CHECK(p.w.lines() == Lines{});
}

TEST_CASE("a cancellation in the middle of a window closes it and takes back what was not acked")
{
    Practice p{"2026-03-03T10:00:00Z"};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.hours(p.okafor, tuesdays, [](wire::HoursVersion& version) {
        version.cancellations.push_back({{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}}, ""});
    });
    CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "alice: moved hello, " + tenth});
}

TEST_CASE("a message is taken back in the second before the opening, and nothing arrives")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "regret");
    p.w.at("2026-03-03T08:59:59Z");
    p.w.take_back(p.alice, "regret");
    (void)p.w.lines();
    p.w.at("2026-03-03T09:00:00Z");
    p.w.tick();
    CHECK(p.w.lines() == Lines{});
    CHECK(p.w.count("SELECT count(*) FROM message") == 0);

    p.w.take_back(p.alice, "regret");  // the answer may have been lost: the same again
    CHECK(p.w.lines() == Lines{"alice: taken back"});
}

TEST_CASE("once handed to a connection a message cannot be taken back, not even when it is held again")
{
    Practice p{"2026-03-03T11:00:00Z"};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.take_back(p.alice, "hello");
    p.w.wait();
    p.w.take_back(p.alice, "hello");
    CHECK(p.w.lines() == Lines{"alice: refused: too_late", "alice: moved hello, " + tenth, "alice: refused: too_late"});
}

TEST_CASE("a take-back is about what is there now, not about what was taken back under the same id before")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "regret");
    p.w.take_back(p.alice, "regret");
    p.w.submit(p.alice, "regret");
    p.w.wait();
    (void)p.w.lines();
    p.w.take_back(p.alice, "regret");
    CHECK(p.w.lines() == Lines{"alice: refused: too_late"});
}

TEST_CASE("at the instant of opening the relay's order decides")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "regret");
    p.w.at("2026-03-03T09:00:00Z");
    (void)p.w.lines();
    SECTION("the take-back is in the step of the opening")
    {
        p.w.take_back(p.alice, "regret");
        CHECK(p.w.lines() == Lines{"alice: refused: too_late", "okafor: deliver regret"});
    }
    SECTION("the opening was stepped before it")
    {
        p.w.tick();
        p.w.take_back(p.alice, "regret");
        CHECK(p.w.lines() == Lines{"okafor: deliver regret", "alice: refused: too_late"});
    }
}

TEST_CASE("without hours everything is accepted and held, and no time is made up")
{
    Practice p{monday_evening, ""};
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() == Lines{"alice: accepted hello, no reading time"});
    CHECK(p.w.wake_at() == std::nullopt);
    SECTION("first hours release or promise")
    {
        p.w.hours(p.okafor, tuesdays);
        CHECK(p.w.lines() == Lines{"okafor: hours 1", "alice: new hours 1", "alice: moved hello, " + third});
    }
}

TEST_CASE("attack 15: hours changed in the relay's database open nothing and promise nothing")
{
    Practice p{monday_evening};
    const auto change = [&](std::string_view from, std::string_view to) {
        auto link = to_text(from_hex(p.w.text("SELECT hex(link) FROM hours")).value());
        link.replace(link.find(from), from.size(), to);
        p.w.tamper("UPDATE hours SET link = x'" + to_hex(as_bytes(link)) + "'");
    };
    SECTION("rules") { change("Tu 09", "Mo 09"); }
    SECTION("zone") { change("UTC", "GMT"); }
    SECTION("the whole link") { p.w.tamper("UPDATE hours SET link = x'00'"); }
    SECTION("a version taken out")
    {
        p.w.hours(p.okafor, "Mo-Su 00:00-24:00");
        (void)p.w.lines();
        p.w.tamper("DELETE FROM hours WHERE version = 1");
    }
    p.w.restart();
    p.w.log_in(p.alice);
    p.w.log_in(p.okafor);
    (void)p.w.lines();
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() == Lines{"alice: accepted hello, no reading time"});
    p.w.at("2026-03-03T10:00:00Z");
    p.w.tick();
    CHECK(p.w.lines() == Lines{});
}

TEST_CASE("attack 15: an extra window written into the database by the practice opens nothing")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    // An admin can make this: a version with a window, signed by the only key the practice has.
    auto version = p.w.version_of(p.okafor, tuesdays, [&](wire::HoursVersion& v) {
        v.extras.push_back({p.w.now(), p.w.now() + std::chrono::minutes{20}});
    });
    version.signature = crypto::sign(crypto::labels::sign_hours, p.w.key(), version.body);
    const wire::HoursReceipt receipt{p.okafor.account, std::nullopt, hours_chain::hash_of(version.body), p.w.now(), {}};
    const auto link = wire::encode(wire::HoursLink{version, hours_chain::sign_receipt(receipt, p.w.key())});
    p.w.tamper("INSERT INTO hours SELECT owner, 0, 2, x'" + to_hex(link) + "' FROM hours");
    (void)p.w.lines();
    p.w.restart();
    p.w.log_in(p.okafor);
    CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0"});
}

TEST_CASE("down across an opening: released when the window is still open, held to the next when not")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    SECTION("still open")
    {
        p.w.at("2026-03-03T11:50:00Z");
        p.w.restart();
        p.w.log_in(p.okafor);
        CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0", "okafor: deliver hello"});
    }
    SECTION("over")
    {
        p.w.at("2026-03-03T12:00:00Z");
        p.w.restart();
        p.w.log_in(p.okafor);
        p.w.log_in(p.alice);
        CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0", "alice: greeting",
                                   "alice: logged in, last 1", "alice: moved hello, " + tenth});
    }
}

TEST_CASE("a practice notice suspends promises, reaches everyone, and opens nothing")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    CHECK(p.w.admin(IssueNotice{p.okafor.account, "in hospital"}) == AdminAnswer{AdminDone{}});
    CHECK(p.w.lines() ==
          Lines{"okafor: notice in hospital", "alice: notice in hospital", "alice: moved hello, no reading time"});
    p.w.submit(p.alice, "second");
    CHECK(p.w.lines() == Lines{"alice: accepted second, no reading time"});
    p.w.log_in(p.alice);
    CHECK(p.w.last<wire::LoggedIn>(p.alice).notices.size() == 1);

    (void)p.w.lines();
    CHECK(p.w.admin(IssueNotice{p.okafor.account, ""}) == AdminAnswer{AdminDone{}});
    CHECK(p.w.lines() ==
          Lines{"okafor: notice lifted", "alice: notice lifted", "alice: moved hello and second, " + third});
    CHECK(p.w.admin(IssueNotice{p.okafor.account, ""}) == AdminAnswer{AdminRefused{Errc::nothing_changed}});
    CHECK(p.w.admin(IssueNotice{p.alice.account, "x"}) == AdminAnswer{AdminRefused{Errc::not_allowed}});
    CHECK(p.w.count("SELECT count(*) FROM deed WHERE what LIKE 'notice%'") == 2);
}

TEST_CASE("a clock that goes back stops releases until it has run steadily for a while")
{
    Practice p{monday_evening};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.at("2026-02-24T10:00:00Z");  // a Tuesday in the past, inside the hours
    p.w.tick();
    CHECK(p.w.lines() == Lines{"alice: moved hello, no reading time"});
    CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).clock_suspect);
    p.w.submit(p.alice, "second");
    CHECK(p.w.lines() == Lines{"alice: accepted second, no reading time"});

    SECTION("it settles")
    {
        p.w.wait();
        CHECK(p.w.now() == parse_rfc3339("2026-02-24T10:05:00Z"));
        CHECK_FALSE(std::get<RelayStatus>(p.w.admin(AskStatus{})).clock_suspect);
    }
    SECTION("a restart forgives nothing")
    {
        p.w.restart();
        p.w.log_in(p.okafor);
        CHECK(p.w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0"});
        CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).clock_suspect);
    }
}

TEST_CASE("a correction of a few seconds is no jump, and receipts never go back")
{
    Practice p{"2026-03-03T10:00:05Z"};
    p.w.tick();
    p.w.at("2026-03-03T10:00:00Z");
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() ==
          Lines{"alice: accepted hello, promised 2026-03-03T10:00:05Z/2026-03-03T12:00:00Z", "okafor: deliver hello"});
}

TEST_CASE("a jump seen by the shell holds what would be released")
{
    Practice p{"2026-03-03T10:00:00Z"};
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    (void)p.w.step({ClockJumped{}});
    CHECK(p.w.lines() == Lines{"alice: moved hello, no reading time"});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T10:05:00Z"));
    CHECK(p.w.lines() ==
          Lines{"okafor: deliver hello", "alice: moved hello, promised 2026-03-03T10:05:00Z/2026-03-03T12:00:00Z"});
}

TEST_CASE("deliveries go a page at a time, and acks bring the next")
{
    Practice p{monday_evening};
    const auto deliver = [](std::size_t beyond) {
        return "okafor: deliver m" + std::to_string(deliveries_in_flight + beyond);
    };
    for (std::size_t i = 0; i < deliveries_in_flight + 3; ++i) p.w.submit(p.alice, "m" + std::to_string(i));
    (void)p.w.lines();
    p.w.wait();
    CHECK(p.w.lines().size() == deliveries_in_flight);
    p.w.ack(p.okafor, "m0");
    CHECK(p.w.lines() == Lines{deliver(0)});
    p.w.ack(p.okafor, "m64");
    p.w.ack(p.okafor, "m1");
    CHECK(p.w.lines() == Lines{deliver(1), deliver(2)});
}

}  // namespace
}  // namespace holdfast::server::test::gate_test
