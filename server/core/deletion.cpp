#include "server/core/deletion.hpp"

#include <algorithm>

#include "protocol/identity/ending.hpp"

namespace holdfast::server {
namespace {

bool anything_waits(Step& step, const ConversationRecord& conversation)
{
    if (step.tables.queue.has_kept(conversation.row)) return true;
    for (const AccountRow member : step.tables.conversations.members(conversation.row))
        for (const auto& device : step.tables.accounts.devices(member))
            if (step.tables.queue.has_released(device.row, conversation.row)) return true;
    return false;
}

void tell_deleted(Step& step, const ConversationRecord& conversation)
{
    const wire::ConversationDeletion deletion{conversation.id, step.now, step.now + step.config.retention.receipts};
    const auto record = session::sign_deletion(step.relay.key, deletion);
    for (const AccountRow member : step.tables.conversations.members(conversation.row))
        step.tell(member, wire::ConversationDeleted{record});
}

}  // namespace

void delete_if_done(Step& step, ConversationRow row)
{
    const auto conversation = step.tables.conversations.at(row);
    if (!conversation.ended || !step.memory.clock.trusted()) return;
    if (!step.tables.endings.find(row) || step.tables.endings.is_deleted(row)) return;
    if (anything_waits(step, conversation)) return;
    step.tables.hours.remove({conversation.owner, row});
    step.tables.conversations.remove_roster(row);
    step.memory.schedules.remove(conversation.owner, row);
    step.tables.endings.set_deleted(row, step.now);
    tell_deleted(step, conversation);
}

}  // namespace holdfast::server
