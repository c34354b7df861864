#include "client/core/reading/promise_check.hpp"

namespace holdfast::client {
namespace {

/// The day off on whose date the earlier window would have begun.
std::optional<DayOff> reason_for(const State& state, const ConversationId& id, const wire::Promise& was)
{
    const auto* conversation = state.conversation(id);
    if (!conversation) return std::nullopt;
    const auto& owner = conversation->roster.owner;
    const auto* base = state.hours.chain({owner, std::nullopt});
    const auto zone = state.hours.schedule(owner, id).zone();
    if (!base || !zone) return std::nullopt;
    return day_off_at(*base, state.hours.chain({owner, id}), *zone, was.from);
}

}  // namespace

void tell_moved(Step& step, const Entry& entry, const std::optional<wire::Promise>& was, Instant at)
{
    if (!step.out.show.empty())
        if (auto* last = std::get_if<show::PromiseMoved>(&step.out.show.back()))
            if (last->conversation == entry.conversation && last->was == was && last->promise == entry.promise) {
                last->messages.push_back(entry.message);
                return;
            }
    show::PromiseMoved moved{entry.conversation, {entry.message}, was, entry.promise, {}, false};
    moved.unread = was && was->by && *was->by <= at;
    if (was && !moved.unread) moved.because = reason_for(step.state, entry.conversation, *was);
    step.show(std::move(moved));
}

}  // namespace holdfast::client
