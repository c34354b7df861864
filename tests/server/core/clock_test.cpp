// A clock that is wrong: nothing is released or promised by it, and nothing it left behind outlives its correction.
#include <algorithm>

#include "server/core/clock.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::clock_test {
namespace {

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";
const std::string third = "promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z";

struct Practice {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};

    /// The lines of one step: its parts have no order of their own.
    [[nodiscard]] Lines said()
    {
        auto lines = w.lines();
        std::ranges::sort(lines);
        return lines;
    }
    [[nodiscard]] bool suspect() { return std::get<RelayStatus>(w.admin(AskStatus{})).clock_suspect; }
};

TEST_CASE("the time at a start is believed where something has set the clock, or not much has passed")
{
    struct Row {
        const char* now;
        bool set;
        bool believed;
    };
    const auto row = GENERATE(values<Row>({{"2026-03-02T20:00:00Z", false, true},
                                           {"2026-03-02T20:10:00Z", false, true},
                                           {"2026-03-02T20:10:01Z", false, false},
                                           {"2026-03-02T20:10:01Z", true, true},
                                           {"2036-03-02T20:00:00Z", false, false},
                                           {"2036-03-02T20:00:00Z", true, true},
                                           {"2026-03-02T19:59:00Z", false, true}}));
    INFO(row.now << row.set);
    CHECK(believes_start(*parse_rfc3339(monday_evening), *parse_rfc3339(row.now), row.set) == row.believed);
}

TEST_CASE("attack 23: a clock that nobody has set since the machine started releases nothing after a longer stop")
{
    Practice p;
    p.w.submit(p.okafor, "reply");
    p.w.at("2026-03-03T10:00:00Z");
    p.w.synchronised(false);
    p.w.restart();
    p.w.tick();
    (void)p.w.lines();
    CHECK(p.suspect());
    p.w.log_in(p.alice);
    CHECK(p.w.last<wire::LoggedIn>(p.alice).outages.size() == 1);
    SECTION("until it has followed its time source for a while")
    {
        p.w.synchronised(true);
        p.w.wait();
        CHECK_FALSE(p.suspect());
        CHECK(p.w.lines().back() == "alice: deliver reply");
    }
    SECTION("and what it called an outage goes when it is put right")
    {
        p.w.at("2026-03-02T20:05:00Z");
        p.w.tick();
        CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).outages.empty());
    }
    SECTION("and what it called an outage goes when it is put right while the relay does not run")
    {
        p.w.at("2026-03-02T20:05:00Z");
        p.w.restart();
        p.w.tick();
        CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).outages.empty());
    }
}

TEST_CASE("attack 23: a jump ahead across an opening releases nothing, in either direction")
{
    Practice p;
    p.w.submit(p.okafor, "reply");
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.at("2026-03-03T10:00:00Z");
    (void)p.w.step({ClockJumped{}});
    CHECK(p.said() == Lines{"alice: moved hello, no reading time", "okafor: moved reply, no reading time"});

    p.w.at("2026-03-02T20:00:10Z");
    (void)p.w.step({ClockJumped{}});
    CHECK(p.w.lines() == Lines{});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-02T20:05:10Z"));
    CHECK(p.said() == Lines{"alice: moved hello, " + third, "okafor: moved reply, " + third});
}

TEST_CASE("a jump seen together with other events counts before all of them")
{
    Practice p;
    p.w.submit(p.okafor, "reply");
    (void)p.w.lines();
    p.w.at("2026-03-03T10:00:00Z");
    (void)p.w.step({Tick{}, RelayWorld::event(p.alice, p.w.submit_of(p.alice, "hello")), ClockJumped{}});
    CHECK(p.w.lines() == Lines{"alice: accepted hello, no reading time", "okafor: moved reply, no reading time"});
}

TEST_CASE("a clock that follows no reference is not believed again by waiting")
{
    Practice p;
    p.w.synchronised(false);
    p.w.submit(p.okafor, "reply");
    (void)p.w.step({ClockJumped{}});
    (void)p.w.lines();
    SECTION("it is when it has followed one for a while")
    {
        for (int i = 0; i < 3; ++i) p.w.wait();
        CHECK(p.suspect());
        p.w.synchronised(true);
        p.w.tick();
        CHECK(p.suspect());
        p.w.wait();
        CHECK_FALSE(p.suspect());
        CHECK(p.w.lines() == Lines{"okafor: moved reply, " + third});
    }
    SECTION("or when the practice confirms it, and that is written down")
    {
        CHECK(p.w.admin(ConfirmClock{}) == AdminAnswer{AdminDone{}});
        CHECK(p.w.lines() == Lines{"okafor: moved reply, " + third});
        CHECK_FALSE(p.suspect());
        CHECK(p.w.admin(ConfirmClock{}) == AdminAnswer{AdminRefused{Errc::nothing_changed}});
        CHECK(p.w.count("SELECT count(*) FROM deed WHERE what = 'clock-confirm'") == 1);
    }
}

TEST_CASE("who was told of no reading time is told of one when the hours open")
{
    Practice p;
    p.w.at("2026-03-03T10:00:00Z");
    (void)p.w.step({ClockJumped{}});
    p.w.submit(p.alice, "hello");
    CHECK(p.w.lines() == Lines{"alice: accepted hello, no reading time"});
    p.w.wait();
    CHECK(p.said() ==
          Lines{"alice: moved hello, promised 2026-03-03T10:05:00Z/2026-03-03T12:00:00Z", "okafor: deliver hello"});
}

TEST_CASE("quotas used up under a clock that was ahead are not used up when it is right again")
{
    Practice p;
    p.w.at("2026-03-09T20:00:00Z");
    for (std::size_t i = 0; i < wire::max_control_per_hour; ++i)
        p.w.submit(p.alice, "n" + std::to_string(i), wire::Class::control);
    for (std::size_t i = 0; i < wire::max_bundles_per_day; ++i)
        p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    p.w.at(monday_evening);
    (void)p.w.lines();
    p.w.submit(p.alice, "notice", wire::Class::control);
    p.w.send(p.alice, wire::FetchBundle{1, p.okafor.account});
    CHECK(p.w.lines() == Lines{"alice: accepted notice", "okafor: deliver notice", "alice: bundle signed-only"});
}

}  // namespace
}  // namespace holdfast::server::test::clock_test
