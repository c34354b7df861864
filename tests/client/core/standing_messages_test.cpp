// A judgement of the messages that are chosen is the judgement of all, and they are no more than there are windows.
#include "client/core/standing_messages.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "client/core/reading/judge_windows.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace standing_messages_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace std::chrono_literals;

namespace {

const Instant begin = parse_rfc3339("2026-03-02T00:00:00Z").value();

hours::VersionInForce version(Instant received, const char* rules)
{
    hours::HoursContent content;
    content.rules = rules;
    content.zone = "UTC";
    content.valid_from = received;
    return {content, received};
}

hours::Schedule changing_hours()
{
    const std::vector versions{version(begin - 24h * 90, "Mo-Fr 09:00-12:00"),
                               version(begin + 24h * 20, "Tu 10:00-11:00; Th 15:00-18:00")};
    return hours::Schedule::make(versions);
}

std::vector<std::string> told(const Watched& watched, Instant now)
{
    std::vector<std::string> lines;
    for (const auto& one : judge(watched, now)) {
        auto line = to_rfc3339(one.from) + " " + to_rfc3339(one.by) + " " + std::to_string(static_cast<int>(one.what)) +
                    std::to_string(static_cast<int>(one.outcome)) + " " +
                    std::to_string(one.due.time_since_epoch().count());
        if (one.down) line += " " + to_rfc3339(one.down->from) + " " + to_rfc3339(one.down->to);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<Interval> intervals(const std::vector<WatchedSpan>& spans)
{
    std::vector<Interval> all;
    for (const auto& span : spans) all.push_back({span.from, span.to});
    return all;
}

/// Three months of one conversation in which anything may have happened.
class Life {
  public:
    explicit Life(const std::string& seed) : random_{seed}
    {
        for (auto i = random_.below(4); i > 0; --i) watched_.outages.push_back(any_span(6h));
        for (auto i = random_.below(3); i > 0; --i) watched_.notices.push_back(any_span(72h));
        watched_.versions = {{begin - 24h * 90, false, true, random_.below(2) == 0},
                             {begin + 24h * 20, false, true, random_.below(2) == 0}};
        if (random_.below(2) == 0) watched_.versions.push_back({any_time(), true, false, true});
        for (int i = 0; i < 60; ++i) add();
        for (auto i = random_.below(8); i > 0; --i) add_reply();
        for (int i = 0; i < 10; ++i) remove();
    }

    void check(Instant now) const
    {
        const auto reach = now - watch_reach;
        REQUIRE(standing_.serves(1, reach));
        const auto chosen = standing_.choose(reach, intervals(watched_.notices), intervals(watched_.outages));
        auto few = watched_;
        few.messages.clear();
        for (const auto& one : chosen.messages) few.messages.push_back({one.received, one.read, false});
        few.replies = chosen.replies;
        CHECK(told(few, now) == told(watched_, now));
        const auto by = now - 24h * static_cast<int>(now.time_since_epoch().count() % 30);
        CHECK(standing_.wait_before(by) == std::ranges::any_of(watched_.messages, [&](const WatchedMessage& one) {
                  return !one.read && one.received < by;
              }));
    }

  private:
    Instant any_time() { return begin - 24h * 45 + 1min * static_cast<int>(random_.below(90 * 24 * 60)); }
    WatchedSpan any_span(std::chrono::hours longest)
    {
        const auto from = any_time();
        return {from, from + 1min * static_cast<int>(random_.below(static_cast<std::uint64_t>(longest / 1min)))};
    }
    StandingMessage standing(const WatchedMessage& one) const
    {
        return {one.received, one.read, reply_promised(watched_.versions, one.received)};
    }
    void add()
    {
        const auto received = any_time();
        std::optional<Instant> read;
        if (random_.below(2) == 0)
            if (const auto window = schedule_.next_window(received + 24h * static_cast<int>(random_.below(8))))
                read = window->begin;
        watched_.messages.push_back({received, read, false});
        standing_.add(schedule_, standing(watched_.messages.back()));
    }
    void add_reply()
    {
        watched_.replies.push_back(any_time());
        standing_.add_reply(watched_.replies.back());
    }
    void remove()
    {
        const auto at =
            watched_.messages.begin() + static_cast<std::ptrdiff_t>(random_.below(watched_.messages.size()));
        standing_.remove(schedule_, standing(*at));
        watched_.messages.erase(at);
    }

    holdfast::test::SeededRandom random_;
    hours::Schedule schedule_ = changing_hours();
    Watched watched_{schedule_, {}, {}, {}, {}, {}};
    StandingMessages standing_{1, begin - watch_reach - 24h};
};

/// As many messages, spread over the same ten days.
std::size_t chosen_of(int messages, bool read)
{
    const auto schedule = changing_hours();
    StandingMessages standing{1, begin - watch_reach};
    for (int i = 0; i < messages; ++i) {
        const auto received = begin + std::chrono::duration_cast<std::chrono::milliseconds>(240h) * i / messages;
        const auto window = schedule.promise(received);
        standing.add(
            schedule,
            {received, read ? std::optional{schedule.window_at(*window->end - 1ms)->begin} : std::nullopt, false});
    }
    return standing.choose(begin, {}, {}).messages.size();
}

}  // namespace

TEST_CASE("a judgement of the messages that are chosen is the judgement of all of them")
{
    for (int i = 0; i < 12; ++i) {
        const Life life{"life " + std::to_string(i)};
        for (int hour = 0; hour < 24 * 60; hour += 31) life.check(begin + 1h * hour);
    }
}

TEST_CASE("as many messages are judged of twenty thousand as of two thousand in the same windows")
{
    CHECK(chosen_of(20'000, false) == chosen_of(2'000, false));
    CHECK(chosen_of(20'000, true) == chosen_of(2'000, true));
    CHECK(chosen_of(20'000, false) < 20);
}

TEST_CASE("messages from before the reach are judged once")
{
    const auto schedule = changing_hours();
    StandingMessages standing{1, begin};
    for (int i = 1; i <= 1000; ++i) standing.add(schedule, {begin - 1h * i, begin - 1h * i, false});
    standing.add(schedule, {begin - 1h, std::nullopt, false});
    CHECK(standing.choose(begin, {}, {}).messages.size() == 2);
}

}  // namespace standing_messages_test
