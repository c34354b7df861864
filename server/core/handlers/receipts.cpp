#include "server/core/handlers/receipts.hpp"

#include <algorithm>

namespace holdfast::server {

void fetch_log(Step& step, Connection& connection, const wire::FetchLog& request)
{
    const auto conversation = step.tables.conversations.find(request.conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, connection.who->account))
        return step.refuse(connection, request.request, Errc::not_found);
    // What this very step decided has no proof before its end; it is there for the next request.
    auto head = step.tables.conversations.chain_head(conversation->row).sequence;
    head -= step.receipts.unproven(conversation->row);
    // What somebody else wrote while closed is nobody's to know of before it is released.
    const bool open = step.schedules.of(conversation->row).schedule.is_open(step.now);
    const auto held = step.tables.queue.first_held_of_others(conversation->row, connection.who->account);
    if (held && !open) head = std::min(head, *held - 1);
    step.send(connection, wire::Log{request.request, request.conversation, head,
                                    step.tables.receipts.page(conversation->row, request.from, head)});
}

}  // namespace holdfast::server
