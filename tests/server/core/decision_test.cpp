// The cached decisions of the hours are the same as those worked out anew.
#include "server/core/decision.hpp"

#include <random>

#include "tests/support/catch.hpp"

namespace holdfast::server::decision_test {
namespace {

using namespace std::chrono;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

Schedule schedule(const std::vector<VersionInForce>& chain)
{
    auto made = Schedule::make(chain);
    REQUIRE_FALSE(made.problem().has_value());
    return made;
}

/// Windows in the morning with a notice running, over midnight and too short to be promised, extra windows, and a
/// last_reading that becomes shorter while the end of a window is near.
Schedule busy()
{
    HoursContent first;
    first.rules = "Mo-Fr 09:00-12:00; Tu 22:00-02:00";
    first.zone = "Europe/London";
    first.notice_period = days{9};
    HoursContent second = first;
    second.rules = "Mo-Fr 11:00-14:00; Sa 10:00-10:05";
    second.last_reading = minutes{15};
    second.leaves.push_back({2026y / March / 12, 2026y / March / 13, ""});
    for (const auto begin : {at("2026-03-07T15:00:00Z"), at("2026-03-18T10:30:00Z"), at("2026-03-19T13:45:00Z")})
        second.extras.push_back({begin, begin + minutes{40}});
    HoursContent third = second;
    third.last_reading = minutes{5};
    return schedule({{first, at("2026-03-01T00:00:00Z")},
                     {second, at("2026-03-04T10:00:00Z")},
                     {third, at("2026-03-05T13:50:00Z")}});
}

HoursContent content(std::string rules)
{
    HoursContent out;
    out.rules = std::move(rules);
    out.zone = "UTC";
    return out;
}

/// Nothing but one extra window.
Schedule once()
{
    auto version = content("off");
    version.extras.push_back({at("2026-03-09T10:00:00Z"), at("2026-03-09T11:00:00Z")});
    return schedule({{version, at("2026-03-01T00:00:00Z")}});
}

void check(CachedSchedule& cached, Instant now)
{
    const auto decision = decide(cached, now, true);
    const auto promise = cached.schedule.promise(now);
    INFO(to_rfc3339(now));
    REQUIRE(decision.open == cached.schedule.is_open(now));
    REQUIRE(decision.promise.has_value() == promise.has_value());
    if (promise) REQUIRE(*decision.promise == wire::Promise{promise->begin, promise->end});
    REQUIRE(cached.span.until == cached.schedule.next_change(now));
}

TEST_CASE("the gate decides as the hours say, at whatever instants it is asked")
{
    std::mt19937 random{1};
    const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); };
    for (const auto& hours : {busy(), once(), Schedule{}, schedule({{content("24/7"), at("2026-03-05T00:00:00Z")}})}) {
        for (int round = 0; round < 20; ++round) {
            CachedSchedule cached;
            cached.schedule = hours;
            for (auto now = at("2026-02-27T00:00:00Z"); now < at("2026-03-22T00:00:00Z");) {
                check(cached, now);
                const auto change = cached.span.until;
                const bool to_change = change && pick(0, 2) > 0;  // as the gate does, which wakes up then
                now = to_change ? *change : now + seconds{pick(0, pick(0, 1) == 0 ? 1200 : 90'000)};
                if (pick(0, 9) == 0) now -= minutes{pick(1, 600)};  // a clock put right
            }
        }
    }
}

TEST_CASE("a shorter last_reading makes a window that was too short be promised after all")
{
    CachedSchedule cached;
    cached.schedule = busy();
    CHECK(decide(cached, at("2026-03-05T13:46:00Z"), true).promise->from == at("2026-03-06T09:00:00Z"));
    CHECK(decide(cached, at("2026-03-05T13:51:00Z"), true).promise->from == at("2026-03-05T13:51:00Z"));
}

TEST_CASE("at an opening that was foreseen the hours are not asked")
{
    CachedSchedule cached;
    cached.schedule = busy();
    const auto before = decide(cached, at("2026-03-16T07:00:00Z"), true);
    REQUIRE_FALSE(before.open);
    cached.schedule = Schedule{};  // would say that nothing opens
    const auto after = decide(cached, at("2026-03-16T11:00:00Z"), true);
    CHECK(after.open);
    CHECK(after.promise == before.promise);
    CHECK(cached.span.until == at("2026-03-16T14:00:00Z"));
    CHECK_FALSE(decide(cached, at("2026-03-16T14:00:00Z"), true).open);
}

}  // namespace
}  // namespace holdfast::server::decision_test
