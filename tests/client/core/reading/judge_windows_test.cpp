// The rule by which both sides judge promised windows: tables of one situation each, and what holds for any.
#include "client/core/reading/judge_windows.hpp"

#include <algorithm>

#include "protocol/hours/schedule/report_window.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace judge_windows_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace std::chrono_literals;

namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

const Instant monday_evening = at("2026-03-02T20:00:00Z");
const Instant tuesday_nine = at("2026-03-03T09:00:00Z");
const Instant tuesday_noon = at("2026-03-03T12:00:00Z");
const Instant thursday_nine = at("2026-03-05T09:00:00Z");
const Instant thursday_noon = at("2026-03-05T12:00:00Z");
const Instant next_tuesday_noon = at("2026-03-10T12:00:00Z");

hours::VersionInForce version(Instant received, const std::function<void(hours::HoursContent&)>& change = {})
{
    hours::HoursContent content;
    content.rules = "Tu,Th 09:00-12:00";
    content.zone = "UTC";
    content.valid_from = received;
    if (change) change(content);
    return {content, received};
}

hours::Schedule tuesdays_and_thursdays()
{
    const std::vector versions{version(at("2026-02-01T00:00:00Z"))};
    return hours::Schedule::make(versions);
}

/// One conversation and what happened in it.
struct Situation {
    hours::Schedule schedule = tuesdays_and_thursdays();
    Watched watched{schedule, {}, {}, {{at("2026-02-01T00:00:00Z"), false, true, false}}, {}, {}};

    Situation& message(Instant received, std::optional<Instant> read = {}, bool taken_back = false)
    {
        watched.messages.push_back({received, read, taken_back});
        return *this;
    }
    [[nodiscard]] std::vector<std::string> told(Instant now) const
    {
        static constexpr const char* words[] = {"", "kept", "waiting", "suspended", "moved", "outage", "broken"};
        std::vector<std::string> lines;
        for (const auto& one : judge(watched, now))
            lines.push_back(to_rfc3339(one.by).substr(5, 8) + (one.what == Promised::reply ? " reply " : " ") +
                            words[static_cast<std::size_t>(one.outcome)]);
        return lines;
    }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a window is waited for until its end and fifteen minutes, and broken after")
{
    Situation s;
    s.message(monday_evening);
    CHECK(s.told(monday_evening) == Lines{"03-03T12 waiting"});
    CHECK(s.told(tuesday_noon + 15min - 1ms) == Lines{"03-03T12 waiting"});
    CHECK(s.told(tuesday_noon + 15min) == Lines{"03-03T12 broken", "03-05T12 waiting"});
}

TEST_CASE("a message read in its window, or before it, is kept, one read in a later window broke the first")
{
    CHECK(Situation{}.message(monday_evening, tuesday_nine).told(thursday_nine) == Lines{"03-03T12 kept"});
    CHECK(Situation{}.message(tuesday_noon, tuesday_noon + 1h).told(next_tuesday_noon) == Lines{"03-05T12 kept"});
    CHECK(Situation{}.message(monday_evening, thursday_nine).told(next_tuesday_noon) ==
          Lines{"03-03T12 broken", "03-05T12 kept"});
}

TEST_CASE("two messages in one window are one rupture, told with the whole window")
{
    Situation s;
    s.message(monday_evening).message(tuesday_nine + 1h).message(monday_evening + 1h, tuesday_nine);
    const auto judgements = judge(s.watched, tuesday_noon + 15min);
    REQUIRE(judgements.size() == 2);
    CHECK(judgements[0].outcome == Outcome::broken);
    CHECK(judgements[0].from == tuesday_nine);
    CHECK(judgements[0].by == tuesday_noon);
}

TEST_CASE("what comes late in a window is promised for the next, and breaks nothing before")
{
    CHECK(Situation{}.message(tuesday_noon - 20min).told(tuesday_noon + 15min) == Lines{"03-05T12 waiting"});
}

TEST_CASE("a message taken back is not judged")
{
    CHECK(Situation{}.message(monday_evening, {}, true).told(thursday_nine).empty());
}

TEST_CASE("each window that passes unread is broken, as far back as outages are told")
{
    Situation s;
    s.message(monday_evening);
    CHECK(s.told(thursday_noon + 15min) == Lines{"03-03T12 broken", "03-05T12 broken", "03-10T12 waiting"});
    CHECK(judge(s.watched, monday_evening + std::chrono::days{400}).size() < 14);
}

TEST_CASE("a relay that was down for a quarter of an hour of the promised time, or for all of it, explains it")
{
    struct Row {
        const char* title;
        Instant message, from, to;
        const char* told;
    };
    const Row rows[] = {
        {"a quarter of an hour", monday_evening, tuesday_nine, tuesday_nine + 15min, "03-03T12 outage"},
        {"a little less", monday_evening, tuesday_nine, tuesday_nine + 15min - 1ms, "03-03T12 broken"},
        {"before the window", monday_evening, tuesday_nine - 3h, tuesday_nine, "03-03T12 broken"},
        {"before the message came", tuesday_nine + 1h, tuesday_nine, tuesday_nine + 1h, "03-03T12 broken"},
        {"reaching into it", monday_evening, tuesday_nine - 3h, tuesday_nine + 20min, "03-03T12 outage"},
    };
    for (const auto& row : rows) {
        INFO(row.title);
        Situation s;
        s.message(row.message);
        s.watched.outages.push_back({row.from, row.to});
        CHECK(s.told(tuesday_noon + 15min).front() == row.told);
    }
    Situation twice;
    twice.message(monday_evening);
    twice.watched.outages = {{tuesday_nine + 2h, tuesday_nine + 2h + 8min}, {tuesday_nine, tuesday_nine + 8min}};
    const auto judgement = judge(twice.watched, tuesday_noon + 15min).front();
    CHECK(judgement.outcome == Outcome::outage);
    CHECK(judgement.down->from == tuesday_nine);
    CHECK(judgement.down->to == tuesday_nine + 2h + 8min);
}

TEST_CASE("an outage for all of a short promised time explains it")
{
    Situation s;
    const std::vector versions{version(at("2026-02-01T00:00:00Z"), [](auto& content) {
        content.rules = "Tu 09:00-09:10";
        content.last_reading = 0s;
    })};
    s.schedule = hours::Schedule::make(versions);
    s.message(monday_evening);
    s.watched.outages.push_back({tuesday_nine, tuesday_nine + 10min});
    CHECK(s.told(tuesday_nine + 25min).front() == "03-03T09 outage");
}

TEST_CASE("a practice notice in force in any part of the window suspends it")
{
    Situation s;
    s.message(monday_evening);
    s.watched.notices.push_back({tuesday_nine + 1h});
    CHECK(s.told(tuesday_noon + 15min).front() == "03-03T12 suspended");
    s.watched.notices.front() = {monday_evening, tuesday_nine};
    CHECK(s.told(tuesday_noon + 15min).front() == "03-03T12 broken");
}

TEST_CASE("leave received in the middle of a window moves it")
{
    const auto ten = tuesday_nine + 1h;
    const std::vector versions{
        version(at("2026-02-01T00:00:00Z")), version(ten, [](auto& content) {
            content.cancellations.push_back(
                {Date{std::chrono::sys_days{std::chrono::floor<std::chrono::days>(tuesday_nine)}}, "ill"});
        })};
    Situation s;
    s.schedule = hours::Schedule::make(versions);
    s.message(monday_evening);
    s.watched.versions.push_back({ten, false, true, false});
    CHECK(s.told(ten + 15min) == Lines{"03-03T10 moved", "03-05T12 waiting"});
}

TEST_CASE("an extra window that lengthens the promised one is waited for")
{
    Situation s;
    const std::vector versions{version(at("2026-02-01T00:00:00Z"), [](auto& content) {
        content.extras.push_back({tuesday_noon - 10min, tuesday_noon + 50min});
    })};
    s.schedule = hours::Schedule::make(versions);
    s.message(monday_evening);
    CHECK(s.told(tuesday_noon + 50min + 15min - 1ms).front() == "03-03T12 waiting");
    CHECK(s.told(tuesday_noon + 50min + 15min).front() == "03-03T12 broken");
}

TEST_CASE("a reply is promised by the end of the window after the promised one")
{
    Situation s;
    s.watched.versions.front().replies = true;
    s.message(monday_evening, tuesday_nine);
    CHECK(s.told(thursday_nine) == Lines{"03-03T12 kept", "03-05T12 kept", "03-05T12 reply waiting"});
    CHECK(s.told(thursday_noon + 15min).back() == "03-05T12 reply broken");
    s.watched.replies.push_back(thursday_noon - 1ms);
    CHECK(s.told(thursday_noon + 15min).back() == "03-05T12 reply kept");
    s.watched.replies.front() = thursday_noon;
    CHECK(s.told(thursday_noon + 15min).back() == "03-05T12 reply broken");
    s.watched.replies.front() = monday_evening - 1h;
    CHECK(s.told(thursday_noon + 15min).back() == "03-05T12 reply broken");
}

TEST_CASE("who did not read owes one repair, not a second for the reply")
{
    Situation s;
    s.watched.versions.front().replies = true;
    s.message(monday_evening);
    CHECK(s.told(thursday_noon + 15min) == Lines{"03-03T12 broken", "03-05T12 broken", "03-10T12 waiting"});
}

TEST_CASE("a window that was excused gives the reply another one")
{
    Situation s;
    s.watched.versions.front().replies = true;
    s.watched.notices.push_back({tuesday_nine, tuesday_nine + 1h});
    s.message(monday_evening, tuesday_nine + 2h);
    CHECK(s.told(next_tuesday_noon + 15min).back() == "03-10T12 reply broken");
    CHECK(s.told(thursday_noon + 15min).back() == "03-10T12 reply waiting");
}

TEST_CASE("while a practice notice is in force no reply is waited for, however far the hours reach")
{
    Situation s;
    s.watched.versions.front().replies = true;
    s.watched.notices.push_back({monday_evening});
    s.message(monday_evening, tuesday_nine);
    CHECK(s.told(tuesday_noon) == Lines{"03-03T12 kept", "03-05T12 kept"});
    s.watched.notices.front().to = tuesday_noon;
    CHECK(s.told(tuesday_noon) == Lines{"03-03T12 kept", "03-05T12 kept", "03-10T12 kept", "03-10T12 reply waiting"});
}

TEST_CASE("replies are promised by the version in force when the message came")
{
    Situation s;
    s.watched.versions.push_back({tuesday_nine, false, true, true});
    s.message(monday_evening, tuesday_nine).message(tuesday_nine + 1h, tuesday_nine);
    CHECK(s.told(thursday_nine).back() == "03-05T12 reply waiting");
    s.watched.messages.pop_back();
    CHECK(s.told(thursday_nine) == Lines{"03-03T12 kept"});
    s.watched.versions.push_back({monday_evening - 1h, true, false, true});
    CHECK(s.told(thursday_nine) == Lines{"03-03T12 kept"});
    s.watched.versions.back().has_rules = true;
    CHECK(s.told(thursday_nine).back() == "03-05T12 reply waiting");
}

TEST_CASE("the judgement does not depend on the order in which things became known, and is never taken back by time")
{
    holdfast::test::SeededRandom random{"watch"};
    const auto below = [&](std::uint64_t bound) {
        ByteArray<4> bytes;
        random.fill(bytes);
        std::uint64_t value = 0;
        for (const auto byte : bytes) value = value << 8 | static_cast<std::uint64_t>(byte);
        return value % bound;
    };
    for (int round = 0; round < 40; ++round) {
        Situation s;
        s.watched.versions.front().replies = below(2) == 1;
        const auto some_time = [&] { return monday_evening + std::chrono::minutes{below(10 * 24 * 60)}; };
        for (auto n = below(6); n > 0; --n) {
            const auto received = some_time();
            std::optional<Instant> read;
            if (below(2) == 1)
                if (const auto window = hours::window_of_report(s.schedule, received + std::chrono::hours{below(72)}))
                    read = window->begin;
            s.message(received, read, below(5) == 0);
        }
        for (auto n = below(4); n > 0; --n) s.watched.replies.push_back(some_time());
        for (auto n = below(3); n > 0; --n) {
            const auto from = some_time();
            s.watched.outages.push_back({from, from + std::chrono::minutes{below(120)}});
        }
        const auto now = some_time() + std::chrono::days{3};
        auto shuffled = s.watched;
        std::ranges::reverse(shuffled.messages);
        std::ranges::reverse(shuffled.outages);
        std::ranges::reverse(shuffled.replies);
        const auto here = judge(s.watched, now);
        const auto there = judge(shuffled, now);
        REQUIRE(here.size() == there.size());
        const auto later = judge(s.watched, now + std::chrono::days{5});
        for (std::size_t i = 0; i < here.size(); ++i) {
            CHECK(here[i].by == there[i].by);
            CHECK(here[i].outcome == there[i].outcome);
            if (here[i].outcome != Outcome::broken) continue;
            CHECK(std::ranges::any_of(
                later, [&](const Judgement& one) { return one.by == here[i].by && one.outcome == Outcome::broken; }));
        }
    }
}

}  // namespace judge_windows_test
