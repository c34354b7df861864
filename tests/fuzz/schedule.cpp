// Versions of hours as they are published, one after the other, and what is promised by all of them together.
#include "protocol/hours/schedule.hpp"

#include "protocol/hours/reading.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

void check_at(const hours::Schedule& schedule, Instant t)
{
    const bool open = schedule.is_open(t);
    const auto window = schedule.window_at(t);
    require(window.has_value() == open && (!window || window->contains(t)), "an open instant has no window");
    require(schedule.explain(t).open == open, "the explanation says otherwise");
    for (const auto& step : schedule.trace(t))
        if (const auto* decision = std::get_if<hours::step::Decision>(&step))
            require(decision->what.open == open, "the trace says otherwise");
    const auto release = schedule.release_at(t);
    require(!release || (*release >= t && schedule.is_open(*release)), "something is released while closed");
    if (open) require(release == t, "something waits while open");
    const auto promise = schedule.promise(t);
    require(!promise || (promise->begin >= t && schedule.is_open(promise->begin)), "a promise begins while closed");
    const auto change = schedule.next_change(t);
    require(!change || (*change > t && schedule.is_open(*change) != open), "a change changes nothing");
    const auto passes = hours::report_passes_at(schedule, t);
    require(!passes || *passes >= t, "a report passes before it came");
}

}  // namespace

void schedule(BytesView input)
{
    Choices choices{input};
    std::vector<hours::VersionInForce> base;
    Instant received{std::chrono::days{19'500}};
    while (!choices.done() && base.size() < 4) {
        received += std::chrono::minutes{choices.number(2)};
        const auto version = wire::decode<wire::HoursVersion>(choices.piece());
        if (version.has_error()) continue;
        const auto content = hours_chain::content_of(version.value());
        if (hours::check(content)) base.push_back({content, received});
    }
    const auto together = hours::Schedule::make(base);
    require(!together.problem(), "versions that pass their check are of no use together");
    for (const auto days : {0, 1, 9, 120}) check_at(together, received + std::chrono::days{days});
}

}  // namespace holdfast::fuzz
