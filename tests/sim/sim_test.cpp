// A short run of the simulation, and the lists of events that once broke something.
#include <algorithm>
#include <filesystem>
#include <string>

#include "tests/sim/oracle.hpp"
#include "tests/sim/runner.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace sim_test {

using namespace holdfast;
using namespace holdfast::sim;

namespace {

void play_seeds(std::uint64_t first, std::uint64_t last)
{
    Coverage coverage;
    for (auto seed = first; seed <= last; ++seed) {
        const auto plan = make_plan(seed);
        const auto failed = play(plan, coverage);
        INFO("seed " << seed << '\n' << to_text(plan));
        if (failed) FAIL(failed->what());
    }
    CHECK(coverage.counts().at("displayed") > 10 * (last - first));
}

}  // namespace

TEST_CASE("seeds 1 to 20 break nothing") { play_seeds(1, 20); }
TEST_CASE("seeds 21 to 40 break nothing") { play_seeds(21, 40); }
TEST_CASE("seeds 41 to 60 break nothing") { play_seeds(41, 60); }

TEST_CASE("the seeds of this day of the year break nothing")
{
    // Others each day: so the same tests see more of what there is, and what failed can be played again by its seed.
    const auto today = std::chrono::floor<std::chrono::days>(system_now());
    const auto year = std::chrono::year_month_day{today}.year();
    const auto day = (today - std::chrono::sys_days{year / 1 / 1}).count();
    const auto first = 1000 + 20 * static_cast<std::uint64_t>(day);
    play_seeds(first, first + 19);
}

TEST_CASE("what once broke something breaks nothing any more")
{
    std::vector<std::filesystem::path> lists;
    for (const auto& file : std::filesystem::directory_iterator{holdfast::test::source_dir() + "/tests/sim/found"})
        if (file.path().extension() == ".txt") lists.push_back(file.path());
    std::ranges::sort(lists);
    REQUIRE(!lists.empty());
    for (const auto& list : lists) {
        INFO(list);
        const auto plan = plan_from(holdfast::test::read_file(list));
        REQUIRE(plan);
        Coverage coverage;
        const auto failed = play(*plan, coverage);
        if (failed) FAIL(failed->what());
    }
}

TEST_CASE("the oracle knows when clocks change")
{
    const auto open = [](const char* zone, const char* rules, std::string_view at) {
        ReceivedHours one;
        one.version.rules = rules;
        one.version.zone = zone;
        one.version.version = 1;
        return is_open({one}, {}, parse_rfc3339(at).value());
    };
    CHECK(open("Europe/London", "Mo-Fr 09:00-12:00", "2026-03-27T09:00:00Z"));
    CHECK_FALSE(open("Europe/London", "Mo-Fr 09:00-12:00", "2026-03-27T12:00:00Z"));
    CHECK(open("Europe/London", "Mo-Fr 09:00-12:00", "2026-03-30T08:00:00Z"));
    CHECK(open("Europe/Berlin", "Mo-Fr 09:00-12:00", "2026-03-30T07:00:00Z"));
    // The hour that comes twice is open twice; the one that is left out begins with the change.
    CHECK(open("Europe/London", "Su 01:15-01:45", "2026-10-25T00:15:00Z"));
    CHECK(open("Europe/London", "Su 01:15-01:45", "2026-10-25T01:44:59Z"));
    CHECK_FALSE(open("Europe/London", "Su 01:15-01:45", "2026-10-25T01:45:00Z"));
    CHECK(open("Europe/London", "Su 01:30-02:30", "2026-03-29T01:00:00Z"));
    CHECK_FALSE(open("Europe/London", "Su 01:15-01:45", "2026-03-29T01:00:00Z"));
}

TEST_CASE("a list of events says the same read again")
{
    const auto plan = make_plan(7);
    CHECK(plan_from(to_text(plan)) == plan);
    CHECK_FALSE(plan_from("world tomorrow"));
    CHECK_FALSE(plan_from(to_text(plan) + "+1 dance 0 0\n"));
}

}  // namespace sim_test
