// Reading reports at the gate: from the owner only, one at a time, and never before their window is over.
#include "protocol/wire/codec.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::relay_reports_test {
namespace {

using namespace std::chrono_literals;

struct Practice {
    explicit Practice(std::string_view now = "2026-03-03T10:00:00Z", const std::string& rules = "Tu,Th 09:00-12:00")
        : w{now}, okafor{w.therapist("okafor", rules)}, alice{w.client("alice", okafor)}
    {
    }
    /// Reports at `time`; nothing of it stays in lines().
    void report(const std::string& word, std::string_view time)
    {
        w.at(time);
        w.submit(okafor, word, wire::Class::report);
        CHECK(w.lines().size() == 1);  // accepted, and nothing delivered
    }
    Lines at(std::string_view time)
    {
        w.at(time);
        w.tick();
        return w.lines();
    }
    RelayWorld w;
    Person& okafor;
    Person& alice;
};

TEST_CASE("only the owner of a conversation reports reading")
{
    Practice p;
    p.w.submit(p.alice, "mine", wire::Class::report);
    CHECK(p.w.lines() == Lines{"alice: refused: not_allowed"});
    p.w.submit(p.okafor, "hers", wire::Class::report);
    const auto& accepted = p.w.last<wire::Accepted>(p.okafor);
    const auto receipt = wire::decode<wire::Receipt>(accepted.proof.receipt).value();
    const auto& taken = std::get<wire::decided::Accepted>(receipt.event);
    CHECK(taken.cls == wire::Class::report);
    CHECK(taken.held);
}

TEST_CASE("a report passes when its window ends, and says when the relay received it")
{
    Practice p;
    p.report("read", "2026-03-03T10:00:00Z");
    CHECK(p.w.wake_at() == parse_rfc3339("2026-03-03T12:00:00Z"));
    CHECK(p.at("2026-03-03T11:59:59Z").empty());
    CHECK(p.at("2026-03-03T12:00:00Z") == Lines{"alice: deliver read"});
    CHECK(to_rfc3339(p.w.last<wire::Deliver>(p.alice).received) == "2026-03-03T10:00:00Z");
    p.w.ack(p.alice, "read");
    CHECK(p.at("2026-03-03T12:15:00Z").empty());
    CHECK(p.w.count("SELECT count(*) FROM message") == 0);
}

TEST_CASE("what is received within the quarter of an hour after a window passes at its end")
{
    Practice p;
    p.report("read", "2026-03-03T12:14:59Z");
    CHECK(p.w.wake_at() == parse_rfc3339("2026-03-03T12:15:00Z"));
    CHECK(p.at("2026-03-03T12:15:00Z") == Lines{"alice: deliver read"});
}

TEST_CASE("what is received later waits for the end of the next window, through its opening and a restart")
{
    Practice p;
    p.report("read", "2026-03-03T12:15:00Z");
    CHECK(p.at("2026-03-05T09:00:00Z").empty());
    p.w.restart();
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: logged in, last 0"});
    CHECK(p.at("2026-03-05T11:59:59Z").empty());
    CHECK(p.at("2026-03-05T12:00:00Z") == Lines{"alice: deliver read"});
}

TEST_CASE("a newer report takes the place of the one that waits, not of one that has passed")
{
    Practice p;
    p.report("one", "2026-03-03T10:00:00Z");
    p.report("two", "2026-03-03T11:00:00Z");
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 1);
    CHECK(p.at("2026-03-03T12:00:00Z") == Lines{"alice: deliver two"});
    p.report("three", "2026-03-03T12:05:00Z");
    CHECK(p.w.count("SELECT count(*) FROM message") == 2);
    CHECK(p.at("2026-03-03T12:15:00Z") == Lines{"alice: deliver three"});
}

TEST_CASE("an extra window that continues the window makes the report wait for its end")
{
    Practice p;
    p.report("read", "2026-03-03T10:00:00Z");
    p.w.at("2026-03-03T11:50:00Z");
    p.w.hours(p.okafor, "Tu,Th 09:00-12:00", [&](wire::HoursVersion& version) {
        version.extras.push_back({p.w.now(), p.w.now() + 60min});
    });
    (void)p.w.lines();
    CHECK(p.at("2026-03-03T12:00:00Z").empty());
    CHECK(p.at("2026-03-03T12:50:00Z") == Lines{"alice: deliver read"});
}

TEST_CASE("messages that open, close and are taken back leave reports alone")
{
    Practice p{"2026-03-02T20:00:00Z"};
    p.report("read", "2026-03-02T20:00:00Z");
    p.w.submit(p.okafor, "reply");
    (void)p.w.lines();
    p.w.take_back(p.okafor, "read");
    CHECK(p.w.lines() == Lines{"okafor: refused: too_late"});
    CHECK(p.at("2026-03-03T09:00:00Z") == Lines{"alice: deliver reply"});
    CHECK(p.at("2026-03-03T12:00:00Z") == Lines{"alice: deliver read"});
}

TEST_CASE("a clock that is not trusted lets no report through")
{
    Practice p;
    p.report("read", "2026-03-03T11:59:00Z");
    p.w.at("2026-03-03T12:00:00Z");
    (void)p.w.step({ClockJumped{}});
    CHECK(p.w.lines().empty());
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T12:05:00Z"));
    CHECK(p.w.lines() == Lines{"alice: deliver read"});
}

TEST_CASE("without an end of reading time no report passes")
{
    Practice p{"2026-03-03T10:00:00Z", {}};
    p.report("read", "2026-03-03T10:00:00Z");
    CHECK(p.at("2026-06-03T10:00:00Z").empty());
}

TEST_CASE("reports are bounded by themselves")
{
    Practice p;
    for (std::size_t i = 0; i < wire::max_reports_per_hour; ++i)
        p.w.submit(p.okafor, "read " + std::to_string(i), wire::Class::report);
    (void)p.w.lines();
    p.w.submit(p.okafor, "one more", wire::Class::report);
    CHECK(p.w.lines() == Lines{"okafor: refused: rate_limited"});
    p.w.submit(p.okafor, "words");
    CHECK(p.w.lines() != Lines{"okafor: refused: rate_limited"});
}

}  // namespace
}  // namespace holdfast::server::test::relay_reports_test
