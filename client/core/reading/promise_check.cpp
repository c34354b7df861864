#include "client/core/reading/promise_check.hpp"

#include "client/audit/schedules.hpp"
#include "client/core/hours/sync.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::client {
namespace {

/// The chains of a conversation for which what was said names a version that is not here.
std::vector<ChainName> unknown_to(const State& state, const Conversation& conversation, const SaidPromise& said)
{
    std::vector<ChainName> names;
    if (!said.heads) return names;
    const auto& owner = conversation.roster.owner;
    if (state.hours.lacks({owner, std::nullopt}, said.heads->base)) names.push_back({owner, std::nullopt});
    if (state.hours.lacks({owner, conversation.id}, said.heads->own)) names.push_back({owner, conversation.id});
    return names;
}

/// The promise by the hours as they stood, where nothing is amiss with them.
std::optional<wire::Promise> promise_by_hours(const State& state, const Conversation& conversation,
                                              const SaidPromise& said)
{
    const auto& owner = conversation.roster.owner;
    if (state.hours.problem(owner, conversation.id) || state.suspended_at(owner, said.at)) return std::nullopt;
    audit::Schedules schedules{state.hours.chain({owner, std::nullopt}), state.hours.chain({owner, conversation.id}),
                               hours::Schedule::make};
    auto prefix = said.heads ? schedules.prefix_of(*said.heads) : std::nullopt;
    if (!prefix) prefix = schedules.received_by(said.at);
    return schedules.decide(*prefix, said.at).promise;
}

}  // namespace

void note_promise(Step& step, SaidPromise said)
{
    const auto* conversation = step.state.conversation(said.conversation);
    if (!conversation) return;
    const auto unknown = unknown_to(step.state, *conversation, said);
    step.state.promises.add(std::move(said));
    for (const auto& name : unknown) fetch_hours(step, name);
}

void compare_promises(Step& step)
{
    if (!step.online() || step.state.promises.empty() || step.is_pending<pending::Hours>()) return;
    std::vector<Row> done;
    for (const auto& [row, said] : step.state.promises.rows()) {
        const auto* conversation = step.state.conversation(said.conversation);
        if (conversation && !unknown_to(step.state, *conversation, said).empty()) continue;
        // The promise is compared once this system can tell times again.
        if (conversation && step.state.hours.zone_problem(conversation->roster.owner, conversation->id)) continue;
        done.push_back(row);
        if (!conversation) continue;
        const auto here = promise_by_hours(step.state, *conversation, said);
        if (here != said.promise)
            step.show(show::PromiseDiffers{said.conversation, said.message, here, said.promise, hours::tzdata_version(),
                                           said.tzdata});
    }
    for (const Row row : done) step.state.promises.erase(row);
}

}  // namespace holdfast::client
