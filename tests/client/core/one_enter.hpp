// Drafts, and the Enter that sends them.
#pragma once

#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {

/// One Enter: the line being written is this order.
inline Command enter(Order order, const ConversationId& line)
{
    static Ticket ticket = 5000;
    return {++ticket, std::move(order), line};
}

inline std::size_t messages_of_mine(Member& member)
{
    std::size_t count = 0;
    for (const auto* entry : member.client().history(member.conversation())) count += entry->mine ? 1U : 0U;
    return count;
}

inline Lines kept(Member& member, const ConversationId& id)
{
    Lines texts;
    for (const auto& draft : member.client().drafts(id))
        if (draft.as == DraftKind::kept) texts.push_back(draft.text);
    return texts;
}

}  // namespace holdfast::client::test
