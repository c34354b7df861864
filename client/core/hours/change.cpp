#include "client/core/hours/change.hpp"

#include <algorithm>

namespace holdfast::client {
namespace {

using hours::Layer;
using hours::Window;

Instant end_of(const Window& window) { return window.end.value_or(Instant::max()); }

bool is_one_off(Layer layer) { return layer == Layer::leave || layer == Layer::cancellation || layer == Layer::extra; }

/// An instant at which one of two windows is there and the other is not.
Instant difference(const WindowChange& change)
{
    if (!change.before) return change.after->begin;
    if (!change.after) return change.before->begin;
    const auto begins = std::max(change.before->begin, change.after->begin);
    if (change.before->begin != change.after->begin) return begins - std::chrono::milliseconds{1};
    return std::min(end_of(*change.before), end_of(*change.after));
}

/// A leave or cancellation that takes away or no longer does, or an extra window that came.
void find_cause(WindowChange& change, const hours::Schedule& before, const hours::Schedule& after)
{
    const auto at = difference(change);
    for (const auto* schedule : {&after, &before}) {
        auto explained = schedule->explain(at);
        if (!is_one_off(explained.layer)) continue;
        change.cause = explained.layer;
        change.reason = std::move(explained.reason);
        return;
    }
}

using Windows = std::vector<Window>;

/// Windows before and after that hang together by overlapping.
struct Group {
    Windows old;
    Windows fresh;
};

Group next_group(Windows::const_iterator was, Windows::const_iterator old_end, Windows::const_iterator is,
                 Windows::const_iterator fresh_end)
{
    Group group;
    auto reach = Instant::min();
    const auto take = [&](auto& place, Windows& into) {
        reach = std::max(reach, end_of(*place));
        into.push_back(*place++);
    };
    const bool fresh_first = was == old_end || (is != fresh_end && is->begin < was->begin);
    fresh_first ? take(is, group.fresh) : take(was, group.old);
    for (;;) {
        if (was != old_end && was->begin < reach)
            take(was, group.old);
        else if (is != fresh_end && is->begin < reach)
            take(is, group.fresh);
        else
            return group;
    }
}

bool contains(const Window& outer, const Window& inner)
{
    return outer.begin <= inner.begin && end_of(inner) <= end_of(outer);
}

/// Each window beside the one that takes its place; of several that became one only what is not wholly kept.
std::vector<WindowChange> changes_in(const Group& group)
{
    std::vector<WindowChange> changes;
    const auto beside = [](const Windows& windows, std::size_t i) -> std::optional<Window> {
        if (windows.empty()) return std::nullopt;
        return windows[std::min(i, windows.size() - 1)];
    };
    for (std::size_t i = 0; i < std::max(group.old.size(), group.fresh.size()); ++i) {
        const auto was = beside(group.old, i);
        const auto is = beside(group.fresh, i);
        const bool kept = i > 0 && i >= group.fresh.size() && was && is && contains(*is, *was);
        if (was != is && !kept) changes.push_back({was, is, Layer::none, {}});
    }
    return changes;
}

}  // namespace

bool WindowChange::reduces() const noexcept
{
    if (!before) return false;
    return !after || before->begin < after->begin || end_of(*after) < end_of(*before);
}

std::vector<Window> windows_between(const hours::Schedule& schedule, Instant from, Instant until)
{
    std::vector<Window> windows;
    auto window = schedule.window_at(from);
    if (!window) window = schedule.next_window(from);
    while (window && window->begin < until && windows.size() < most_compared_windows) {
        windows.push_back(*window);
        window = window->end ? schedule.next_window(window->begin) : std::nullopt;
    }
    return windows;
}

std::vector<WindowChange> compare(const hours::Schedule& before, const hours::Schedule& after, Instant from,
                                  Instant until)
{
    const auto old = windows_between(before, from, until);
    const auto fresh = windows_between(after, from, until);
    std::vector<WindowChange> changes;
    auto was = old.begin();
    auto is = fresh.begin();
    while (was != old.end() || is != fresh.end()) {
        const auto group = next_group(was, old.end(), is, fresh.end());
        for (auto& change : changes_in(group)) {
            find_cause(change, before, after);
            changes.push_back(std::move(change));
        }
        was += static_cast<std::ptrdiff_t>(group.old.size());
        is += static_cast<std::ptrdiff_t>(group.fresh.size());
    }
    return changes;
}

}  // namespace holdfast::client
