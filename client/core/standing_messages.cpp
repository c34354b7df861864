#include "client/core/standing_messages.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::client {
namespace {

bool overlaps(const Interval& one, const Interval& other) { return one.begin < other.end && other.begin < one.end; }

/// True when nothing tells two messages apart that were received in `received`, both ends included, in a window that
/// ends at `by`.
bool are_excused_alike(const Interval& received, Instant by, std::span<const Interval> notices,
                       std::span<const Interval> outages)
{
    const auto covers_all = [&](const Interval& one) { return one.begin < by && received.end < one.end; };
    if (std::ranges::any_of(notices, covers_all)) return true;
    const auto in_window = [&](const Interval& one) { return overlaps(one, {received.begin, by}); };
    return std::ranges::none_of(notices, in_window) && std::ranges::none_of(outages, in_window);
}

}  // namespace

/// Those from before the floor are told apart by no window, and by no report from before it.
StandingMessages::Alike StandingMessages::alike_of(const hours::Schedule& schedule,
                                                   const StandingMessage& message) const
{
    Alike alike{std::nullopt, std::nullopt, message.read, message.replies};
    if (message.received < floor_) {
        if (alike.read) alike.read = std::max(*alike.read, floor_);
        return alike;
    }
    const auto window = schedule.promise(message.received);
    if (!window || !window->end) return alike;
    alike.by = window->end;
    if (window->begin != message.received) alike.from = window->begin;
    return alike;
}

void StandingMessages::add(const hours::Schedule& schedule, const StandingMessage& message)
{
    groups_[alike_of(schedule, message)].insert(message.received);
}

void StandingMessages::remove(const hours::Schedule& schedule, const StandingMessage& message)
{
    const auto found = groups_.find(alike_of(schedule, message));
    if (found == groups_.end()) return;
    found->second.erase(message.received);
    if (found->second.empty()) groups_.erase(found);
}

StandingMessages::Chosen StandingMessages::choose(Instant reach, std::span<const Interval> notices,
                                                  std::span<const Interval> outages) const
{
    Chosen chosen;
    std::map<std::pair<std::optional<Instant>, bool>, Instant> older;  // the newest of those alike
    for (const auto& [alike, received] : groups_) {
        const auto first = received.not_before(reach);
        if (first != received.begin()) {
            const auto read = alike.read ? std::optional{std::max(*alike.read, reach)} : std::nullopt;
            auto& newest = older.try_emplace({read, alike.replies}, Instant::min()).first->second;
            newest = std::max(newest, *std::prev(first));
        }
        if (first == received.end() || !alike.by) continue;
        const bool one = alike.from || are_excused_alike({*first, received.last()}, *alike.by, notices, outages);
        for (auto each = one ? std::prev(received.end()) : first; each != received.end(); ++each)
            chosen.messages.push_back({*each, alike.read, alike.replies});
    }
    for (const auto& [alike, newest] : older) chosen.messages.push_back({newest, alike.first, alike.second});
    std::ranges::sort(chosen.messages, {}, &StandingMessage::received);  // the earliest says how long it was down
    // Of all replies after a message, the first decides whether one came in time.
    for (const auto& message : chosen.messages)
        if (const auto reply = replies_.after(message.received); message.replies && reply != replies_.end())
            chosen.replies.push_back(*reply);
    return chosen;
}

bool StandingMessages::wait_before(Instant by) const
{
    return std::ranges::any_of(groups_,
                               [by](const auto& group) { return !group.first.read && group.second.first() < by; });
}

}  // namespace holdfast::client
