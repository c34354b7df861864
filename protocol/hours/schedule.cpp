#include "protocol/hours/schedule.hpp"

#include <algorithm>

#include "protocol/hours/schedule_builder.hpp"
#include "protocol/hours/tracer.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr milliseconds moment{1};  ///< the resolution of an Instant

/// Bounds the joining of pieces: several versions with many short windows a day over search_horizon stay below it.
constexpr int most_pieces = 100'000;
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
                       [&](std::size_t s) { return calendars_[s].deciding(t, epoch.without).open; });
}

std::optional<Window> Schedule::window_at(Instant t) const
{
    auto window = around(t, true);
    if (!window) return std::nullopt;
    while (t - window->begin < long_reach_back) {
        const auto before = piece_at(window->begin - moment, true);
        if (!before) break;
        window->begin = before->begin;
    }
    return window;
}
std::optional<Window> Schedule::next_window(Instant t) const { return after(t, true); }

std::optional<Instant> Schedule::next_change(Instant t) const
{
    if (const auto current = around(t, true)) return current->end;
    const auto next = after(t, true);
    return next ? std::optional{next->begin} : std::nullopt;
}

std::optional<Instant> Schedule::release_at(Instant received) const
{
    if (is_open(received)) return received;
    const auto next = after(received, true);
    return next ? std::optional{next->begin} : std::nullopt;
}

std::optional<Window> Schedule::promise(Instant received) const
{
    const auto current = around(received, false);
    if (current && (!current->end || *current->end - received > last_reading(received)))
        return Window{received, current->end};
    return after(received, false);
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

std::optional<Interval> Schedule::piece_at(Instant t, bool with_extras) const
{
    const auto i = epoch_at(t);
    if (i == epochs_.size()) return std::nullopt;
    const auto& epoch = epochs_[i];
    std::optional<Interval> piece;
    const auto add = [&](Instant begin, Instant end) {
        if (!piece) piece = Interval{t, t};
        piece->begin = std::min(piece->begin, std::max(begin, epoch.begin));
        piece->end = std::max(piece->end, std::min(end, epoch.end));
    };
    if (with_extras)
        for (const auto& extra : epoch.extras)
            if (extra.contains(t)) add(extra.begin, extra.end);
    for (const auto source : epoch.sources)
        if (const auto window = calendars_[source].window_at(t, epoch.without))
            add(window->begin, window->end.value_or(Instant::max()));
    return piece;
}

/// Pieces of several versions and epochs that overlap or touch are one window. Its begin is that of the first piece.
std::optional<Window> Schedule::around(Instant t, bool with_extras) const
{
    auto whole = piece_at(t, with_extras);
    if (!whole) return std::nullopt;
    for (int i = 0; i < most_pieces && whole->end != Instant::max(); ++i) {
        const auto more = piece_at(whole->end, with_extras);
        if (!more) break;
        whole->end = more->end;
    }
    return Window{whole->begin, end_or_none(whole->end)};
}

std::optional<Window> Schedule::after(Instant t, bool with_extras) const
{
    if (const auto current = around(t, with_extras)) {
        if (!current->end) return std::nullopt;
        t = *current->end;
    }
    const bool before_first = epoch_at(t) == epochs_.size();
    for (auto i = before_first ? 0 : epoch_at(t); i < epochs_.size(); ++i) {
        if (t < epochs_[i].begin) {
            t = epochs_[i].begin;
            if (auto window = around(t, with_extras)) return window;
        }
        const auto begin = next_begin(epochs_[i], t, with_extras);
        if (begin && *begin < epochs_[i].end) return around(*begin, with_extras);
    }
    return std::nullopt;
}

/// The first begin after `t` that the versions of `epoch` know of, even if it lies past the epoch.
std::optional<Instant> Schedule::next_begin(const Epoch& epoch, Instant t, bool with_extras) const
{
    std::optional<Instant> first;
    const auto offer = [&](Instant begin) {
        if (begin > t && (!first || begin < *first)) first = begin;
    };
    if (with_extras)
        for (const auto& extra : epoch.extras) offer(extra.begin);
    for (const auto source : epoch.sources)
        if (const auto next = calendars_[source].next_window(t, epoch.without)) offer(next->begin);
    return first;
}

}  // namespace holdfast::hours
