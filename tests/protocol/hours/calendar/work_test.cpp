// The cost of hours, counted in steps: what relay and client refuse, and that no question takes more than the bound,
// whatever was published.
#include "protocol/hours/calendar/work.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "protocol/hours/schedule/checked.hpp"
#include "protocol/hours/schedule/report_window.hpp"
#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::work_test {

using namespace std::chrono;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using Chain = std::vector<VersionInForce>;

namespace {

HoursContent content(std::string rules)
{
    HoursContent out;
    out.rules = std::move(rules);
    out.zone = "Europe/Berlin";
    out.horizon = day("2036-12-31");
    out.notice_period = hours::max_notice;
    return out;
}

std::uint64_t yearly_steps(const char* rules)
{
    return hours::RuleTable{hours::parse_rules(rules).value()}.yearly_steps();
}

std::string repeated(const std::string& rule, int times)
{
    std::string out;
    for (int i = 0; i < times; ++i) out += (i > 0 ? "; " : "") + rule;
    return out;
}

/// `count` versions within a day, each with other hours: all of them count for a quarter.
Chain many_versions(int count)
{
    Chain chain;
    auto received = at("2026-03-02T08:00:00Z");
    for (int i = 0; i < count; ++i, received += minutes{5}) {
        const auto hour = std::to_string(12 + i / 60 % 8);
        const auto minute = std::to_string(i % 60);
        chain.push_back({content("Mo-Fr 08:00-" + hour + ":" + (i % 60 < 10 ? "0" : "") + minute), received});
    }
    return chain;
}

/// All the questions there are, at one instant.
std::uint64_t dearest_question(const Schedule& asked, Instant t)
{
    std::uint64_t dearest = 0;
    const auto count = [&](auto question) {
        const Schedule hours = asked;  // a copy knows nothing yet
        const auto before = hours::steps_taken();
        question(hours);
        dearest = std::max(dearest, hours::steps_taken() - before);
    };
    count([t](const Schedule& hours) { static_cast<void>(hours.is_open(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.window_at(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.next_window(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.next_change(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.release_at(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.promise(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.span_at(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.explain(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours.trace(t)); });
    count([t](const Schedule& hours) { static_cast<void>(hours::report_passes_at(hours, t)); });
    return dearest;
}

/// Rules that repeat nothing for long, so that no date can be left out, at the limit of what is taken.
std::string hardest_rules(bool open)
{
    const std::string end = open ? "" : "; off";
    std::string rules = "00:00-24:00";
    for (int i = 0;; ++i) {
        auto more = rules + "; week " + std::to_string(1 + i % 40) + "-53/" + std::to_string(2 + i % 7) + " Mo-Su " +
                    (open ? "00:00-12:00,12:00-24:00" : "10:00-11:00");
        if ((more + end).size() > hours::max_rules_bytes || !hours::check(content(more + end))) return rules + end;
        rules = std::move(more);
    }
}

}  // namespace

TEST_CASE("the steps of a version follow from its rules")
{
    CHECK(yearly_steps("24/7") == 3660 + 366 + 372 * 4);
    CHECK(yearly_steps("Mo-Fr 09:00-12:00") == 3660 + 366 + 266 * (1 + 4));
    CHECK(yearly_steps("Mo,Tu 09:00-12:00,14:00-16:00") == 3660 + 366 + 107 * (2 + 8));
    CHECK(yearly_steps("Mo[1,3] 09:00-12:00") == 3660 + 366 + 54 * (3 + 4));
    CHECK(yearly_steps("Mo[1-3] 09:00-12:00") == 3660 + 366 + 54 * (4 + 4));
    CHECK(yearly_steps("PH,Mo off") == 3660 + 366 + 372 * (2 + 4));
    CHECK(yearly_steps("PH off") == 3660 + 366 + 372 * (1 + 4));
    CHECK(yearly_steps("Dec 24-Jan 2 off") == 3660 + 366 + 62 * (1 + 4));
    CHECK(yearly_steps("2026 Dec 24-2027 Jan 2 off") == 3660 + 366 + 372 * (1 + 4));
    CHECK(yearly_steps("Aug 10-Aug 9 off") == 3660 + 366 + 372 * (1 + 4));
    CHECK(yearly_steps("2026 Dec 24,26 off") == 3660 + 366 + 31 * (2 + 4));
    CHECK(yearly_steps("2026-2028 Nov-Feb week 1,3 We 09:00-12:00; off") ==
          3660 + 366 + 18 * (1 + 1 + 2 + 1 + 4) + 366 + 372 * 4);
}

TEST_CASE("a version that costs too much is refused, and says what to do")
{
    const auto refused = hours::check(content(repeated("week 1-53/2 Mo-Su 00:00-06:00,06:00-24:00", 45)));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::hours_too_complex);
    CHECK(refused.error().message.find("fewer rules") != std::string::npos);
    CHECK(hours::check(content(repeated("Mo-Fr 09:00-12:00", 33))).has_value());
    CHECK(hours::check(content(repeated("2026 Dec 24-2026 Dec 26,2027 Jan 05 off", 48))).has_value());
}

TEST_CASE("two hundred plain versions may count at once, more are refused, and then nothing opens")
{
    CHECK_FALSE(Schedule::make(many_versions(200)).problem());
    const auto too_many = Schedule::make(many_versions(300));
    REQUIRE(too_many.problem());
    CHECK(too_many.problem()->code == Errc::hours_too_complex);
    CHECK_FALSE(too_many.usable());
    CHECK_FALSE(too_many.is_open(at("2026-03-03T10:00:00Z")));
    CHECK(too_many.promise(at("2026-03-03T10:00:00Z")) == std::nullopt);
    CHECK(too_many.trace(at("2026-03-03T10:00:00Z")).size() == 4);
}

TEST_CASE("versions with equal rules count once, and as many as there are")
{
    auto chain = many_versions(900);
    for (auto& version : chain) version.content.rules = "Mo-Fr 08:00-12:00";
    for (std::size_t i = 0; i < chain.size(); i += 2) chain[i].content.last_reading = minutes{5};
    const auto hours = Schedule::make(chain);
    REQUIRE_FALSE(hours.problem());
    const auto one = Schedule::make(Chain{chain.front()});
    const auto t = at("2026-03-20T07:00:00Z");
    CHECK(dearest_question(hours, t) == dearest_question(one, t));
}

TEST_CASE("two hundred versions that count are asked once, then they cost what one costs")
{
    const auto hours = Schedule::make(many_versions(200));
    const auto one = Schedule::make(many_versions(1));
    const auto first = at("2026-03-10T07:00:00Z");
    const auto steps_of_a_day = [first](const Schedule& asked) {
        static_cast<void>(asked.span_at(first + days{2}));
        const auto before = hours::steps_taken();
        for (auto t = first; t < first + days{2}; t += minutes{7}) {
            static_cast<void>(asked.span_at(t));
            static_cast<void>(asked.is_open(t));
            static_cast<void>(asked.promise(t));
        }
        return hours::steps_taken() - before;
    };
    CHECK(steps_of_a_day(hours) <= 10 * steps_of_a_day(one) + hours::max_steps_at_once / 366 * 8);
    CHECK(show(hours.window_at(first + minutes{10})) == "2026-03-10T07:00:00Z to 2026-03-10T14:19:00Z");
}

TEST_CASE("no question takes more steps than the bound, whatever was published")
{
    const auto t = at("2026-03-10T07:00:00Z");
    SECTION("one version, never open, that repeats nothing")
    {
        const auto hours = Schedule::make(Chain{{content(hardest_rules(false)), at("2026-03-01T00:00:00Z")}});
        REQUIRE_FALSE(hours.problem());
        CHECK(dearest_question(hours, t) <= hours::max_question_steps);
    }
    SECTION("one version, never closed, that repeats nothing")
    {
        const auto hours = Schedule::make(Chain{{content(hardest_rules(true)), at("2026-03-01T00:00:00Z")}});
        REQUIRE_FALSE(hours.problem());
        CHECK(hours.promise(t)->end == std::nullopt);
        CHECK(dearest_question(hours, t) <= hours::max_question_steps);
    }
    SECTION("many versions and a conversation's own")
    {
        auto base = many_versions(190);
        base.push_back({content(hardest_rules(false)), base.back().received + minutes{1}});
        auto own = many_versions(190);
        own.push_back({content(hardest_rules(false)), own.back().received + minutes{1}});
        const auto hours = Schedule::make(base, own);
        REQUIRE_FALSE(hours.problem());
        for (const auto when : {t - days{20}, t - days{8}, t, t + days{80}, t + days{100}, t + days{4000}})
            CHECK(dearest_question(hours, when) <= hours::max_question_steps);
    }
    SECTION("as many days off as can be named, over hours without an end")
    {
        auto base = many_versions(1);
        base.front().content = content("24/7");
        for (int i = 0; i < 200; ++i) {
            const sys_days from = sys_days{floor<days>(t)} + days{18 * i};
            base.front().content.leaves.push_back({Date{from}, Date{from}, ""});
            base.front().content.cancellations.push_back({Date{from + days{9}}, ""});
        }
        const auto hours = Schedule::make(base);
        CHECK(dearest_question(hours, t) <= hours::max_question_steps);
    }
}

}  // namespace holdfast::test::work_test
