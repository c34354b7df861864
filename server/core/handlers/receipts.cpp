#include "server/core/handlers/receipts.hpp"

#include <algorithm>

namespace holdfast::server {

void fetch_log(Turn& turn, Session& session, const wire::FetchLog& request)
{
    const auto conversation = turn.tables.conversations.find(request.conversation);
    if (!conversation || !turn.tables.conversations.is_member(conversation->row, session.who->account))
        return turn.refuse(session, request.request, Errc::not_found);
    // What this very step decided has no proof before its end; it is there for the next request.
    auto head = turn.tables.conversations.chain_head(conversation->row).sequence;
    head -= turn.receipts.unproven(conversation->row);
    // What somebody else wrote while closed is nobody's to know of before it is released.
    const bool open = turn.timetables.of(conversation->row).schedule.is_open(turn.now);
    const auto held = turn.tables.queue.first_held_of_others(conversation->row, session.who->account);
    if (held && !open) head = std::min(head, *held - 1);
    turn.send(session, wire::Log{request.request, request.conversation, head,
                                 turn.tables.receipts.page(conversation->row, request.from, head)});
}

}  // namespace holdfast::server
