#include "client/core/messages/marking.hpp"

#include "client/core/marks/marks.hpp"
#include "client/core/messages/compose.hpp"

namespace holdfast::client {
namespace {

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
    auto& sessions = step.state.last_sessions;
    const auto row = sessions.find([&](const LastSession& one) { return one.conversation == order.conversation; });
    if (row)
        sessions.edit(*row).at = step.relay_now;
    else
        sessions.add({order.conversation, step.relay_now});
    step.answer(ticket);
}

}  // namespace holdfast::client
