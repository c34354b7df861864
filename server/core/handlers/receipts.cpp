#include "server/core/handlers/receipts.hpp"

#include <algorithm>

namespace holdfast::server {

Result<Answer> fetch_log(Step& step, const LoggedInDevice& who, const wire::FetchLog& request)
{
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, who.account)) return Errc::not_found;
    // A decision of this very step has no proof before its end; the next request gets it.
    auto head = step.tables.conversations.chain_head(conversation->row).sequence;
    head -= step.receipts.unproven(conversation->row);
    // A message written while closed is hidden from others until it is released.
    const bool open = step.memory.schedules.of(conversation->row).schedule.is_open(step.now);
    const auto held = step.tables.queue.first_held_of_others(conversation->row, who.account);
    if (held && !open) head = std::min(head, *held - 1);
    return wire::Log{.conversation = request.conversation,
                     .head = head,
                     .entries = step.tables.receipts.page(conversation->row, request.from, head)};
}

}  // namespace holdfast::server
