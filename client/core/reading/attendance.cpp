#include "client/core/reading/attendance.hpp"

#include <algorithm>
#include <utility>

#include "client/core/reading/missed_windows.hpp"

namespace holdfast::client {
namespace {

/// Told at once after a long time away; those before them say nothing new.
constexpr std::size_t most_missed = 20;

/// Conversations whose hours differ: those with hours of their own, and one that stands for the base hours.
std::vector<const Conversation*> kinds_of_hours(const State& state)
{
    std::vector<const Conversation*> kinds;
    bool base = false;
    for (const auto& [row, conversation] : state.conversations.rows()) {
        if (!state.mine(conversation) || state.hours.problem(conversation.roster.owner, conversation.id)) continue;
        const auto* own = state.hours.chain({conversation.roster.owner, conversation.id});
        const bool differs = own && !own->links().empty();
        if (differs || !std::exchange(base, true)) kinds.push_back(&conversation);
    }
    return kinds;
}

/// The promised windows that lie wholly in [from, to) and that nothing excuses.
void add_missed(std::vector<Span>& missed, const Watched& known, Instant from, Instant to)
{
    auto window = known.schedule.promise(from);
    while (window && window->end && *window->end <= to) {
        const WatchedSpan span{window->begin, *window->end};
        const bool known_already =
            std::ranges::any_of(missed, [&](const Span& one) { return one.from == span.from && one.by == span.to; });
        const bool whole = window->begin > from;
        if (whole && !known_already && !excuse_of(known, span)) missed.push_back({span.from, span.to});
        const auto next = known.schedule.promise(span.to);
        if (next && next->begin < span.to) return;
        window = next;
    }
}

bool is_in_window(const State& state, Instant t)
{
    return std::ranges::any_of(kinds_of_hours(state), [&](const Conversation* one) {
        return state.hours.schedule(one->roster.owner, one->id).is_open(t);
    });
}

/// They are said until this device was there in a later window: then what was written shows whether somebody waited.
void forget_old(Step& step, Instant last_there)
{
    if (!step.state.missed) return;
    const auto last = step.state.missed->windows.back().by;
    for (const auto* one : kinds_of_hours(step.state)) {
        const auto later = step.state.hours.schedule(one->roster.owner, one->id).promise(last);
        if (later && later->begin <= last_there) return step.state.missed.clear();
    }
}

std::optional<Instant> next_begin(const State& state, Instant t)
{
    std::optional<Instant> first;
    for (const auto* one : kinds_of_hours(state)) {
        const auto next = state.hours.schedule(one->roster.owner, one->id).next_window(t);
        if (next && next->begin > t && (!first || next->begin < *first)) first = next->begin;
    }
    return first;
}

}  // namespace

void note_login(Step& step)
{
    if (!clocks_agree(step.live)) return;  // what a wrong clock says would be believed later
    auto& account = step.state.account.edit();
    step.live.away_since = account.last_online;
    account.last_online = step.relay_now;
    step.live.attend_at.reset();
}

void find_missed(Step& step)
{
    const auto since = std::exchange(step.live.away_since, std::nullopt);
    if (!since || !step.state.enrolled() || !step.state.is_therapist() || !clocks_agree(step.live)) return;
    std::vector<Span> missed;
    for (const auto* one : kinds_of_hours(step.state))
        add_missed(missed, watched(step.state, *one), std::max(*since, step.relay_now - watch_reach), step.relay_now);
    std::ranges::sort(missed, {}, &Span::by);
    if (missed.size() > most_missed) missed.erase(missed.begin(), missed.end() - most_missed);
    if (missed.empty()) return forget_old(step, *since);
    step.show(show::WindowsMissed{missed});
    step.state.missed.set({std::move(missed)});
}

void note_presence(Step& step)
{
    if (!step.state.enrolled() || !step.state.is_therapist() || !clocks_agree(step.live)) return;
    auto& at = step.live.attend_at;
    if (at && step.relay_now < *at) return step.wake_by(*at);
    // One that began is attended: what was missed before it is shown by what was written, if anything was.
    if (at && step.state.missed && is_in_window(step.state, step.relay_now)) step.state.missed.clear();
    if (at) step.state.account.edit().last_online = step.relay_now;
    at = next_begin(step.state, step.relay_now);
    if (at) step.wake_by(*at);
}

}  // namespace holdfast::client
