// Versions of hours as they are published, one after the other and by the hundred, for everybody and for one
// conversation, and what is promised by all of them together. What relay and client would take is asked everything, and
// no question takes more steps than the bound: steps are counted, because time says nothing on a busy machine.
#include "protocol/hours/schedule/schedule.hpp"

#include <array>

#include "protocol/hours/calendar/work.hpp"
#include "protocol/hours/schedule/checked.hpp"
#include "protocol/hours/schedule/report_window.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

using Versions = std::vector<hours::CheckedInForce>;

constexpr std::size_t most_versions = 230;

/// A question, and that it was answered soon.
template <class Question>
auto ask(Question question)
{
    const auto before = hours::steps_taken();
    auto answer = question();
    require(hours::steps_taken() - before <= hours::max_question_steps, "a question takes too much work");
    return answer;
}

void check_at(const hours::Schedule& schedule, Instant t)
{
    const bool open = ask([&] { return schedule.is_open(t); });
    const auto window = ask([&] { return schedule.window_at(t); });
    require(window.has_value() == open && (!window || window->contains(t)), "an open instant has no window");
    require(ask([&] { return schedule.explain(t).open; }) == open, "the explanation says otherwise");
    for (const auto& step : ask([&] { return schedule.trace(t); }))
        if (const auto* decision = std::get_if<hours::step::Decision>(&step))
            require(decision->what.open == open, "the trace says otherwise");
    const auto release = ask([&] { return schedule.release_at(t); });
    require(!release || (*release >= t && schedule.is_open(*release)), "something is released while closed");
    if (open) require(release == t, "something waits while open");
    const auto promise = ask([&] { return schedule.promise(t); });
    require(!promise || (promise->begin >= t && schedule.is_open(promise->begin)), "a promise begins while closed");
    const auto change = ask([&] { return schedule.next_change(t); });
    require(!change || (*change > t && schedule.is_open(*change) != open), "a change changes nothing");
    const auto passes = ask([&] { return hours::report_passes_at(schedule, t); });
    require(!passes || *passes >= t, "a report passes before it came");
    const hours::Schedule fresh = schedule;  // what was asked before changes no answer
    require(fresh.next_change(t) == change && fresh.promise(t) == promise, "an answer depends on the ones before");
}

/// Adds the version if a chain would take it.
bool publish(Versions& chain, const hours::HoursContent& content, Instant received, bool own)
{
    if (content.valid_from > received + hours::max_valid_after) return false;
    auto read = hours::read(content, own, chain.empty() ? nullptr : chain.back().what);
    if (!read) return false;
    chain.push_back({*std::move(read), received});
    if (!hours::too_complex(chain)) return true;
    chain.pop_back();
    return false;
}

/// One therapist publishes what was written as often as the input says, a minute later and with other hours each time.
void publish_often(Choices& choices, Versions& chain, bool own, Instant& received)
{
    const auto version = wire::decode<wire::HoursVersion>(choices.piece());
    const auto times = choices.byte();
    if (version.has_error()) return;
    auto content = hours_chain::content_of(version.value());
    for (int i = 0; i <= times && chain.size() < most_versions; ++i) {
        if (!publish(chain, content, received, own)) return;
        received += std::chrono::minutes{1};
        const std::array begin{'0', static_cast<char>('1' + i / 60 % 8), ':', static_cast<char>('0' + i / 10 % 6),
                               static_cast<char>('0' + i % 10)};
        content.rules = version->rules + ", Sa " + std::string{begin.data(), begin.size()} + "-10:00";
    }
}

}  // namespace

void schedule(BytesView input)
{
    Choices choices{input};
    Versions base;
    Versions own;
    Instant received{std::chrono::days{19'500}};
    for (int i = 0; i < 6 && !choices.done(); ++i) {
        received += std::chrono::minutes{choices.number(2)};
        const bool for_one = choices.byte() % 4 == 3;
        publish_often(choices, for_one ? own : base, for_one, received);
    }
    const auto together = hours::Schedule::of(base, own);
    require(!together.problem(), "versions that pass their check are of no use together");
    for (const auto days : {0, -1, 1, 9, 120}) check_at(together, received + std::chrono::days{days});
}

}  // namespace holdfast::fuzz
