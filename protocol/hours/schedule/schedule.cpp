#include "protocol/hours/schedule/schedule.hpp"

#include <algorithm>

#include "protocol/hours/schedule/days_off.hpp"
#include "protocol/hours/schedule/effective_walk.hpp"
#include "protocol/hours/schedule/schedule_builder.hpp"
#include "protocol/hours/schedule/tracer.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

std::optional<Instant> end_or_none(Instant end) { return end == Instant::max() ? std::nullopt : std::optional{end}; }

}  // namespace

Schedule Schedule::make(std::span<const VersionInForce> base, std::span<const VersionInForce> conversation)
{
    Schedule out;
    std::vector<CheckedInForce> read_base;
    std::vector<CheckedInForce> read_own;
    out.problem_ = read_chain(base, false, read_base);
    if (!out.problem_) out.problem_ = read_chain(conversation, true, read_own);
    return out.problem_ ? out : of(read_base, read_own);
}

Schedule Schedule::of(std::span<const CheckedInForce> base, std::span<const CheckedInForce> conversation)
{
    Schedule out;
    out.problem_ = problem_of(base, conversation);
    if (!out.problem_ && !base.empty()) out.data_ = ScheduleBuilder{base, conversation}.build();
    return out;
}

bool Schedule::usable() const noexcept { return data_ && !data_->sources.empty(); }

std::optional<TimeZone> Schedule::zone() const
{
    if (!data_) return std::nullopt;
    const auto sources = data_->sources_at(Instant::max() - milliseconds{1});
    return sources.empty() ? std::nullopt : std::optional{data_->sources[sources.front()].calendar().zone()};
}

Seconds Schedule::last_reading(Instant t) const noexcept
{
    const auto head = data_ ? data_->head_at(t) : 0;
    if (!data_ || head == data_->heads.size()) return default_last_reading;
    const auto* own = data_->own_of(data_->heads[head]);
    const auto* lead = own && own->pattern ? own : data_->base_of(data_->heads[head]);
    return lead ? lead->content.last_reading : default_last_reading;
}

bool Schedule::is_open(Instant t) const { return data_ && EffectiveWalk{*this}.is_open(t); }

ScheduleSpan Schedule::span_at(Instant t) const
{
    ScheduleSpan out;
    if (!data_) return out;
    EffectiveWalk walk{*this};
    const auto until = walk.open_until(t, true);
    out.open = until.has_value();
    if (until) out.until = end_or_none(*until);
    if (!until) out.next = walk.next(t, true);
    if (out.next) out.until = out.next->begin;
    out.promise = promise(walk, t);
    if (out.next) out.next_promise = promise(walk, out.next->begin);
    return out;
}

std::optional<Window> Schedule::window_at(Instant t) const
{
    if (!data_) return std::nullopt;
    EffectiveWalk walk{*this};
    const auto until = walk.open_until(t, true);
    if (!until) return std::nullopt;
    return Window{walk.open_since(t), end_or_none(*until)};
}

std::optional<Window> Schedule::next_window(Instant t) const
{
    if (!data_) return std::nullopt;
    EffectiveWalk walk{*this};
    const auto until = walk.open_until(t, true);
    if (until == Instant::max()) return std::nullopt;
    return walk.next(until.value_or(t), true);
}

std::optional<Instant> Schedule::next_change(Instant t) const
{
    if (!data_) return std::nullopt;
    EffectiveWalk walk{*this};
    if (const auto until = walk.open_until(t, true)) return end_or_none(*until);
    return walk.next_begin(t, true);
}

std::optional<Instant> Schedule::release_at(Instant received) const
{
    if (!data_) return std::nullopt;
    EffectiveWalk walk{*this};
    return walk.is_open(received) ? std::optional{received} : walk.next_begin(received, true);
}

std::optional<Window> Schedule::promise(Instant received) const
{
    if (!data_) return std::nullopt;
    EffectiveWalk walk{*this};
    return promise(walk, received);
}

std::optional<Window> Schedule::promise(EffectiveWalk& walk, Instant received) const
{
    const auto until = walk.open_until(received, false);
    if (until == Instant::max()) return Window{received, std::nullopt};
    if (until && *until - received > last_reading(received)) return Window{received, until};
    return walk.next(until.value_or(received), false);
}

Trace Schedule::trace(Instant t) const { return Tracer{*this, t}.run(); }

Explanation Schedule::explain(Instant t) const { return explanation(ruling(t)); }

Schedule::Ruling Schedule::ruling(Instant t) const
{
    if (!data_ || data_->head_at(t) == data_->heads.size()) return {};
    if (const auto extra = data_->extra_ending_after(t); extra && extra->begin <= t)
        return {Layer::extra, Deciding{true, nullptr, false, {}}, std::nullopt, {}};
    const auto sources = data_->sources_at(t);
    const auto without = dates_off_at(*data_, t);
    for (const auto source : sources)
        if (const auto deciding = data_->sources[source].calendar().deciding(t, without); deciding.open)
            return {layer_of(deciding.rule, deciding.on_holiday), deciding, source, {}};
    if (const auto off = first_day_off_at(*data_, t)) return {off->layer, {}, std::nullopt, off->reason};
    if (sources.empty()) return {};
    const auto deciding = data_->sources[sources.front()].calendar().deciding(t, without);
    return {layer_of(deciding.rule, deciding.on_holiday), deciding, sources.front(), {}};
}

Explanation Schedule::explanation(const Ruling& ruling)
{
    if (ruling.layer == Layer::leave || ruling.layer == Layer::cancellation)
        return {false, ruling.layer, std::nullopt, ruling.reason};
    const auto* rule = ruling.deciding.rule;
    if (!rule) return {ruling.deciding.open, ruling.layer, std::nullopt, {}};
    return {ruling.deciding.open, ruling.layer, to_text(*rule), rule->reason};
}

}  // namespace holdfast::hours
