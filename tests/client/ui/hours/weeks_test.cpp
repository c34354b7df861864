#include "client/ui/hours/weeks.hpp"

#include <array>

#include "client/ui/unicode.hpp"
#include "tests/protocol/hours/support.hpp"

namespace weeks_test {

using namespace holdfast;
using namespace holdfast::test;
using ui::Lines;

namespace {

hours::HoursContent content(std::string rules, std::string zone_name = "Europe/London")
{
    hours::HoursContent content;
    content.rules = std::move(rules);
    content.zone = std::move(zone_name);
    return content;
}

ui::Weeks weeks(const hours::HoursContent& content, const ui::Here& here, int count = 1)
{
    const std::array versions{hours::VersionInForce{content, at("2025-01-01T00:00:00Z")}};
    const auto schedule = hours::Schedule::make(versions);
    REQUIRE(schedule.usable());
    return weeks_of(schedule, zone(content.zone), std::array{content}, count, here);
}

ui::Here reader(std::string_view zone_name, std::string_view now) { return {zone(zone_name), at(now)}; }

}  // namespace

TEST_CASE("the grid shows each date with a bar and exact times in both zones")
{
    const auto here = reader("America/New_York", "2026-03-03T12:00:00Z");
    CHECK(grid_lines(weeks(content("Mo-Fr 09:00-12:00; Fr 22:00-02:30"), here), here) ==
          Lines{"Week of Mon 2 Mar 2026", "            0     6     12    18      Europe/London        America/New_York",
                "Tue 3 Mar   ·········███············  09:00–12:00          04:00–07:00",
                "Wed 4 Mar   ·········███············  09:00–12:00          04:00–07:00",
                "Thu 5 Mar   ·········███············  09:00–12:00          04:00–07:00",
                "Fri 6 Mar   ······················██  22:00–Sat 02:30      17:00–21:30",
                "Sat 7 Mar   ██▌·····················  closed", "Sun 8 Mar   ························  closed",
                "                                      where you are the clocks go forward 1 hour"});
}

TEST_CASE("the week of the spring change says so, and times move for a reader elsewhere")
{
    const auto here = reader("Asia/Singapore", "2026-03-27T12:00:00Z");
    CHECK(grid_lines(weeks(content("Mo-Su 01:15-01:45,09:00-10:30"), here, 2), here).at(2) ==
          "Fri 27 Mar  ·█·······█▌·············  01:15–01:45          09:15–09:45");
    const auto words = week_words(weeks(content("Mo-Su 01:15-01:45,09:00-10:30"), here, 2), here);
    CHECK(words.at(0) == "Times are those of Europe/London; in brackets where you are, Asia/Singapore.");
    CHECK(words.at(3) ==
          "  Sat 28 Mar: 01:15–01:45 (09:15–09:45 where you are), and 09:00–10:30 (17:00–18:30 where you "
          "are).");
    CHECK(words.at(4) ==
          "  Sun 29 Mar: 09:00–10:30 (16:00–17:30 where you are); the clocks go forward 1 hour; no window "
          "(clocks change).");
}

TEST_CASE("the week of the autumn change shows the hour that comes twice")
{
    const auto here = reader("Europe/London", "2026-10-24T12:00:00Z");
    CHECK(grid_lines(weeks(content("Su 01:00-01:30"), here), here) ==
          Lines{"Week of Mon 19 Oct 2026", "            0     6     12    18      Europe/London",
                "Sat 24 Oct  ························  closed",
                "Sun 25 Oct  ·█······················  01:00 BST–01:30 GMT",
                "                                      the clocks go back 1 hour"});
}

TEST_CASE("a date that differs where the reader is carries its weekday")
{
    const auto here = reader("Pacific/Auckland", "2026-03-06T12:00:00Z");
    const auto words = week_words(weeks(content("Fr 18:00-19:00"), here), here);
    CHECK(words.at(2) == "  Fri 6 Mar: 18:00–19:00 (Sat 07:00–08:00 where you are).");
    CHECK(words.at(3) == "  Closed on all other days.");
}

TEST_CASE("holidays, leave, cancellations and extra windows are said in words")
{
    auto hours = content("Mo-Fr 09:00-12:00; PH off");
    hours.holidays = {day("2026-04-03")};
    hours.horizon = day("2026-04-09");
    hours.leaves = {{day("2026-04-07"), day("2026-04-08"), "at a conference"}};
    hours.cancellations = {{day("2026-04-02"), ""}};
    hours.extras = {{at("2026-04-01T16:00:00Z"), at("2026-04-01T16:30:00Z")}};
    const auto here = reader("Europe/London", "2026-04-01T06:00:00Z");
    CHECK(week_words(weeks(hours, here, 2), here) ==
          Lines{"Times are those of Europe/London.",
                "Week of Mon 30 Mar 2026:", "  Wed 1 Apr: 09:00–12:00, and 17:00–17:30; extra window 17:00–17:30.",
                "  Thu 2 Apr: closed; cancelled.", "  Fri 3 Apr: closed; public holiday.",
                "  Closed on all other days.", "Week of Mon 6 Apr 2026:", "  Mon 6 Apr: 09:00–12:00.",
                "  Tue 7 Apr: closed; leave: at a conference.", "  Wed 8 Apr: closed; leave: at a conference.",
                "  Thu 9 Apr: 09:00–12:00.", "  Fri 10 Apr: closed; no list of holidays reaches this date.",
                "  Sat 11 Apr: closed; no list of holidays reaches this date.",
                "  Sun 12 Apr: closed; no list of holidays reaches this date."});
}

TEST_CASE("hours that never close are shown day by day")
{
    const auto here = reader("Europe/London", "2026-03-07T12:00:00Z");
    const auto all = weeks(content("24/7"), here);
    CHECK(grid_lines(all, here).at(2) == "Sat 7 Mar   ████████████████████████  00:00–24:00");
    CHECK(windows_of(all).size() == 1);
}

TEST_CASE("no line is wider than a terminal")
{
    auto hours = content("Mo-Su 01:00-02:00,05:30-07:15,23:00-03:00", "America/Argentina/Buenos_Aires");
    hours.cancellations = {{day("2026-03-05"), std::string(300, 'x')}};
    const auto here = reader("America/North_Dakota/New_Salem", "2026-03-03T12:00:00Z");
    for (const auto& line : grid_lines(weeks(hours, here, 4), here)) {
        INFO(line);
        CHECK(ui::columns(line) <= 80);
    }
}

}  // namespace weeks_test
