#include "protocol/hours/effective_walk.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// Bounds the joining of pieces: several versions with many short windows a day over search_horizon stay below it.
constexpr int most_pieces = 100'000;

}  // namespace

std::optional<Window> KnownWindows::ending_after(Instant t)
{
    if (!walk_ || t < from_) start(t);
    auto window = find(t);
    if (window && window->end) return window;
    // The horizon was reached. That of a walk from a later date lies further.
    const auto& zone = calendar_.zone();
    if (zone.date_of(t) == zone.date_of(from_)) return window;
    start(t);
    return find(t);
}

std::optional<Window> KnownWindows::containing(Instant t)
{
    if (!walk_ || t < from_) start(t);
    const bool past_found = found_.empty() || (found_.back().end && *found_.back().end <= t);
    if (past_found && walk_->begins_after(t)) return std::nullopt;
    const auto window = ending_after(t);
    return window && window->begin <= t ? window : std::nullopt;
}

void KnownWindows::start(Instant from)
{
    from_ = from;
    walk_.emplace(WindowWalk::ending_after(calendar_, from, without_));
    found_.clear();
}

std::optional<Window> KnownWindows::find(Instant t)
{
    const auto is_over = [t](const Window& window) { return window.end && *window.end <= t; };
    const auto found = std::partition_point(found_.begin(), found_.end(), is_over);
    if (found != found_.end()) return *found;
    auto window = walk_->next();
    for (; window; window = walk_->next()) {
        found_.push_back(*window);
        if (!is_over(*window)) break;
    }
    return window;
}

std::optional<Instant> EffectiveWalk::open_until(Instant t, bool with_extras)
{
    auto until = piece_until(t, with_extras);
    for (int i = 0; until && i < most_pieces && *until != Instant::max(); ++i) {
        const auto more = piece_until(*until, with_extras);
        if (!more) break;
        until = more;
    }
    return until;
}

std::optional<Instant> EffectiveWalk::next_begin(Instant t, bool with_extras)
{
    const auto& epochs = schedule_.epochs_;
    const auto current = schedule_.epoch_at(t);
    for (auto i = current == epochs.size() ? 0 : current; i < epochs.size(); ++i) {
        if (t < epochs[i].begin) {
            t = epochs[i].begin;
            if (piece_until(t, with_extras)) return t;
        }
        const auto begin = next_begin_in(i, t, with_extras);
        if (begin && *begin < epochs[i].end) return begin;
    }
    return std::nullopt;
}

std::optional<Window> EffectiveWalk::next(Instant t, bool with_extras)
{
    const auto begin = next_begin(t, with_extras);
    if (!begin) return std::nullopt;
    const auto end = open_until(*begin, with_extras);
    require(end.has_value(), "a window is open at its begin");
    return Window{*begin, *end == Instant::max() ? std::nullopt : end};
}

/// Until when what is open at `t` lasts, without looking past the epoch.
std::optional<Instant> EffectiveWalk::piece_until(Instant t, bool with_extras)
{
    const auto i = schedule_.epoch_at(t);
    if (i == schedule_.epochs_.size()) return std::nullopt;
    const auto& epoch = schedule_.epochs_[i];
    std::optional<Instant> until;
    const auto add = [&](Instant end) { until = std::max(until.value_or(t), std::min(end, epoch.end)); };
    if (with_extras)
        for (const auto& extra : epoch.extras)
            if (extra.contains(t)) add(extra.end);
    for (auto& windows : windows_in(i))
        if (const auto window = windows.containing(t)) add(window->end.value_or(Instant::max()));
    return until;
}

/// The first begin after `t` that the versions of the epoch know of, even if it lies past the epoch.
std::optional<Instant> EffectiveWalk::next_begin_in(std::size_t epoch, Instant t, bool with_extras)
{
    std::optional<Instant> first;
    const auto offer = [&](Instant begin) {
        if (begin > t && (!first || begin < *first)) first = begin;
    };
    if (with_extras)
        for (const auto& extra : schedule_.epochs_[epoch].extras) offer(extra.begin);
    for (auto& windows : windows_in(epoch))
        if (const auto window = windows.ending_after(t)) offer(window->begin);
    return first;
}

/// Those of the epoch asked about last are kept.
std::vector<KnownWindows>& EffectiveWalk::windows_in(std::size_t epoch)
{
    if (epoch_ == epoch) return known_;
    const auto& in_force = schedule_.epochs_[epoch];
    known_.clear();
    known_.reserve(in_force.sources.size());
    for (const auto source : in_force.sources) known_.emplace_back(schedule_.calendars_[source], in_force.without);
    epoch_ = epoch;
    return known_;
}

}  // namespace holdfast::hours
