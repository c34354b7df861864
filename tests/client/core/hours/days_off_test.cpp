// Days off as people are told of them: announced, counted down to, labelled, and with the reading times around them;
// and whose reading time moved because of them.
#include "client/core/hours/days_off.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace days_off_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

// Monday 2 March 2026.

Date date(unsigned month, unsigned day)
{
    return Date{std::chrono::year{2026} / std::chrono::month{month} / std::chrono::day{day}};
}

hours::Window window(std::string_view from, std::string_view to)
{
    return {parse_rfc3339(from).value(), parse_rfc3339(to).value()};
}

/// Two people with a window every Tuesday, in UTC.
struct Two {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
    Member& alice = p.client("Alice", okafor);

    [[nodiscard]] std::optional<Absence> away() { return alice.client().outlook(alice.conversation(), p.now()).away; }
    [[nodiscard]] std::vector<DayOff> all()
    {
        std::vector<DayOff> found;
        for (auto now = p.now();; now += std::chrono::days{1}) {
            const auto absence = alice.client().outlook(alice.conversation(), now).away;
            if (!absence) return found;
            if (found.empty() || found.back() != absence->off) found.push_back(absence->off);
        }
    }
    void leave(Date from, Date to, const std::string& reason = "Summer")
    {
        REQUIRE(word(okafor.order(command::TakeLeave{from, to, reason, {}})) == "ok");
    }
};

}  // namespace

TEST_CASE("a leave is told 28 days before, with the last window before it and the first after it")
{
    Two t;
    t.leave(date(4, 7), date(4, 20));
    CHECK_FALSE(t.away());
    t.p.at("2026-03-10T12:00:00Z");  // four weeks to the day
    REQUIRE(t.away());
    CHECK(t.away()->off == DayOff{date(4, 7), date(4, 20), "Summer", false, true});
    CHECK_FALSE(t.away()->begun);
    CHECK(t.away()->days == 28);
    CHECK(t.away()->last == window("2026-03-31T09:00:00Z", "2026-03-31T12:00:00Z"));
    CHECK(t.away()->resumes == window("2026-04-21T09:00:00Z", "2026-04-21T12:00:00Z"));
    t.p.at("2026-04-01T12:00:00Z");
    CHECK_FALSE(t.away()->last);  // it is over
}

TEST_CASE("a leave that runs is counted down to the day on which reading resumes")
{
    Two t;
    t.leave(date(3, 10), date(3, 18));
    t.p.at("2026-03-10T00:00:00Z");
    CHECK(t.away()->begun);
    CHECK(t.away()->days == 14);
    t.p.at("2026-03-18T23:59:59Z");
    CHECK(t.away()->days == 6);
    CHECK(t.away()->resumes == window("2026-03-24T09:00:00Z", "2026-03-24T12:00:00Z"));
    t.p.at("2026-03-19T00:00:00Z");
    CHECK_FALSE(t.away());
}

TEST_CASE("what came later than the notice is not planned, the receipt of its first version decides, whatever follows")
{
    Two t;
    t.leave(date(3, 10), date(3, 11));  // seven days and four hours ahead
    CHECK(t.away()->off.planned);
    t.p.at("2026-03-08T12:00:00Z");
    command::SetHours later;
    later.notice_period = std::chrono::days{30};
    REQUIRE(word(t.okafor.order(later)) == "ok");
    CHECK(t.away()->off.planned);  // it was announced before
    t.leave(date(3, 12), date(3, 12), "ill");
    const auto all = t.all();
    REQUIRE(all.size() == 2);
    CHECK(all[0].planned);
    CHECK(all[1] == DayOff{date(3, 12), date(3, 12), "ill", false, false});
}

TEST_CASE("the longest notice still in force decides what is planned")
{
    Two t;
    command::SetHours shorter;
    shorter.notice_period = std::chrono::days{1};
    REQUIRE(word(t.okafor.order(shorter)) == "ok");
    t.leave(date(3, 6), date(3, 6));  // the week's notice still counts
    CHECK_FALSE(t.away()->off.planned);
    t.p.at("2026-03-12T20:00:00Z");
    t.leave(date(3, 16), date(3, 16), "Course");
    CHECK(t.away()->off.reason == "Course");
    CHECK(t.away()->off.planned);
}

TEST_CASE("a conversation's own days off are told there only")
{
    Two t;
    auto& ben = t.p.client("Ben", t.okafor);
    const auto with_ben = t.okafor.client().find("Ben").value();
    REQUIRE(word(t.okafor.order(command::CancelDate{date(3, 10), "", with_ben})) == "ok");
    CHECK_FALSE(t.away());
    CHECK(ben.client().outlook(ben.conversation(), t.p.now()).away->off.cancellation);
}

TEST_CASE("days off that have begun are those the newest version of their last day names")
{
    Two t;
    const auto begun = [&t](Member& of) {
        std::vector<std::string> reasons;
        for (const auto& off : of.client().days_off(of.conversation(), t.p.now())) reasons.push_back(off.reason);
        return reasons;
    };
    t.leave(date(3, 16), date(3, 20), "first");
    t.leave(date(3, 24), date(3, 27), "second");
    t.p.at("2026-03-15T12:00:00Z");
    CHECK(begun(t.alice).empty());
    t.p.at("2026-03-17T12:00:00Z");
    CHECK(begun(t.alice) == std::vector<std::string>{"first"});
    t.p.at("2026-03-23T12:00:00Z");
    // A version after the first has run, in which the second is called off.
    REQUIRE(word(t.okafor.order(command::TakeLeave{date(3, 24), date(3, 27), "second", {}, true})) == "ok");
    t.p.run();
    t.p.at("2026-03-25T12:00:00Z");
    CHECK(begun(t.alice) == std::vector<std::string>{"first"});
    CHECK(begun(t.okafor) == begun(t.alice));
}

TEST_CASE("messages whose reading time moved are told of it once, with the old time and the reason")
{
    Two t;
    t.alice >> "one" >> "two";
    t.alice.forget_shown();
    REQUIRE(word(t.okafor.order(command::CancelDate{date(3, 3), "ill", {}})) == "ok");
    REQUIRE(t.alice.count<show::PromiseMoved>() == 1);
    const auto moved = *t.alice.last<show::PromiseMoved>();
    CHECK(moved.messages.size() == 2);
    CHECK(moved.was->from == parse_rfc3339("2026-03-03T09:00:00Z"));
    CHECK(moved.promise->from == parse_rfc3339("2026-03-10T09:00:00Z"));
    REQUIRE(moved.because);
    CHECK(moved.because->reason == "ill");
    CHECK_FALSE(moved.because->planned);
    CHECK_FALSE(moved.unread);
}

TEST_CASE("a message nobody read before the hours closed says so, and blames no day off")
{
    Two t;
    t.alice >> "one";
    t.okafor.go_offline();
    t.alice.forget_shown();
    t.p.at("2026-03-03T12:00:00Z");
    REQUIRE(t.alice.last<show::PromiseMoved>());
    CHECK(t.alice.last<show::PromiseMoved>()->unread);
    CHECK_FALSE(t.alice.last<show::PromiseMoved>()->because);
}

TEST_CASE("extra windows are counted by the month of the therapist's zone, in every conversation")
{
    ClientWorld p{"2026-03-31T21:30:00Z"};
    auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00", "Europe/Berlin");  // half past eleven there
    p.client("Alice", okafor);
    p.client("Ben", okafor);
    const auto give = [&](const char* name) {
        REQUIRE(word(okafor.order(command::GiveExtra{10min, okafor.client().find(name).value()})) == "ok");
    };
    give("Alice");
    give("Ben");
    CHECK(okafor.client().extras_given(p.now()).this_month == 2);
    p.at("2026-03-31T22:00:00Z");  // April in Berlin
    REQUIRE(word(okafor.order(command::GiveExtra{10min, {}})) == "ok");
    const auto given = okafor.client().extras_given(p.now());
    CHECK(given.this_month == 1);
    CHECK(given.last_month == 2);
}

}  // namespace days_off_test
