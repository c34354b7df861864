// From invitation to ack: the way a message takes when nothing goes wrong.
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::relay_flow_test {
namespace {

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";
const std::string next_window = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";

TEST_CASE("from invitation to the acked message, held over night")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);

    w.send(alice, wire::FetchBundle{6, okafor.account});
    CHECK(w.lines() == Lines{"alice: bundle one-time"});

    w.submit(alice, "hello");
    CHECK(w.lines() == Lines{"alice: accepted hello, " + next_window});
    CHECK(w.wake_at() == parse_rfc3339("2026-03-03T09:00:00Z"));

    w.at("2026-03-03T08:59:59Z");
    w.tick();
    CHECK(w.lines() == Lines{});
    w.wait();
    CHECK(w.lines() == Lines{"okafor: deliver hello"});

    w.ack(okafor, "hello");
    CHECK(w.lines() == Lines{});
    w.wait();
    CHECK(w.now() == parse_rfc3339("2026-03-03T12:00:00Z"));
    CHECK(w.count("SELECT count(*) FROM message") == 0);
    CHECK(w.count("SELECT count(*) FROM delivery") == 0);
}

TEST_CASE("while open a message passes at once with the running window as its promise")
{
    RelayWorld w{"2026-03-03T10:00:00Z"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    w.submit(alice, "hello");
    CHECK(w.lines() ==
          Lines{"alice: accepted hello, promised 2026-03-03T10:00:00Z/2026-03-03T12:00:00Z", "okafor: deliver hello"});
}

TEST_CASE("held messages are released at the opening instant, oldest first")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    for (const auto* word : {"one", "two", "three"}) w.submit(alice, word);
    (void)w.lines();
    w.wait();
    CHECK(w.now() == parse_rfc3339("2026-03-03T09:00:00Z"));
    CHECK(w.lines() == Lines{"okafor: deliver one", "okafor: deliver two", "okafor: deliver three"});
}

TEST_CASE("control content passes while the hours are closed")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    w.submit(alice, "upkeep", wire::Class::control);
    CHECK(w.lines() == Lines{"alice: accepted upkeep", "okafor: deliver upkeep"});
}

TEST_CASE("a reader who was away gets what waits at the next login")
{
    RelayWorld w{"2026-03-03T10:00:00Z"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    w.hang_up(okafor);
    w.submit(alice, "hello");
    (void)w.lines();
    w.log_in(okafor);
    CHECK(w.lines() == Lines{"okafor: greeting", "okafor: logged in, last 0", "okafor: deliver hello"});
}

TEST_CASE("the practice's numbers count and name nobody")
{
    RelayWorld w{monday_evening};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    w.submit(alice, "hello");
    const auto status = std::get<RelayStatus>(w.admin(AskStatus{}));
    CHECK(status.therapists == 1);
    CHECK(status.clients == 1);
    CHECK(status.devices == 2);
    CHECK(status.conversations == 1);
    CHECK(status.open_conversations == 0);
    CHECK(status.held_messages == 1);
    CHECK(status.queued_deliveries == 1);
    CHECK(status.logged_in == 2);
    CHECK_FALSE(status.clock_suspect);

    const auto accounts = std::get<AccountLines>(w.admin(ListAccounts{})).accounts;
    REQUIRE(accounts.size() == 2);
    const auto month = month_of(w.now());
    CHECK(accounts[0] == AccountLine{okafor.account, wire::Role::therapist, w.now(), 1, 0, 1, false, 1, {}, month, {}});
    CHECK(accounts[1] ==
          AccountLine{alice.account, wire::Role::client, w.now(), 1, 0, 1, false, 2, okafor.account, month, {}});
}

}  // namespace
}  // namespace holdfast::server::test::relay_flow_test
