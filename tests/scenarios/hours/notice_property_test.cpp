// The algebra of notices, on random chains: what counts at an instant is said once more here, straight from the rule of
// the boundary, and compared with the schedule.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::notice_property_test {

using namespace std::chrono;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using Chain = std::vector<VersionInForce>;
using Random = std::mt19937;

namespace {

int pick(Random& random, int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); }

Chain random_chain(Random& random)
{
    constexpr const char* rules[] = {"Mo-Fr 09:00-12:00", "Mo-Fr 11:00-14:00", "off",
                                     "Tu,Th 08:00-20:00", "Mo-Su 22:00-02:00", "24/7"};
    constexpr const char* zones[] = {"UTC", "Europe/London", "Asia/Tokyo", "America/New_York"};
    Chain chain;
    auto received = at("2026-03-01T00:00:00Z");
    for (int n = pick(random, 1, 6); n > 0; --n) {
        HoursContent content;
        content.rules = rules[pick(random, 0, 5)];
        content.zone = zones[pick(random, 0, 3)];
        content.notice_period = std::chrono::hours{pick(random, 0, 10 * 24)};
        if (pick(random, 0, 2) == 0) {
            const sys_days from = floor<days>(received) + days{pick(random, 0, 9)};
            content.leaves.push_back({Date{from}, Date{from + days{pick(random, 0, 3)}}, "away"});
        }
        chain.push_back({content, received});
        received += minutes{pick(random, 1, 6 * 24 * 60)};
    }
    return chain;
}

/// The newest version and every older one whose successor's receipt is younger than the older one's notice, less the
/// leaves of the newest.
bool should_be_open(const Chain& chain, const std::vector<hours::Calendar>& calendars, Instant t)
{
    std::size_t known = 0;
    while (known < chain.size() && chain[known].received <= t) ++known;
    std::vector<hours::DateRange> without;
    if (known > 0)
        for (const auto& leave : chain[known - 1].content.leaves) without.push_back({leave.from, leave.to});
    for (std::size_t k = 0; k < known; ++k) {
        const bool counts = k + 1 == known || t - chain[k + 1].received < chain[k].content.notice_period;
        if (counts && calendars[k].deciding(t, without).open) return true;
    }
    return false;
}

std::vector<hours::Calendar> calendars_of(const Chain& chain)
{
    std::vector<hours::Calendar> out;
    for (const auto& version : chain) out.push_back(calendar(version.content.rules, version.content.zone));
    return out;
}

int rounds() { return std::getenv("HOLDFAST_LONG") ? 3000 : 60; }

}  // namespace

TEST_CASE("the effective hours are the union of the newest version and those whose notice runs")
{
    Random random{5};
    for (int round = 0; round < rounds(); ++round) {
        const auto chain = random_chain(random);
        const auto hours = Schedule::make(chain);
        const auto calendars = calendars_of(chain);
        for (int i = 0; i < 60; ++i) {
            const Instant t = at("2026-02-27T00:00:00Z") + minutes{pick(random, 0, 45 * 24 * 60)};
            INFO(round << " " << to_rfc3339(t));
            REQUIRE(hours.is_open(t) == should_be_open(chain, calendars, t));
        }
    }
}

TEST_CASE("a newer version takes nothing away before the notice has run, but by leave")
{
    Random random{6};
    for (int round = 0; round < rounds(); ++round) {
        auto chain = random_chain(random);
        for (auto& version : chain) version.content.leaves.clear();
        const auto newest = chain.back();
        chain.pop_back();
        if (chain.empty()) continue;
        const auto before = Schedule::make(chain);
        auto longer = chain;
        longer.push_back(newest);
        const auto after = Schedule::make(longer);
        const auto notice = chain.back().content.notice_period;
        for (int i = 0; i < 60; ++i) {
            const Instant t = newest.received + minutes{pick(random, -600, 20 * 24 * 60)};
            INFO(round << " " << to_rfc3339(t));
            if (t < newest.received + notice && before.is_open(t)) REQUIRE(after.is_open(t));
            if (t < newest.received) REQUIRE(after.is_open(t) == before.is_open(t));
        }
    }
}

TEST_CASE("what a newer version opens is open from its receipt")
{
    Random random{7};
    for (int round = 0; round < rounds(); ++round) {
        const auto chain = random_chain(random);
        const auto hours = Schedule::make(chain);
        const auto alone = calendar(chain.back().content.rules, chain.back().content.zone);
        std::vector<hours::DateRange> without;
        for (const auto& leave : chain.back().content.leaves) without.push_back({leave.from, leave.to});
        for (int i = 0; i < 60; ++i) {
            const Instant t = chain.back().received + minutes{pick(random, 0, 20 * 24 * 60)};
            if (alone.deciding(t, without).open) REQUIRE(hours.is_open(t));
        }
    }
}

TEST_CASE("two ends with the same chain agree, in whatever order and however often they ask")
{
    Random random{8};
    for (int round = 0; round < rounds() / 4; ++round) {
        const auto chain = random_chain(random);
        const auto relay = Schedule::make(chain);
        const auto client = Schedule::make(Chain{chain});
        std::vector<Instant> asked;
        for (int i = 0; i < 40; ++i)
            asked.push_back(at("2026-02-27T00:00:00Z") + minutes{pick(random, 0, 45 * 24 * 60)});
        std::vector<std::optional<hours::Window>> promises;
        for (const auto t : asked) promises.push_back(relay.promise(t));
        for (std::size_t i = asked.size(); i-- > 0;) {
            static_cast<void>(client.next_change(asked[i] - minutes{pick(random, 0, 5000)}));
            REQUIRE(client.promise(asked[i]) == promises[i]);
            REQUIRE(client.release_at(asked[i]) == relay.release_at(asked[i]));
            REQUIRE(client.explain(asked[i]).rule == relay.explain(asked[i]).rule);
        }
    }
}

}  // namespace holdfast::test::notice_property_test
