#include "client/core/messages/marking.hpp"

#include "client/core/marks/marks.hpp"
#include "client/core/messages/compose.hpp"

namespace holdfast::client {
namespace {

/// What is noted twice within it is one session.
constexpr Seconds same_session = std::chrono::hours{1};
/// Of a conversation, the newest: two in a week for ten years.
constexpr std::size_t most_noted_sessions = 1000;

Status may_mark(const State& state, const command::SetMark& order)
{
    const auto row = state.entry_row(order.message);
    if (!row || state.entries.head(*row).conversation != order.conversation) return Errc::not_found;
    if (!may_be_marked(state.entries.head(*row))) return Errc::not_allowed;
    const auto now = mark_on(state, order.conversation, order.message);
    if (now == order.state) return Errc::nothing_changed;
    if (now == wire::MarkState::off && order.state == wire::MarkState::done) return Errc::not_allowed;
    const bool full = order.state == wire::MarkState::on && are_marks_full(state, order.conversation);
    return full ? Status{Errc::too_large} : ok();
}

}  // namespace

void write_mark(Step& step, Ticket ticket, const ConversationId& id, const wire::Mark& mark)
{
    const auto message = write_message(step, ticket, id, mark);
    if (message) note_own_mark(step.state, id, mark, *message);
}

void set_mark(Step& step, Ticket ticket, const command::SetMark& order)
{
    if (const auto may = may_mark(step.state, order); may.has_error()) return step.answer(ticket, may.errc());
    write_mark(step, ticket, order.conversation, {order.message, order.state});
}

void note_session(Step& step, Ticket ticket, const command::NoteSession& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    auto& sessions = step.state.noted_sessions;
    std::vector<Row> here;
    for (const auto& [row, one] : sessions.rows())
        if (one.conversation == order.conversation) here.push_back(row);
    if (!here.empty() && step.relay_now - sessions.at(here.back()).at < same_session) sessions.erase(here.back());
    if (here.size() == most_noted_sessions) sessions.erase(here.front());
    sessions.add({order.conversation, step.relay_now});
    step.answer(ticket);
}

}  // namespace holdfast::client
