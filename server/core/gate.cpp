#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

void promise(Turn& turn, const HeldMessage& message, const std::optional<wire::Promise>& promise)
{
    turn.tables.queue.set_promise(message.row, promise);
    if (turn.tables.accounts.find_device(message.sender))
        turn.tell(message.sender, wire::PromiseMoved{message.id, promise});
}

/// Gives every held message the promise that follows from now; writers whose promise moved are told.
void promise_anew(Turn& turn, ConversationRow conversation, const std::optional<wire::Promise>& now)
{
    for (const auto& message : turn.tables.queue.held(conversation))
        if (message.promise != now) promise(turn, message, now);
}

/// Lets through what is held. Who was promised nothing learns here that there is a time after all.
void release(Turn& turn, ConversationRow conversation, const std::optional<wire::Promise>& now)
{
    for (const auto& message : turn.tables.queue.held(conversation))
        if (!message.promise && now) promise(turn, message, now);
    for (const DeviceRow device : turn.tables.queue.release(conversation, turn.now)) turn.sessions.wish(device);
}

/// What is held again counts as never sent on the connection it went to: it is sent anew at the next opening.
void hold_again(Turn& turn, ConversationRow conversation)
{
    for (const auto& [device, delivery] : turn.tables.queue.hold_again(conversation))
        if (Session* session = turn.sessions.of(device)) session->landed(delivery);
}

}  // namespace

void sweep(Turn& turn, ConversationRow conversation)
{
    const auto decision = turn.decide_for(conversation);
    turn.watch(conversation);
    if (decision.open) return release(turn, conversation, decision.promise);
    hold_again(turn, conversation);
    promise_anew(turn, conversation, decision.promise);
}

void sweep(Turn& turn)
{
    turn.next_change.reset();
    for (const ConversationRow conversation : turn.tables.queue.at_the_gate()) sweep(turn, conversation);
}

}  // namespace holdfast::server
