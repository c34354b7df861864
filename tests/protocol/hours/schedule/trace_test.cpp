#include "protocol/hours/schedule/trace.hpp"

#include <algorithm>

#include "tests/protocol/hours/support.hpp"

namespace trace_test {

using namespace holdfast;
using namespace holdfast::test;
using namespace std::chrono_literals;
using hours::HoursContent;
using hours::RuleEffect;
using hours::Schedule;
using hours::Trace;
using hours::VersionInForce;
using hours::VersionStatus;
namespace step = hours::step;

namespace {

constexpr auto received_first = "2026-01-01T00:00:00Z";

HoursContent content(std::string_view rules, std::string_view zone_name = "UTC")
{
    HoursContent out;
    out.rules = rules;
    out.zone = zone_name;
    return out;
}

Schedule schedule(const std::vector<VersionInForce>& base, const std::vector<VersionInForce>& own = {})
{
    return Schedule::make(base, own);
}

template <class Kind>
std::vector<Kind> steps_of(const Trace& trace)
{
    std::vector<Kind> out;
    for (const auto& one : trace)
        if (const auto* found = std::get_if<Kind>(&one)) out.push_back(*found);
    return out;
}

template <class Kind>
std::vector<Kind> steps_at(const Schedule& hours, std::string_view t)
{
    return steps_of<Kind>(hours.trace(at(t)));
}

/// "1 newest, own 2 waits": which versions count, newest first.
std::string versions_at(const Schedule& hours, std::string_view t)
{
    std::string text;
    for (const auto& s : steps_at<step::Version>(hours, t))
        text += (text.empty() ? "" : ", ") + std::string{s.version.own ? "own " : ""} +
                std::to_string(s.version.number) + " " + std::string{name(s.standing)};
    return text;
}

/// "Mo-Fr 09:00-12:00 replaced, We 10:00-12:00 decides".
std::string voices_at(const Schedule& hours, std::string_view t)
{
    std::string text;
    for (const auto& s : steps_at<step::RuleSpeaks>(hours, t))
        text += (text.empty() ? "" : ", ") + s.rule + " " + std::string{name(s.voice)};
    return text;
}

std::string why_promised(const Schedule& hours, std::string_view t)
{
    return std::string{name(steps_at<step::Promise>(hours, t).at(0).why)};
}

}  // namespace

TEST_CASE("every trace ends with a decision, a change and a promise that agree with the schedule")
{
    auto version = content("Mo-Fr 09:00-12:00; Dec 24 off; PH off", "Europe/London");
    version.holidays = {day("2026-12-25")};
    version.horizon = day("2027-12-31");
    version.leaves = {{day("2026-02-03"), day("2026-02-05"), "away"}};
    version.extras = {{at("2026-02-04T18:00:00Z"), at("2026-02-04T18:30:00Z")}};
    const auto hours = schedule({{version, at(received_first)}});
    for (auto t = at("2025-12-30T00:00:00Z"); t < at("2027-01-10T00:00:00Z"); t += 1013min) {
        const auto trace = hours.trace(t);
        REQUIRE(trace.size() >= 3);
        const auto& decision = std::get<step::Decision>(trace[trace.size() - 3]);
        const auto expected = hours.explain(t);
        CHECK(decision.what.open == expected.open);
        CHECK(decision.what.layer == expected.layer);
        CHECK(decision.what.rule == expected.rule);
        CHECK(decision.what.open == hours.is_open(t));
        CHECK(std::get<step::Change>(trace[trace.size() - 2]).at == hours.next_change(t));
        CHECK(std::get<step::Promise>(trace.back()).window == hours.promise(t));
        const auto rules = steps_of<step::RuleSpeaks>(trace);
        const auto deciding = std::count_if(rules.begin(), rules.end(),
                                            [](const step::RuleSpeaks& s) { return s.voice == RuleEffect::decides; });
        CHECK(deciding == (expected.rule ? 1 : 0));
    }
}

TEST_CASE("the versions in force are named with the reason why each counts")
{
    auto later = content("Mo-Fr 10:00-11:00");
    later.valid_from = at("2026-03-01T00:00:00Z");
    const auto hours = schedule({{content("Mo-Fr 09:00-12:00"), at(received_first)},
                                 {content("Mo-Fr 11:00-14:00"), at("2026-02-02T10:00:00Z")},
                                 {later, at("2026-02-16T10:00:00Z")}});
    CHECK(versions_at(hours, "2025-12-31T00:00:00Z").empty());
    CHECK(steps_at<step::NoHours>(hours, "2025-12-31T00:00:00Z").size() == 1);
    CHECK(versions_at(hours, "2026-01-05T00:00:00Z") == "1 newest");
    CHECK(versions_at(hours, "2026-02-02T10:00:00Z") == "2 newest, 1 notice");
    CHECK(steps_at<step::Version>(hours, "2026-02-02T10:00:00Z").at(1).until == at("2026-02-09T10:00:00Z"));
    CHECK(versions_at(hours, "2026-02-09T10:00:00Z") == "2 newest");
    CHECK(versions_at(hours, "2026-02-16T10:00:00Z") == "3 waits, 2 notice");
    CHECK(versions_at(hours, "2026-02-24T10:00:00Z") == "3 waits, 2 until_next");
    CHECK(versions_at(hours, "2026-03-01T00:00:00Z") == "3 newest");
}

TEST_CASE("a conversation's first hours stand beside the base's, and without rules they inherit")
{
    const std::vector<VersionInForce> base{{content("Mo-Fr 09:00-12:00"), at(received_first)}};
    const auto own = schedule(base, {{content("Mo-Fr 18:00-19:00"), at("2026-02-02T00:00:00Z")}});
    CHECK(versions_at(own, "2026-02-01T00:00:00Z") == "1 newest");
    CHECK(versions_at(own, "2026-02-03T00:00:00Z") == "own 1 newest, 1 beside");
    CHECK(steps_at<step::Version>(own, "2026-02-03T00:00:00Z").at(1).until == at("2026-02-09T00:00:00Z"));
    CHECK(versions_at(own, "2026-02-09T00:00:00Z") == "own 1 newest");
    const auto inheriting = schedule(base, {{HoursContent{}, at("2026-02-02T00:00:00Z")}});
    CHECK(versions_at(inheriting, "2026-03-09T00:00:00Z") == "own 1 newest, 1 newest");
    CHECK(steps_at<step::Version>(inheriting, "2026-03-09T00:00:00Z").at(0).inherits);
}

TEST_CASE("each rule of the date says whether it decides")
{
    const auto hours =
        schedule({{content("Mo-Fr 09:00-17:00; We 10:00-12:00, We 18:00-20:00; We 11:00-11:30 off \"supervision\""),
                   at(received_first)}});
    CHECK(voices_at(hours, "2026-01-14T10:30:00Z") ==
          "Mo-Fr 09:00-17:00 replaced, We 10:00-12:00 decides, We 18:00-20:00 silent, "
          "We 11:00-11:30 off \"supervision\" silent");
    CHECK(voices_at(hours, "2026-01-14T11:10:00Z") ==
          "Mo-Fr 09:00-17:00 replaced, We 10:00-12:00 overruled, We 18:00-20:00 silent, "
          "We 11:00-11:30 off \"supervision\" decides");
    CHECK(voices_at(hours, "2026-01-15T10:30:00Z") == "Mo-Fr 09:00-17:00 decides");
    CHECK(voices_at(hours, "2026-01-17T10:30:00Z").empty());
}

TEST_CASE("an instant in a window over midnight belongs to the date before")
{
    const auto hours = schedule({{content("Mo-Su 22:00-02:00; Sa off", "Europe/London"), at(received_first)}});
    const auto tail = steps_at<step::OwningDate>(hours, "2026-01-10T01:00:00Z").at(0);
    CHECK(tail.by_tail);
    CHECK(tail.date == day("2026-01-09"));
    CHECK(voices_at(hours, "2026-01-10T01:00:00Z") ==
          "Mo-Su 22:00-02:00 decides, Mo-Su 22:00-02:00 silent, Sa off overruled");
    const auto after = steps_at<step::OwningDate>(hours, "2026-01-10T02:00:00Z").at(0);
    CHECK_FALSE(after.by_tail);
    CHECK(after.date == day("2026-01-10"));
}

TEST_CASE("the date is that of the therapist's zone, version by version")
{
    const auto hours = schedule({{content("Mo-Fr 09:00-10:00", "Europe/London"), at(received_first)},
                                 {content("Mo-Fr 09:00-10:00", "Asia/Tokyo"), at("2026-02-02T12:00:00Z")}});
    const auto dates = steps_at<step::OwningDate>(hours, "2026-02-03T20:00:00Z");
    REQUIRE(dates.size() == 2);
    CHECK(dates[0].zone.name() == "Asia/Tokyo");
    CHECK(dates[0].date == day("2026-02-04"));
    CHECK(dates[1].date == day("2026-02-03"));
}

TEST_CASE("short-notice leave is unplanned, whatever notice its own version names, and keeps its first announcement")
{
    auto ill = content("Mo-Fr 09:00-12:00");
    ill.notice_period = 0s;
    ill.leaves = {{day("2026-02-04"), day("2026-02-05"), "ill"}, {day("2026-02-20"), day("2026-02-21"), "skiing"}};
    const auto hours = schedule({{content("Mo-Fr 09:00-12:00"), at(received_first)},
                                 {ill, at("2026-02-03T10:00:00Z")},
                                 {ill, at("2026-02-04T08:00:00Z")}});
    const auto unplanned = steps_at<step::Off>(hours, "2026-02-04T10:00:00Z").at(0);
    CHECK_FALSE(unplanned.day_off.planned);
    CHECK(unplanned.decides);
    CHECK(unplanned.day_off.announced == at("2026-02-03T10:00:00Z"));
    CHECK(steps_at<step::Off>(hours, "2026-02-20T10:00:00Z").at(0).day_off.planned);
    CHECK(voices_at(hours, "2026-02-04T10:00:00Z") == "Mo-Fr 09:00-12:00 overruled");
}

TEST_CASE("an extra window decides over leave, which still speaks")
{
    auto version = content("Mo-Fr 09:00-12:00");
    version.leaves = {{day("2026-02-03"), day("2026-02-03"), "away"}};
    version.extras = {{at("2026-02-03T10:00:00Z"), at("2026-02-03T10:30:00Z")}};
    const auto hours = schedule({{version, at(received_first)}});
    CHECK(steps_at<step::Extra>(hours, "2026-02-03T10:10:00Z").size() == 1);
    CHECK_FALSE(steps_at<step::Off>(hours, "2026-02-03T10:10:00Z").at(0).decides);
    CHECK(why_promised(hours, "2026-02-03T10:10:00Z") == "extra_only");
    CHECK(steps_at<step::Extra>(hours, "2026-02-03T10:30:00Z").empty());
}

TEST_CASE("the promise says why")
{
    auto version = content("Mo-Fr 09:00-12:00; PH off");
    version.holidays = {day("2026-12-25")};
    version.horizon = day("2026-12-31");
    const auto hours = schedule({{version, at(received_first)}});
    CHECK(why_promised(hours, "2026-02-02T11:29:00Z") == "this_window");
    CHECK(why_promised(hours, "2026-02-02T11:30:00Z") == "too_late");
    CHECK(steps_at<step::Promise>(hours, "2026-02-02T11:30:00Z").at(0).closes == at("2026-02-02T12:00:00Z"));
    CHECK(why_promised(hours, "2026-02-02T12:00:00Z") == "next_window");
    CHECK(why_promised(hours, "2026-12-31T11:45:00Z") == "holidays_end");
    CHECK(steps_at<step::Holiday>(hours, "2027-01-04T10:00:00Z").at(0).beyond);
    CHECK(steps_at<step::Holiday>(hours, "2026-12-25T10:00:00Z").at(0).date == day("2026-12-25"));
    CHECK(why_promised(schedule({{content("off"), at(received_first)}}), "2026-02-02T11:30:00Z") == "nothing_opens");
    CHECK(why_promised(Schedule{}, "2026-02-02T11:30:00Z") == "no_hours");
}

TEST_CASE("a change of the clocks is named where it moves a window, and a window inside a gap is none")
{
    const auto effect = [](std::string_view rules, std::string_view t) {
        const auto found =
            steps_at<step::ClocksChange>(schedule({{content(rules, "Europe/London"), at(received_first)}}), t);
        return found.empty() ? std::string{"none"} : std::string{name(found.front().effect)};
    };
    CHECK(effect("Su 01:10-01:50", "2026-03-28T12:00:00Z") == "no_window");
    CHECK(effect("Su 01:30-03:00", "2026-03-28T12:00:00Z") == "late_begin");
    CHECK(effect("Su 00:00-01:30", "2026-03-28T12:00:00Z") == "late_end");
    CHECK(effect("Su 00:00-06:00", "2026-03-28T12:00:00Z") == "shorter");
    CHECK(effect("Su 01:00-01:30", "2026-10-24T12:00:00Z") == "longer");
    CHECK(effect("Su 09:00-12:00", "2026-03-28T12:00:00Z") == "none");
    CHECK(effect("Su 01:10-01:50", "2026-04-04T12:00:00Z") == "none");
}

TEST_CASE("hours that cannot be read are traced too")
{
    const auto hours = schedule({{content("Mo 9"), at(received_first)}});
    const auto none = steps_at<step::NoHours>(hours, "2026-02-02T10:00:00Z");
    REQUIRE(none.size() == 1);
    CHECK(none.front().problem.value().code == Errc::bad_rules);
    CHECK(why_promised(hours, "2026-02-02T10:00:00Z") == "no_hours");
}

}  // namespace trace_test
