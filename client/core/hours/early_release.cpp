#include "client/core/hours/early_release.hpp"

#include <algorithm>

namespace holdfast::client {
namespace {

const hours::Schedule& schedule_of(const State& state, const ConversationId& id)
{
    return state.hours.schedule(state.conversation(id)->roster.owner, id);
}

show::ReleasedEarly& of_conversation(std::vector<show::ReleasedEarly>& all, const HeldMessage& message, Instant at)
{
    const auto same = [&](const show::ReleasedEarly& one) {
        return one.conversation == message.conversation && one.at == at;
    };
    const auto found = std::ranges::find_if(all, same);
    if (found != all.end()) return *found;
    all.push_back({message.conversation, {}, at, {}});
    return all.back();
}

bool is_at_relay(const ListedEntry& entry)
{
    return entry.mine && entry.received && (entry.stage == Stage::accepted || entry.stage == Stage::confirmed);
}

}  // namespace

std::vector<HeldMessage> held_messages(const State& state, const std::vector<ConversationId>& of, Instant now)
{
    std::vector<HeldMessage> held;
    for (const auto& [row, entry] : state.entries.heads()) {
        const bool later = !entry.promise || entry.promise->from > now;
        if (!is_at_relay(entry) || !later || !std::ranges::count(of, entry.conversation)) continue;
        held.push_back({entry.conversation, entry.message, *entry.received,
                        schedule_of(state, entry.conversation).release_at(*entry.received)});
    }
    return held;
}

void tell_released_early(Step& step, const std::vector<HeldMessage>& before)
{
    std::vector<show::ReleasedEarly> told;
    for (const auto& message : before) {
        if (message.release && *message.release <= step.relay_now) continue;
        const auto& schedule = schedule_of(step.state, message.conversation);
        const auto release = schedule.release_at(message.received);
        if (!release || *release > step.relay_now) continue;
        auto& early = of_conversation(told, message, *release);
        early.messages.push_back(message.message);
        if (const auto open = schedule.window_at(step.relay_now); open && open->begin == *release)
            early.closes = open->end;
    }
    for (auto& early : told) step.show(std::move(early));
}

}  // namespace holdfast::client
