// The effective hours of two chains, said once more as PROTOCOL.md says them ("Effective hours"), and compared with the
// schedule on random chains: base and own, versions without rules, leaves, extra windows, versions that wait.
// HOLDFAST_LONG=1 tries many more.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "protocol/hours/schedule/checked.hpp"
#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::effective_walk_test {

using namespace std::chrono;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using Chain = std::vector<VersionInForce>;
using Random = std::mt19937;

namespace {

int pick(Random& random, int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); }

constexpr const char* some_rules[] = {"Mo-Fr 09:00-12:00",
                                      "Mo-Su 22:00-02:00",
                                      "24/7",
                                      "off",
                                      "Mo-Su 00:00-24:00; We off",
                                      "Fr 22:00-02:00 off, Sa 01:00-05:00",
                                      "Mar 28-30 10:00-34:00",
                                      "Mo-Fr 12:00-20:00; PH off"};
constexpr const char* some_zones[] = {"UTC", "Europe/London", "Asia/Tokyo", "America/New_York"};

HoursContent random_content(Random& random, Instant received, bool own)
{
    HoursContent content;
    if (!own || pick(random, 0, 2) > 0) {
        content.rules = some_rules[pick(random, 0, static_cast<int>(std::size(some_rules)) - 1)];
        content.zone = some_zones[pick(random, 0, 3)];
        content.horizon = day("2026-04-20");
        content.holidays = {day("2026-04-03"), day("2026-04-06")};
    }
    content.notice_period = std::chrono::hours{pick(random, 0, 12 * 24)};
    if (pick(random, 0, 2) == 0) content.valid_from = received + std::chrono::hours{pick(random, -100, 20 * 24)};
    const sys_days from = floor<days>(received) + days{pick(random, -1, 9)};
    if (pick(random, 0, 2) == 0) content.leaves.push_back({Date{from}, Date{from + days{pick(random, 0, 3)}}, ""});
    if (pick(random, 0, 3) == 0) content.cancellations.push_back({Date{from + days{1}}, ""});
    for (int n = pick(random, 0, 2); n > 0; --n) {
        const auto begin = received + minutes{pick(random, -3000, 20'000)};
        content.extras.push_back({begin, begin + minutes{pick(random, 5, 120)}});
    }
    return content;
}

Chain random_chain(Random& random, bool own, int least, int most)
{
    Chain chain;
    auto received = at("2026-03-16T00:00:00Z") + minutes{pick(random, 0, 6000)};
    for (int n = pick(random, least, most); n > 0; --n) {
        chain.push_back({random_content(random, received, own), received});
        received += minutes{pick(random, 1, 5000)};
    }
    return chain;
}

// ---- the algorithm of the document ----

Interval counts(const Chain& chain, std::size_t v)
{
    const auto begin = std::max(chain[v].content.valid_from, chain[v].received);
    if (v + 1 == chain.size()) return {begin, Instant::max()};
    return {begin, std::max(chain[v + 1].received + chain[v].content.notice_period, chain[v + 1].content.valid_from)};
}

const HoursContent* newest(const Chain& chain, Instant t)
{
    const HoursContent* found = nullptr;
    for (const auto& version : chain)
        if (version.received <= t) found = &version.content;
    return found;
}

bool is_off(const Chain& base, const Chain& own, Instant t, sys_days date)
{
    for (const auto* version : {newest(base, t), newest(own, t)}) {
        if (!version) continue;
        for (const auto& leave : version->leaves)
            if (sys_days{leave.from} <= date && date <= sys_days{leave.to}) return true;
        for (const auto& cancelled : version->cancellations)
            if (sys_days{cancelled.date} == date) return true;
    }
    return false;
}

Instant beside(const Chain& base, const Chain& own)
{
    if (own.empty()) return Instant::max();
    const auto* then = newest(base, own.front().received);
    return std::max(own.front().received + (then ? then->notice_period : Seconds{0}), own.front().content.valid_from);
}

std::vector<const HoursContent*> in_force(const Chain& base, const Chain& own, Instant t)
{
    std::vector<const HoursContent*> found;
    if (base.empty()) return found;
    bool base_counts = t < beside(base, own);
    for (std::size_t v = 0; v < own.size(); ++v)
        if (counts(own, v).contains(t)) {
            if (own[v].content.rules.empty())
                base_counts = true;
            else
                found.push_back(&own[v].content);
        }
    for (std::size_t v = 0; base_counts && v < base.size(); ++v)
        if (counts(base, v).contains(t)) found.push_back(&base[v].content);
    return found;
}

bool should_be_open(const Chain& base, const Chain& own, Instant t)
{
    for (const auto* version : {newest(base, t), newest(own, t)})
        if (version && !base.empty())
            for (const auto& extra : version->extras)
                if (extra.contains(t)) return true;
    for (const auto* content : in_force(base, own, t)) {
        const auto hours = calendar(content->rules, content->zone, hours::holidays_of(*content));
        const sys_days today{hours.zone().date_of(t)};
        for (auto date = today - days{3}; date <= today + days{1}; date += days{1}) {
            if (is_off(base, own, t, date)) continue;
            for (const auto& window : hours.windows_on(date))
                if (window.actual.contains(t)) return true;
        }
    }
    return false;
}

int rounds() { return std::getenv("HOLDFAST_LONG") ? 4000 : 120; }

}  // namespace

TEST_CASE("the effective hours of two chains are those that the document works out")
{
    Random random{31};
    for (int round = 0; round < rounds(); ++round) {
        const auto base = random_chain(random, false, 1, 5);
        const auto own = random_chain(random, true, 0, 5);
        const auto hours = Schedule::make(base, own);
        REQUIRE_FALSE(hours.problem());
        for (int i = 0; i < 25; ++i) {
            const Instant t = at("2026-03-14T00:00:00Z") + minutes{pick(random, 0, 50 * 24 * 60)};
            INFO(round << " " << to_rfc3339(t));
            REQUIRE(hours.is_open(t) == should_be_open(base, own, t));
            REQUIRE(hours.explain(t).open == hours.is_open(t));
        }
    }
}

TEST_CASE("what opens and closes does so once, and a window is known from either side")
{
    Random random{32};
    for (int round = 0; round < rounds() / 4; ++round) {
        const auto base = random_chain(random, false, 1, 5);
        const auto own = random_chain(random, true, 0, 5);
        const auto hours = Schedule::make(base, own);
        auto t = at("2026-03-14T00:00:00Z") + minutes{pick(random, 0, 2000)};
        for (int i = 0; i < 20; ++i) {
            INFO(round << " " << to_rfc3339(t));
            const auto change = hours.next_change(t);
            if (!change) break;
            REQUIRE(*change > t);
            REQUIRE(should_be_open(base, own, *change) == !should_be_open(base, own, t));
            REQUIRE(should_be_open(base, own, *change - milliseconds{1}) == should_be_open(base, own, t));
            const Schedule fresh = hours;  // knows nothing yet
            REQUIRE(fresh.next_change(t) == change);
            if (const auto window = hours.window_at(t)) {
                REQUIRE(window->end == change);
                REQUIRE(should_be_open(base, own, window->begin));
                REQUIRE_FALSE(should_be_open(base, own, window->begin - milliseconds{1}));
                REQUIRE(fresh.window_at(t) == window);
            }
            t = *change;
        }
    }
}

TEST_CASE("a conversation's chain without a base chain gives no hours")
{
    HoursContent content;
    content.rules = "24/7";
    content.zone = "UTC";
    content.extras = {{at("2026-03-16T10:00:00Z"), at("2026-03-16T11:00:00Z")}};
    const auto hours = Schedule::make({}, Chain{{content, at("2026-03-16T00:00:00Z")}});
    CHECK_FALSE(hours.problem());
    CHECK_FALSE(hours.usable());
    CHECK_FALSE(hours.is_open(at("2026-03-16T10:30:00Z")));
    CHECK(hours.promise(at("2026-03-16T10:30:00Z")) == std::nullopt);
}

}  // namespace holdfast::test::effective_walk_test
