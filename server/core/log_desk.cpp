#include "server/core/log_desk.hpp"

namespace holdfast::server {

void fetch_log(Turn& turn, Session& session, const wire::FetchLog& request)
{
    const auto conversation = turn.tables.conversations.find(request.conversation);
    if (!conversation || !turn.tables.conversations.is_member(conversation->row, session.who->account))
        return turn.refuse(session, request.request, Errc::not_found);
    // What this very step decided has no proof before its end; it is there for the next request.
    const auto head = turn.tables.conversations.chain_head(conversation->row).sequence;
    const auto proven = head - turn.receipts.unproven(conversation->row);
    turn.send(session, wire::Log{request.request, request.conversation, proven,
                                 turn.tables.receipts.page(conversation->row, request.from)});
}

}  // namespace holdfast::server
