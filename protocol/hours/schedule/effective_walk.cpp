#include "protocol/hours/schedule/effective_walk.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// A timeline begins so long before the first instant asked about: most windows that are open then have begun.
constexpr days short_reach_back{1};

/// A window at or after this counts as never.
Instant horizon_of(Instant t) { return std::min(t + search_horizon, Instant{end_of_time} - days{2}); }

}  // namespace

Timeline& EffectiveWalk::timeline_for(Instant t)
{
    auto& timeline = schedule_.found_.timeline;
    if (!timeline || !timeline->is_near(t))
        timeline = std::make_shared<Timeline>(schedule_.data_, t - short_reach_back);
    return *timeline;
}

std::optional<Interval> EffectiveWalk::window_ending_after(Instant t) { return timeline_for(t).ending_after(t); }

std::optional<Interval> EffectiveWalk::extra_ending_after(Instant t, bool with_extras) const
{
    return with_extras ? data_.extra_ending_after(t) : std::nullopt;
}

bool EffectiveWalk::is_open(Instant t)
{
    const auto extra = data_.extra_ending_after(t);
    if (extra && extra->begin <= t) return true;
    const auto window = window_ending_after(t);
    return window && window->begin <= t;
}

std::optional<Instant> EffectiveWalk::open_until(Instant t, bool with_extras)
{
    const auto horizon = horizon_of(t);
    auto until = t;
    for (bool longer = true; longer && until < horizon;) {
        longer = false;
        for (const auto& piece : {window_ending_after(until), extra_ending_after(until, with_extras)}) {
            if (!piece || until < piece->begin || piece->end <= until) continue;
            until = piece->end;
            longer = true;
        }
    }
    if (until == t) return std::nullopt;
    return until < horizon ? until : Instant::max();
}

Instant EffectiveWalk::open_since(Instant t)
{
    const auto earliest = t - long_reach_back;
    auto* timeline = &timeline_for(t);
    std::optional<Timeline> longer;
    auto since = t;
    for (auto probe = t; since > earliest; probe = since - instant_resolution) {
        if (probe < timeline->from()) timeline = &longer.emplace(schedule_.data_, earliest, t);
        const auto before = since;
        for (const auto& piece : {timeline->ending_after(probe), extra_ending_after(probe, true)})
            if (piece && piece->begin <= probe) since = std::min(since, piece->begin);
        if (since == before && probe < t) break;
    }
    return since;
}

std::optional<Instant> EffectiveWalk::next_begin(Instant t, bool with_extras)
{
    std::optional<Instant> first;
    for (const auto& piece : {window_ending_after(t), extra_ending_after(t, with_extras)})
        if (piece && (!first || piece->begin < *first)) first = piece->begin;
    return first && *first < horizon_of(t) ? first : std::nullopt;
}

std::optional<Window> EffectiveWalk::next(Instant t, bool with_extras)
{
    const auto begin = next_begin(t, with_extras);
    if (!begin) return std::nullopt;
    const auto end = open_until(*begin, with_extras);
    require(end.has_value(), "a window is open at its begin");
    return Window{*begin, *end == Instant::max() ? std::nullopt : end};
}

}  // namespace holdfast::hours
