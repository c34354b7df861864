#include "protocol/hours/schedule.hpp"

#include <algorithm>

#include "protocol/hours/effective_walk.hpp"
#include "protocol/hours/schedule_builder.hpp"
#include "protocol/hours/tracer.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr milliseconds moment{1};  ///< the resolution of an Instant

/// How far back the begin of a window is looked for.
constexpr days long_reach_back{400};

std::optional<Instant> end_or_none(Instant end) { return end == Instant::max() ? std::nullopt : std::optional{end}; }

}  // namespace

Schedule Schedule::make(std::span<const VersionInForce> base, std::span<const VersionInForce> conversation)
{
    return ScheduleBuilder{base, conversation}.build();
}

std::optional<TimeZone> Schedule::zone() const
{
    if (epochs_.empty() || epochs_.back().sources.empty()) return std::nullopt;
    return calendars_[epochs_.back().sources.front()].zone();
}

Seconds Schedule::last_reading(Instant t) const noexcept
{
    const auto i = epoch_at(t);
    return i < epochs_.size() ? epochs_[i].last_reading : default_last_reading;
}

bool Schedule::is_open(Instant t) const
{
    const auto i = epoch_at(t);
    if (i == epochs_.size()) return false;
    const auto& epoch = epochs_[i];
    return std::any_of(epoch.extras.begin(), epoch.extras.end(), [t](const Interval& e) { return e.contains(t); }) ||
           std::any_of(epoch.sources.begin(), epoch.sources.end(),
                       [&](std::size_t s) { return calendars_[s].is_open(t, epoch.without); });
}

Stretch Schedule::stretch_at(Instant t) const
{
    EffectiveWalk walk{*this};
    Stretch out;
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
    const auto until = EffectiveWalk{*this}.open_until(t, true);
    if (!until) return std::nullopt;
    auto begin = begin_at(t).value_or(t);
    while (t - begin < long_reach_back) {
        const auto before = begin_at(begin - moment);
        if (!before) break;
        begin = *before;
    }
    return Window{begin, end_or_none(*until)};
}

std::optional<Window> Schedule::next_window(Instant t) const
{
    EffectiveWalk walk{*this};
    const auto until = walk.open_until(t, true);
    if (until == Instant::max()) return std::nullopt;
    return walk.next(until.value_or(t), true);
}

std::optional<Instant> Schedule::next_change(Instant t) const
{
    EffectiveWalk walk{*this};
    if (const auto until = walk.open_until(t, true)) return end_or_none(*until);
    return walk.next_begin(t, true);
}

std::optional<Instant> Schedule::release_at(Instant received) const
{
    if (is_open(received)) return received;
    return EffectiveWalk{*this}.next_begin(received, true);
}

std::optional<Window> Schedule::promise(Instant received) const
{
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
    const auto i = epoch_at(t);
    if (i == epochs_.size()) return {};
    const auto& epoch = epochs_[i];
    if (std::any_of(epoch.extras.begin(), epoch.extras.end(), [t](const Interval& e) { return e.contains(t); }))
        return {Layer::extra, Deciding{true, nullptr, false, {}}, std::nullopt, nullptr};
    for (const auto source : epoch.sources)
        if (const auto deciding = calendars_[source].deciding(t, epoch.without); deciding.open)
            return {layer_of(deciding.rule, deciding.on_holiday), deciding, source, nullptr};
    return ruling_while_closed(epoch, t);
}

Schedule::Ruling Schedule::ruling_while_closed(const Epoch& epoch, Instant t) const
{
    for (const auto* off : days_off(epoch))
        if (applies(*off, epoch, t)) return {off->layer, {}, std::nullopt, off};
    if (epoch.sources.empty()) return {};
    const auto source = epoch.sources.front();
    const auto deciding = calendars_[source].deciding(t, epoch.without);
    return {layer_of(deciding.rule, deciding.on_holiday), deciding, source, nullptr};
}

Explanation Schedule::explanation(const Ruling& ruling)
{
    if (ruling.day_off) return {false, ruling.layer, std::nullopt, ruling.day_off->reason};
    const auto* rule = ruling.deciding.rule;
    if (!rule) return {ruling.deciding.open, ruling.layer, std::nullopt, {}};
    return {ruling.deciding.open, ruling.layer, to_text(*rule), rule->reason};
}

std::vector<const DayOff*> Schedule::days_off(const Epoch& epoch) const
{
    std::vector<const DayOff*> out;
    for (const auto version : epoch.newest)
        for (const auto& off : versions_[version].days_off) out.push_back(&off);
    return out;
}

bool Schedule::applies(const DayOff& off, const Epoch& epoch, Instant t) const
{
    return std::any_of(epoch.sources.begin(), epoch.sources.end(), [&](std::size_t source) {
        const auto& calendar = calendars_[source];
        return off.dates.contains(sys_days{calendar.zone().date_of(t)}) || calendar.owned_at(t, off.dates);
    });
}

std::size_t Schedule::epoch_at(Instant t) const noexcept
{
    const auto after = std::upper_bound(epochs_.begin(), epochs_.end(), t,
                                        [](Instant value, const Epoch& epoch) { return value < epoch.begin; });
    return after == epochs_.begin() ? epochs_.size() : static_cast<std::size_t>(after - epochs_.begin()) - 1;
}

std::optional<Instant> Schedule::begin_at(Instant t) const
{
    const auto i = epoch_at(t);
    if (i == epochs_.size()) return std::nullopt;
    const auto& epoch = epochs_[i];
    std::optional<Instant> first;
    const auto offer = [&](Instant begin) { first = std::min(first.value_or(t), std::max(begin, epoch.begin)); };
    for (const auto& extra : epoch.extras)
        if (extra.contains(t)) offer(extra.begin);
    for (const auto source : epoch.sources)
        if (const auto window = calendars_[source].window_at(t, epoch.without)) offer(window->begin);
    return first;
}

}  // namespace holdfast::hours
