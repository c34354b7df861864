#include "server/core/handlers/receipts.hpp"

#include <algorithm>

namespace holdfast::server {

void fetch_log(Step& step, Connection& connection, const wire::FetchLog& request)
{
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, connection.who->account))
        return step.refuse(connection, request.request, Errc::not_found);
    // A decision of this very step has no proof before its end; the next request gets it.
    auto head = step.tables.conversations.chain_head(conversation->row).sequence;
    head -= step.receipts.unproven(conversation->row);
    // A message written while closed is hidden from others until it is released.
    const bool open = step.schedules.of(conversation->row).schedule.is_open(step.now);
    const auto held = step.tables.queue.first_held_of_others(conversation->row, connection.who->account);
    if (held && !open) head = std::min(head, *held - 1);
    step.send(connection, wire::Log{request.request, request.conversation, head,
                                    step.tables.receipts.page(conversation->row, request.from, head)});
}

}  // namespace holdfast::server
