// Openings, windows and promises on random chains, compared with the simplest way to find them: asking at every fifth
// minute whether it is open. HOLDFAST_LONG=1 tries many more chains.
#include <algorithm>
#include <cstdlib>
#include <random>

#include "tests/protocol/hours/support.hpp"

namespace holdfast::test::span_test {

using namespace std::chrono;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using hours::Window;
using Chain = std::vector<VersionInForce>;
using Random = std::mt19937;

namespace {

/// Everything that is written below begins and ends on such a minute.
constexpr minutes step{5};
constexpr days looked_at{10};

int pick(Random& random, int low, int high) { return std::uniform_int_distribution<int>{low, high}(random); }

/// For the weeks in which the clocks of Europe and of Lord Howe change.
constexpr const char* some_rules[] = {"Mo-Fr 09:00-12:00",
                                      "Mo-Fr 09:00-12:00,14:00-16:00",
                                      "Mo-Su 12:00-15:00",
                                      "Tu,Th 08:00-20:00",
                                      "Mo-Su 22:00-02:00",
                                      "Mo-Su 00:00-12:00",
                                      "Mo-Su 12:00-24:00",
                                      "24/7",
                                      "off",
                                      "We off",
                                      "Fr 22:00-02:00 off",
                                      "Th[1,3] 19:00-21:00",
                                      "Fr[-1] off",
                                      "week 01-53/2 Tu 07:00-08:00",
                                      "Mar 25-Apr 02 Su 01:30-03:30",
                                      "Mar 28-30 off",
                                      "2026 Mar-Apr Mo 20:00-44:00",
                                      "PH off",
                                      "PH,We 12:00-12:15"};

HoursContent random_content(Random& random, Instant received)
{
    constexpr const char* zones[] = {"UTC", "Europe/London", "Australia/Lord_Howe", "America/New_York"};
    HoursContent content;
    for (int n = pick(random, 1, 4); n > 0; --n)
        content.rules += (content.rules.empty() ? "" : "; ") +
                         std::string{some_rules[pick(random, 0, static_cast<int>(std::size(some_rules)) - 1)]};
    content.zone = zones[pick(random, 0, 3)];
    const sys_days today = floor<days>(received);
    for (int d = pick(random, 0, 6); d < 40; d += 6) content.holidays.emplace_back(today + days{d});
    content.horizon = Date{today + days{pick(random, 0, 3) == 0 ? 40 : 4000}};
    content.notice_period = std::chrono::hours{pick(random, 0, 10 * 24)};
    content.last_reading = step * pick(random, 0, 24);
    if (pick(random, 0, 2) == 0) content.valid_from = received + step * pick(random, -500, 1000);
    const auto away = [&] { return today + days{pick(random, 0, 12)}; };
    if (pick(random, 0, 1) == 0) content.cancellations.push_back({Date{away()}, ""});
    if (const auto from = away(); pick(random, 0, 1) == 0)
        content.leaves.push_back({Date{from}, Date{from + days{pick(random, 0, 3)}}, ""});
    for (int n = pick(random, 0, 3); n > 0; --n) {
        const auto begin = received + step * pick(random, 0, 3000);
        content.extras.push_back({begin, begin + step * pick(random, 1, 24)});
    }
    return content;
}

Chain random_chain(Random& random, int least, int most)
{
    Chain chain;
    auto received = at("2026-03-16T00:00:00Z") + step * pick(random, 0, 1500);
    for (int n = pick(random, least, most); n > 0; --n) {
        chain.push_back({random_content(random, received), received});
        received += step * pick(random, 1, 1000);
    }
    return chain;
}

Chain without_extras(Chain chain)
{
    for (auto& version : chain) version.content.extras.clear();
    return chain;
}

/// Found by asking at every step from `begin` on; what was open before or still is at the end is cut off there.
struct Scan {
    Instant begin;
    Instant end;
    std::vector<Interval> windows;

    Scan(const Schedule& hours, Instant from) : begin{from}, end{from + looked_at}
    {
        for (auto t = begin; t < end; t += step) {
            if (!hours.explain(t).open) continue;
            if (!windows.empty() && windows.back().end == t)
                windows.back().end = t + step;
            else
                windows.push_back({t, t + step});
        }
    }
    [[nodiscard]] const Interval* at(Instant t) const
    {
        const auto found = std::find_if(windows.begin(), windows.end(), [t](const auto& w) { return w.contains(t); });
        return found == windows.end() ? nullptr : &*found;
    }
    [[nodiscard]] const Interval* after(Instant t) const
    {
        const auto found = std::find_if(windows.begin(), windows.end(), [t](const auto& w) { return w.begin > t; });
        return found == windows.end() ? nullptr : &*found;
    }
};

/// `found` is the window that was scanned, as far as the scan saw it; without one it lies after the scan.
void check_window(const std::optional<Window>& found, const Interval* scanned, const Scan& scan)
{
    if (!scanned) {
        if (found) REQUIRE(found->begin >= scan.end);
        return;
    }
    REQUIRE(found.has_value());
    if (scanned->begin > scan.begin) REQUIRE(found->begin == scanned->begin);
    if (scanned->end < scan.end) REQUIRE(show(found->end) == show(scanned->end));
    if (scanned->end == scan.end && found->end) REQUIRE(*found->end >= scan.end);
}

void check_promise(const Schedule& hours, const Scan& scan, Instant t)
{
    const auto promise = hours.promise(t);
    const auto* now = scan.at(t);
    const auto left = now ? now->end - t : milliseconds{0};
    if (now && now->end == scan.end && left <= hours.last_reading(t)) return;  // how much is left is not known
    if (!now || left <= hours.last_reading(t)) return check_window(promise, scan.after(t), scan);
    REQUIRE(promise.has_value());
    REQUIRE(show(promise->begin) == show(t));
    check_window(Window{now->begin, promise->end}, now, scan);
}

void check_stretch(const Schedule& hours, Instant t)
{
    const auto span = hours.span_at(t);
    REQUIRE(span.open == hours.is_open(t));
    REQUIRE(show(span.until) == show(hours.next_change(t)));
    REQUIRE(show(span.promise) == show(hours.promise(t)));
    REQUIRE(show(span.next) == (span.open ? "none" : show(hours.next_window(t))));
    REQUIRE(show(span.next_promise) == (span.next ? show(hours.promise(span.next->begin)) : "none"));
}

int rounds() { return std::getenv("HOLDFAST_LONG") ? 2000 : 15; }

}  // namespace

TEST_CASE("windows, changes, releases and promises are those that asking minute by minute finds")
{
    Random random{20261126};
    for (int round = 0; round < rounds(); ++round) {
        const auto base = random_chain(random, 1, 4);
        const auto own = random_chain(random, 0, 2);
        const auto hours = Schedule::make(base, own);
        REQUIRE_FALSE(hours.problem().has_value());
        const auto from = at("2026-03-14T00:00:00Z") + step * pick(random, 0, 4000);
        const Scan scan{hours, from};
        const Scan promising{Schedule::make(without_extras(base), without_extras(own)), from};
        for (int i = 0; i < 40; ++i) {
            auto t = from + step * pick(random, 0, static_cast<int>(looked_at / step) - 1);
            if (const auto change = hours.next_change(t); i % 2 && change && *change < scan.end)
                t = std::max(from, *change - milliseconds{i % 4 / 2});
            const auto* now = scan.at(t);
            INFO(round << " " << to_rfc3339(t));
            REQUIRE(hours.is_open(t) == (now != nullptr));
            REQUIRE(hours.window_at(t).has_value() == (now != nullptr));
            if (now) check_window(hours.window_at(t), now, scan);
            if (!now || now->end < scan.end) check_window(hours.next_window(t), scan.after(t), scan);
            if (now) REQUIRE(hours.release_at(t) == t);
            check_promise(hours, promising, t);
            check_stretch(hours, t);
        }
    }
}

TEST_CASE("the next change of the hours and the release follow from their windows")
{
    Random random{3};
    for (int round = 0; round < rounds(); ++round) {
        const auto hours = Schedule::make(random_chain(random, 1, 4), random_chain(random, 0, 2));
        for (int i = 0; i < 40; ++i) {
            const auto t = at("2026-03-14T00:00:00Z") + seconds{pick(random, 0, 60 * 24 * 3600)};
            INFO(round << " " << to_rfc3339(t));
            const auto now = hours.window_at(t);
            const auto next = hours.next_window(t);
            const auto begin = next ? std::optional{next->begin} : std::nullopt;
            REQUIRE(show(hours.next_change(t)) == show(now ? now->end : begin));
            REQUIRE(show(hours.release_at(t)) == show(now ? std::optional{t} : begin));
        }
    }
}

}  // namespace holdfast::test::span_test
