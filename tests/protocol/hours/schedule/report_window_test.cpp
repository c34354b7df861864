// When a reading report passes, and for which window it counts.
#include "protocol/hours/schedule/report_window.hpp"

#include "tests/protocol/hours/support.hpp"

namespace report_window_test {

using namespace holdfast;
using namespace holdfast::hours;
using namespace std::chrono_literals;
using test::at;
using test::show;

namespace {

const Instant tuesday_nine = at("2026-03-03T09:00:00Z");
const Instant tuesday_noon = at("2026-03-03T12:00:00Z");
const Instant thursday_noon = at("2026-03-05T12:00:00Z");

Schedule schedule(std::string rules, std::vector<Interval> extras = {})
{
    HoursContent content;
    content.rules = std::move(rules);
    content.zone = "UTC";
    content.extras = std::move(extras);
    const std::vector versions{VersionInForce{content, at("2026-02-01T00:00:00Z")}};
    return Schedule::make(versions);
}

}  // namespace

TEST_CASE("a report belongs to the window open then, to one that ended in the grace before, or to the next")
{
    const auto hours = schedule("Tu,Th 09:00-12:00");
    const auto end = [&](Instant t) { return *window_of_report(hours, t)->end; };
    CHECK(end(tuesday_nine - 13h) == tuesday_noon);
    CHECK(end(tuesday_nine) == tuesday_noon);
    CHECK(end(tuesday_noon) == tuesday_noon);
    CHECK(end(tuesday_noon + 15min - 1ms) == tuesday_noon);
    CHECK(end(tuesday_noon + 15min) == thursday_noon);
}

TEST_CASE("a report passes at the window's end, or at the end of the grace")
{
    const auto hours = schedule("Tu,Th 09:00-12:00");
    CHECK(report_passes_at(hours, tuesday_nine - 13h) == tuesday_noon);
    CHECK(report_passes_at(hours, tuesday_noon - 1ms) == tuesday_noon);
    CHECK(report_passes_at(hours, tuesday_noon) == tuesday_noon + 15min);
    CHECK(report_passes_at(hours, tuesday_noon + 15min - 1ms) == tuesday_noon + 15min);
    CHECK(report_passes_at(hours, tuesday_noon + 15min) == thursday_noon);
}

TEST_CASE("without hours, or in a window without an end, no report passes")
{
    CHECK_FALSE(report_passes_at(Schedule{}, tuesday_nine));
    CHECK_FALSE(report_passes_at(schedule("24/7"), tuesday_nine));
}

TEST_CASE("of several short windows in the grace the one that ended last counts")
{
    const auto hours = schedule("Tu 11:50-11:55,12:00-12:05,12:10-12:12");
    CHECK(show(window_of_report(hours, tuesday_noon + 7min)) == "2026-03-03T12:00:00Z to 2026-03-03T12:05:00Z");
    CHECK(show(window_of_report(hours, tuesday_noon + 11min)) == "2026-03-03T12:10:00Z to 2026-03-03T12:12:00Z");
}

TEST_CASE("an extra window is one too, and makes the one it touches longer")
{
    const auto hours = schedule("Tu 09:00-12:00", {{tuesday_noon - 10min, tuesday_noon + 50min}});
    CHECK(report_passes_at(hours, tuesday_nine) == tuesday_noon + 50min);
    const auto evening = tuesday_noon + 7h;
    CHECK(report_passes_at(schedule("Tu 09:00-12:00", {{evening, evening + 30min}}), evening) == evening + 30min);
}

}  // namespace report_window_test
