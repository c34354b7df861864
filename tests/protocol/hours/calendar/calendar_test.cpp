#include "protocol/hours/calendar/calendar.hpp"

#include "tests/protocol/hours/support.hpp"

namespace calendar_test {

using namespace holdfast;
using namespace holdfast::test;
using hours::DateRange;

namespace {

std::string rule_at(const hours::Calendar& hours, std::string_view t)
{
    const auto deciding = hours.deciding(at(t));
    return std::string{deciding.open ? "open: " : "closed: "} + (deciding.rule ? to_text(*deciding.rule) : "no rule");
}

}  // namespace

TEST_CASE("a window contains its start and not its end")
{
    const auto hours = calendar("Mo-Fr 09:00-12:00", "Europe/London");
    CHECK_FALSE(hours.is_open(at("2026-10-13T07:59:59.999Z")));
    CHECK(hours.is_open(at("2026-10-13T08:00:00Z")));
    CHECK(hours.is_open(at("2026-10-13T10:59:59.999Z")));
    CHECK_FALSE(hours.is_open(at("2026-10-13T11:00:00Z")));
}

TEST_CASE("a window in the hour that comes twice lasts from its first start to its last end")
{
    const auto hours = calendar("Su 01:00-01:30", "Europe/London");
    CHECK(show(hours.next_window(at("2026-10-24T12:00:00Z"))) == "2026-10-25T00:00:00Z to 2026-10-25T01:30:00Z");
}

TEST_CASE("a window that starts in a gap starts at the first valid instant after it")
{
    const auto hours = calendar("Su 01:30-03:00", "Europe/London");
    CHECK(show(hours.next_window(at("2026-03-28T12:00:00Z"))) == "2026-03-29T01:00:00Z to 2026-03-29T02:00:00Z");
}

TEST_CASE("a window wholly inside a gap does not take place")
{
    const auto hours = calendar("Su 01:10-01:50", "Europe/London");
    CHECK(show(hours.next_window(at("2026-03-28T12:00:00Z"))) == "2026-04-05T00:10:00Z to 2026-04-05T00:50:00Z");
    const auto apia = calendar("Fr 09:00-17:00", "Pacific/Apia");
    CHECK(show(apia.next_window(at("2011-12-28T00:00:00Z"))) == "2012-01-05T19:00:00Z to 2012-01-06T03:00:00Z");
}

TEST_CASE("a window over midnight through a gap of a whole date ends where the gap ends")
{
    const auto apia = calendar("Th 20:00-04:00", "Pacific/Apia");
    CHECK(show(apia.next_window(at("2011-12-29T00:00:00Z"))) == "2011-12-30T06:00:00Z to 2011-12-30T10:00:00Z");
}

TEST_CASE("a window over midnight belongs whole to the date it starts on")
{
    const auto hours = calendar("Fr 22:00-02:00; Sa 10:00-12:00", "Europe/London");
    CHECK(show(hours.window_at(at("2026-01-10T01:00:00Z"))) == "2026-01-09T22:00:00Z to 2026-01-10T02:00:00Z");
    const auto off = calendar("Mo-Su 22:00-02:00; Sa off", "Europe/London");
    CHECK(off.is_open(at("2026-01-10T01:00:00Z")));        // Friday's tail
    CHECK_FALSE(off.is_open(at("2026-01-10T22:30:00Z")));  // Saturday
    CHECK_FALSE(off.is_open(at("2026-01-11T01:00:00Z")));  // Saturday's tail
}

TEST_CASE("leaving out a date removes its window over midnight with its tail, and not the one before")
{
    const auto hours = calendar("Mo-Su 22:00-02:00", "Europe/London");
    const std::chrono::sys_days saturday{day("2026-01-10")};
    const DateRange leave[] = {{saturday, saturday}};
    CHECK(show(hours.window_at(at("2026-01-10T01:00:00Z"), leave)) == "2026-01-09T22:00:00Z to 2026-01-10T02:00:00Z");
    CHECK(show(hours.next_window(at("2026-01-10T01:00:00Z"), leave)) == "2026-01-11T22:00:00Z to 2026-01-12T02:00:00Z");
    CHECK(hours.owners_at(at("2026-01-11T01:00:00Z")) == std::vector{leave[0].first});
    CHECK(hours.owners_at(at("2026-01-10T01:00:00Z")) == std::vector{leave[0].first - std::chrono::days{1}});
}

TEST_CASE("overlapping and touching windows are one")
{
    CHECK(show(calendar("Mo 09:00-12:00,11:00-13:00,13:00-14:00", "UTC").next_window(at("2026-01-11T00:00:00Z"))) ==
          "2026-01-12T09:00:00Z to 2026-01-12T14:00:00Z");
    CHECK(show(calendar("Mo 18:00-24:00; Tu 00:00-06:00", "UTC").next_window(at("2026-01-11T00:00:00Z"))) ==
          "2026-01-12T18:00:00Z to 2026-01-13T06:00:00Z");
}

TEST_CASE("hours that never close have no end and no next change")
{
    for (const char* always : {"24/7", "Mo-Su 00:00-24:00", "Mo-Fr; Sa,Su 00:00-24:00"}) {
        const auto hours = calendar(always, "Europe/London");
        CHECK(show(hours.next_change(at("2026-01-11T00:00:00Z"))) == "never");
        CHECK(hours.window_at(at("2026-01-11T00:00:00Z")).value().end == std::nullopt);
    }
    CHECK(show(calendar("24/7; 2031 Dec 24 off", "UTC").next_change(at("2026-01-11T00:00:00Z"))) ==
          "2031-12-24T00:00:00Z");
}

TEST_CASE("the last night before the end of a long open time is whole")
{
    const auto end = [](std::string_view rules) {
        return show(calendar(rules, "UTC").next_change(at("2026-01-11T00:00:00Z")));
    };
    CHECK(end("24/7, Mo-Su 23:00-24:00; 2031 Dec 24 off") == "2031-12-24T00:00:00Z");
    CHECK(end("24/7, Mo-Su 23:00-04:00; 2031 Dec 24 off") == "2031-12-24T04:00:00Z");
    CHECK(end("24/7, Mo-Su 23:00-48:00; 2031 Dec 24 off; 2031 Dec 25 off") == "2031-12-25T00:00:00Z");
    const auto hours = calendar("24/7, Mo-Su 23:00-04:00", "UTC");
    const std::vector<DateRange> leave{
        {std::chrono::sys_days{day("2031-12-24")}, std::chrono::sys_days{day("2031-12-26")}}};
    CHECK(show(hours.window_at(at("2026-01-11T00:00:00Z"), leave)->end) == "2031-12-24T04:00:00Z");
}

TEST_CASE("hours that never open are closed without a next change")
{
    for (const char* never : {"off", "2020 Mo 10:00-12:00", "Mo 10:00-12:00; Mo off", "2025 Dec 24 10:00-12:00"})
        CHECK(show(calendar(never, "Europe/London").next_change(at("2026-01-11T00:00:00Z"))) == "never");
}

TEST_CASE("a 29 February without a year comes in leap years")
{
    CHECK(show(calendar("Feb 29 10:00-11:00", "UTC").next_change(at("2026-01-11T00:00:00Z"))) ==
          "2028-02-29T10:00:00Z");
}

TEST_CASE("a range of dates may run over New Year")
{
    const auto hours = calendar("24/7; Dec 24-Jan 2 off \"Holidays\"", "UTC");
    CHECK(show(hours.next_change(at("2026-06-01T00:00:00Z"))) == "2026-12-24T00:00:00Z");
    CHECK(show(hours.next_change(at("2026-12-31T00:00:00Z"))) == "2027-01-03T00:00:00Z");
    CHECK(rule_at(hours, "2027-01-01T00:00:00Z") == "closed: Dec 24-Jan 02 off \"Holidays\"");
}

TEST_CASE("a later rule replaces earlier ones on its dates, a comma adds, off takes away")
{
    const auto replaced = calendar("Mo-Fr 09:00-17:00; We 10:00-12:00", "UTC");
    CHECK_FALSE(replaced.is_open(at("2026-01-14T13:00:00Z")));
    CHECK(rule_at(replaced, "2026-01-14T11:00:00Z") == "open: We 10:00-12:00");
    CHECK(rule_at(replaced, "2026-01-14T13:00:00Z") == "closed: no rule");
    const auto added = calendar("Mo-Fr 09:00-17:00, We 18:00-20:00", "UTC");
    CHECK(added.is_open(at("2026-01-14T13:00:00Z")));
    CHECK(added.is_open(at("2026-01-14T19:00:00Z")));
    const auto lunch = calendar("Mo-Fr 09:00-17:00; Mo-Fr 12:00-13:00 off \"lunch\"", "UTC");
    CHECK(rule_at(lunch, "2026-01-14T12:30:00Z") == "closed: Mo-Fr 12:00-13:00 off \"lunch\"");
    CHECK(lunch.is_open(at("2026-01-14T13:00:00Z")));
}

TEST_CASE("a closed stretch over midnight closes the next morning too")
{
    const auto hours = calendar("24/7; Fr 22:00-02:00 off", "UTC");
    CHECK(show(hours.next_change(at("2026-01-09T22:00:00Z"))) == "2026-01-10T02:00:00Z");
    CHECK(rule_at(hours, "2026-01-10T01:00:00Z") == "closed: Fr 22:00-02:00 off");
    const auto replaced = calendar("24/7; Fr 22:00-02:00 off; 2026 Jan 09 10:00-24:00", "UTC");
    CHECK(show(replaced.next_change(at("2026-01-09T12:00:00Z"))) == "2026-01-16T22:00:00Z");
}

TEST_CASE("a reason without open or off is never open")
{
    const auto hours = calendar("Mo 10:00-12:00 \"by appointment\"", "UTC");
    CHECK_FALSE(hours.is_open(at("2026-01-12T11:00:00Z")));
    CHECK(rule_at(hours, "2026-01-12T11:00:00Z") == "closed: Mo 10:00-12:00 \"by appointment\"");
}

TEST_CASE("PH needs a list of holidays, and dates beyond its horizon stay closed")
{
    const auto rules = hours::parse_rules("Mo-Fr 09:00-12:00; PH off").value();
    const auto without = hours::Calendar::make(rules, zone("Europe/London"));
    CHECK(without.error().code == Errc::bad_rules);
    CHECK(without.error().column == 20);
    const hours::Holidays list{{day("2026-12-25")}, day("2026-12-31")};
    const auto hours = hours::Calendar::make(rules, zone("Europe/London"), list).value();
    CHECK_FALSE(hours.is_open(at("2026-12-25T10:00:00Z")));
    CHECK(hours.deciding(at("2026-12-25T10:00:00Z")).on_holiday);
    CHECK(hours.is_open(at("2026-12-31T10:00:00Z")));
    CHECK_FALSE(hours.is_open(at("2027-01-04T10:00:00Z")));
    CHECK(hours.next_window(at("2026-12-31T13:00:00Z")) == std::nullopt);
}

TEST_CASE("days of the month and weeks are found years ahead")
{
    CHECK(show(calendar("Mo[1] 10:00-12:00", "UTC").next_change(at("2026-01-06T00:00:00Z"))) == "2026-02-02T10:00:00Z");
    CHECK(show(calendar("Fr[-1] 10:00-12:00", "UTC").next_change(at("2026-01-06T00:00:00Z"))) ==
          "2026-01-30T10:00:00Z");
    CHECK(show(calendar("Sa[-5] 13:00-16:00", "UTC").next_change(at("2029-05-02T00:00:00Z"))) ==
          "2029-06-02T13:00:00Z");  // from Saturdays of which April and May have no fifth
    CHECK(show(calendar("week 53 Mo 10:00-12:00", "UTC").next_change(at("2027-01-06T00:00:00Z"))) ==
          "2032-12-27T10:00:00Z");
    CHECK(show(calendar("2030 May Mo[5] 10:00-12:00", "UTC").next_change(at("2026-01-06T00:00:00Z"))) == "never");
}

TEST_CASE("what opens after years of being closed is found on its day")
{
    const auto next = [](std::string_view rules) {
        return show(calendar(rules, "UTC").next_change(at("2026-01-05T13:00:00Z")));
    };
    CHECK(next("2035 Dec 24 10:00-11:00; Mo[1] 12:00-13:00 off") == "2035-12-24T10:00:00Z");
    CHECK(next("Mo 10:00-12:00; 2026-2030 off") == "2031-01-06T10:00:00Z");
    CHECK(next("Mo 10:00-12:00; Jan-Nov off; 2026 Dec off") == "2027-12-06T10:00:00Z");
    CHECK(next("2030 week 20 We[3] 10:00-12:00; 24/7 off") == "never");
    CHECK(next("2030 week 20 We[3] 10:00-12:00") == "2030-05-15T10:00:00Z");
}

TEST_CASE("the local windows of a date are those of the notation, whatever clocks do")
{
    const auto hours = calendar("Mo-Fr 09:00-12:00, 12:00-13:00; Fr 22:00-02:00; 2026 Dec 24 off", "Europe/London");
    const auto on = [&](std::string_view date) { return hours.local_windows(std::chrono::sys_days{day(date)}); };
    CHECK(on("2026-10-13") == std::vector<hours::TimeRange>{{9 * 60, 13 * 60}});
    CHECK(on("2026-10-16") == std::vector<hours::TimeRange>{{22 * 60, 26 * 60}});
    CHECK(on("2026-12-24").empty());
    const auto gap = calendar("Su 01:15-01:45", "Europe/London");
    CHECK(gap.local_windows(std::chrono::sys_days{day("2026-03-29")}) == std::vector<hours::TimeRange>{{75, 105}});
    const hours::Holidays list{{day("2026-04-03")}, day("2026-04-30")};
    const auto with_holidays = calendar("Mo-Fr 09:00-12:00; PH off", "Europe/London", list);
    CHECK(with_holidays.local_windows(std::chrono::sys_days{day("2026-04-03")}).empty());
    CHECK(with_holidays.local_windows(std::chrono::sys_days{day("2026-05-04")}).empty());
}

}  // namespace calendar_test
