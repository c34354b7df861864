// Walking the windows of a calendar gives what its dates give, one for one, also where long stretches are jumped over.
#include "protocol/hours/calendar/window_walk.hpp"

#include <algorithm>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::window_walk_test {
namespace {

using namespace std::chrono;
using hours::DateRange;
using hours::Window;

sys_days date(std::string_view text) { return sys_days{day(text)}; }

/// The windows of each date by itself, sorted, with overlapping and touching ones joined; those that end by `last`.
std::vector<Window> one_by_one(const hours::Calendar& calendar, sys_days first, sys_days last,
                               const std::vector<DateRange>& without)
{
    std::vector<Window> all;
    for (auto d = first; d < last; d += days{1}) {
        if (std::ranges::any_of(without, [&](const DateRange& range) { return range.contains(d); })) continue;
        for (const auto& window : calendar.windows_on(d))
            if (window.actual.begin < window.actual.end) all.push_back({window.actual.begin, window.actual.end});
    }
    std::ranges::sort(all, {}, &Window::begin);
    std::vector<Window> joined;
    for (const auto& window : all) {
        if (!joined.empty() && window.begin <= *joined.back().end)
            joined.back().end = std::max(joined.back().end, window.end);
        else
            joined.push_back(window);
    }
    return joined;
}

std::vector<Window> walked(const hours::Calendar& calendar, sys_days first, Instant until,
                           const std::vector<DateRange>& without)
{
    hours::WindowWalk walk{calendar, first, without};
    std::vector<Window> out;
    while (const auto window = walk.next()) {
        if (!window->end || *window->end > until) break;
        out.push_back(*window);
    }
    return out;
}

struct Case {
    const char* rules;
    const char* zone;
};

const Case cases[] = {
    {"Tu,Th 09:00-12:00", "UTC"},
    {"Mo-Fr 09:00-12:00,14:00-17:00; Fr off", "Europe/London"},
    {"Su 22:00-26:00", "Europe/Berlin"},
    {"Sa 01:00-03:00; Su 01:00-03:00", "America/New_York"},
    {"Mo 20:00-24:00; Tu 00:00-02:00", "UTC"},
    {"2028 Feb 29 09:00-10:00", "UTC"},
    {"Dec 24 09:00-12:00", "Pacific/Apia"},
    {"24/7; Dec 25 off", "Australia/Lord_Howe"},
    {"Jan-Mar Mo 09:00-10:00; Oct Fr 15:00-16:00", "Europe/London"},
    {"week 1-53/2 We 10:00-11:00", "UTC"},
};

}  // namespace

TEST_CASE("walking gives the windows of the dates one by one")
{
    const std::vector<std::vector<DateRange>> days_off{
        {},
        {{date("2026-03-10"), date("2026-03-10")}},
        {{date("2026-01-05"), date("2026-01-09")}, {date("2026-12-20"), date("2027-03-31")}},
    };
    const auto first = date("2026-01-01");
    const auto last = date("2028-06-01");
    for (const auto& [rules, zone_name] : cases) {
        const auto hours = calendar(rules, zone_name);
        for (std::size_t off = 0; off < days_off.size(); ++off) {
            INFO(rules << " in " << zone_name << ", days off " << off);
            const auto expected = one_by_one(hours, first, last, days_off[off]);
            const auto found = walked(hours, first, Instant{last - days{2}}, days_off[off]);
            REQUIRE(found.size() <= expected.size());
            CHECK(expected.size() - found.size() <= 4);  // those of the last days
            CHECK(std::equal(found.begin(), found.end(), expected.begin()));
        }
    }
}

TEST_CASE("what never closes is one window without an end, from the first date or the end of the days off")
{
    const auto always = calendar("24/7", "UTC");
    const auto first = date("2026-01-01");
    hours::WindowWalk walk{always, first, {}};
    CHECK(walk.next() == Window{Instant{first}, std::nullopt});
    CHECK_FALSE(walk.next());
    const std::vector<DateRange> off{{date("2026-02-01"), date("2026-02-10")}};
    hours::WindowWalk split{always, first, off};
    CHECK(split.next() == Window{Instant{first}, Instant{date("2026-02-01")}});
    CHECK(split.next() == Window{Instant{date("2026-02-11")}, std::nullopt});
}

TEST_CASE("what never opens gives no window, whatever is left out")
{
    const std::vector<DateRange> off{{date("2026-02-01"), date("2026-02-10")}};
    for (const char* rules : {"off", "2020 Mo 09:00-10:00"}) {
        const auto never = calendar(rules, "UTC");
        CHECK_FALSE(hours::WindowWalk(never, date("2026-01-01"), {}).next());
        CHECK_FALSE(hours::WindowWalk(never, date("2026-01-01"), off).next());
    }
}

TEST_CASE("dates beyond the list of holidays are closed where the rules speak of holidays")
{
    const hours::Holidays holidays{{day("2026-01-06")}, day("2026-01-31")};
    const auto hours = calendar("Tu 09:00-12:00; PH off", "UTC", holidays);
    const auto found = walked(hours, date("2026-01-01"), at("2027-01-01T00:00:00Z"), {});
    REQUIRE(found.size() == 3);
    CHECK(found.front().begin == at("2026-01-13T09:00:00Z"));
    CHECK(found.back().end == at("2026-01-27T12:00:00Z"));
    hours::DateWalk dates{hours, date("2026-01-01"), date("2026-12-31")};
    CHECK(dates.ends_with_holidays());
    CHECK_FALSE(hours::DateWalk(hours, date("2026-01-01"), date("2026-01-31")).ends_with_holidays());
}

}  // namespace holdfast::test::window_walk_test
