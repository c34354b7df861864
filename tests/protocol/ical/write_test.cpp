#include "protocol/ical/write.hpp"

#include "tests/protocol/ical/support.hpp"

namespace holdfast::ical::write_test {
namespace {

using namespace test;
using namespace std::chrono;

const Instant made = at("2026-03-03T12:00:00Z");
/// Six weeks over London's clock change.
const Interval span{at("2026-03-04T00:00:00Z"), at("2026-04-14T23:00:00Z")};

std::vector<Interval> windows_of(const hours::Calendar& hours)
{
    std::vector<Interval> windows;
    for (auto window = hours.next_window(span.begin); window && window->begin < span.end;
         window = hours.next_window(window->begin))
        windows.push_back({window->begin, window->end.value()});
    return windows;
}

std::string written(const hours::Calendar& hours)
{
    return ical::write_windows(windows_of(hours), span, hours.zone(), "0f3a", made);
}

}  // namespace

TEST_CASE("a window is an event in UTC with a neutral title")
{
    const auto text = written(calendar("We 09:00-12:00", "Europe/London"));
    CHECK(text.find("BEGIN:VEVENT\r\n") != std::string::npos);
    CHECK(text.find("UID:window-20260304T090000Z-0f3a@holdfast\r\n") != std::string::npos);
    CHECK(text.find("DTSTAMP:20260303T120000Z\r\n") != std::string::npos);
    CHECK(text.find("DTSTART:20260304T090000Z\r\nDTEND:20260304T120000Z\r\n") != std::string::npos);
    CHECK(text.find("DTSTART:20260401T080000Z\r\n") != std::string::npos);  // summer time
    CHECK(text.find("SUMMARY:Reading hours\r\nTRANSP:TRANSPARENT\r\n") != std::string::npos);
    CHECK(text.find("X-WR-TIMEZONE:Europe/London\r\n") != std::string::npos);
}

TEST_CASE("writing the same windows again gives the same file, and later windows keep their identifiers")
{
    const auto hours = calendar("Mo-Fr 09:00-12:00", "Europe/London");
    CHECK(written(hours) == written(hours));
    const auto later = ical::write_windows({}, span, hours.zone(), "0f3a", made + days{1});
    CHECK(later.find("UID:hours-20260304T000000Z-0f3a@holdfast") != std::string::npos);
}

TEST_CASE("long and special text is escaped and folded")
{
    const std::vector<Interval> one{{at("2026-03-04T09:00:00Z"), at("2026-03-04T12:00:00Z")}};
    const auto title = "Reading; hours, \\ and\nmore " + std::string(200, 'x');
    const auto text = ical::write_windows(one, span, zone("Europe/London"), "s", made, title);
    CHECK(text.find("SUMMARY:Reading\\; hours\\, \\\\ and\\nmore") != std::string::npos);
    for (std::size_t begin = 0; begin < text.size();) {
        const auto end = text.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        CHECK(end - begin <= 75);
        begin = end + 2;
    }
}

TEST_CASE("reading a written file gives the same windows")
{
    for (const auto* zone_name : {"Europe/London", "America/New_York", "Asia/Singapore"})
        for (const auto* rules : {"Mo-Fr 09:00-12:00", "Tu,Th 09:00-12:00,14:00-16:00", "Mo[1,3] 18:00-19:30",
                                  "Fr 22:00-02:00", "Sa 00:00-24:00", "We 07:15-07:45; Su 23:00-24:00"}) {
            const auto hours = calendar(rules, zone_name);
            const auto home = zone(zone_name);
            const auto midnight = [&](Date date) {
                return home.first(hours::LocalMinute{sys_days{date}.time_since_epoch()});
            };
            const Interval days_of{midnight(test::day("2026-03-05")), midnight(test::day("2026-04-15"))};
            std::vector<Interval> windows;
            for (auto window = hours.next_window(days_of.begin - milliseconds{1});
                 window && window->begin < days_of.end; window = hours.next_window(window->begin))
                windows.push_back({window->begin, window->end.value()});
            const auto file = ical::write_windows(windows, days_of, home, "s", made);
            const auto back = ical::read_availability(file, home, made);
            INFO(rules << " in " << zone_name << "\n" << file);
            REQUIRE(back.has_value());
            CHECK(back->notes.empty());
            const auto again = calendar(back->rules, zone_name);
            std::vector<Interval> read_back;
            for (auto window = again.next_window(days_of.begin - milliseconds{1});
                 window && window->begin < days_of.end; window = again.next_window(window->begin))
                read_back.push_back({window->begin, window->end.value()});
            CHECK(read_back == windows);
        }
}

}  // namespace holdfast::ical::write_test
