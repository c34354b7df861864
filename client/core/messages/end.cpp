#include "client/core/messages/end.hpp"

#include <algorithm>

#include "client/core/agreement/ends.hpp"
#include "client/core/messages/compose.hpp"
#include "client/core/messages/outbox.hpp"
#include "protocol/hours/schedule/report_window.hpp"
#include "protocol/identity/ending.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

std::optional<Row> ending_row(const State& state, const ConversationId& id)
{
    return state.endings.find([&](const Ending& one) { return one.conversation == id; });
}

std::vector<Row> own_messages(const State& state, const ConversationId& id)
{
    std::vector<Row> rows;
    for (const auto& [row, item] : state.outbox.rows())
        if (item.conversation == id && item.cls == wire::Class::message) rows.push_back(row);
    return rows;
}

/// What has not left never does; the relay is asked for the rest.
void take_all_back(Step& step, const ConversationId& id)
{
    for (const Row row : own_messages(step.state, id)) {
        if (step.state.outbox.at(row).state < OutState::sent) {
            withdraw(step, row, Stage::taken_back, Errc::internal);
            continue;
        }
        auto& item = step.state.outbox.edit(row);
        item.take_back_requested = true;
        if (step.online()) ask_back(step, 0, item);
    }
}

/// Of one's own messages those that have not left and were written at or after `since`.
std::size_t refuse_unsent(Step& step, const ConversationId& id, Instant since = Instant::min())
{
    std::size_t count = 0;
    for (const Row row : own_messages(step.state, id)) {
        const auto& item = step.state.outbox.at(row);
        const auto entry = step.state.entry_row(item.message);
        if (item.state >= OutState::sent || !entry || step.state.entries.head(*entry).written < since) continue;
        refuse_ended(step, row);
        ++count;
    }
    return count;
}

/// Null where the order was answered: nothing can be ended there.
const Conversation* open_conversation(Step& step, Ticket ticket, const ConversationId& id)
{
    const auto refuse = [&](Errc reason) { return step.answer(ticket, reason), nullptr; };
    if (!step.state.enrolled()) return refuse(Errc::not_enrolled);
    if (step.state.account->frozen) return refuse(step.state.frozen_reason());
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return refuse(Errc::not_found);
    return step.state.over_since(*conversation) ? refuse(Errc::conversation_ended) : conversation;
}

void add_ending(Step& step, Ending ending, std::size_t unsent)
{
    Entry entry;
    entry.conversation = ending.conversation;
    entry.from = ending.by;
    entry.mine = entry.shown = ending.by == step.state.account->id;
    entry.written = ending.at;
    entry.stage = Stage::received;
    entry.body = Ended{ending.agreed};
    step.state.add_entry(std::move(entry));
    step.show(show::ConversationEnded{ending.conversation, ending.by, ending.at, ending.agreed, unsent});
    step.state.endings.add(std::move(ending));
}

void sign_and_add(Step& step, const ConversationId& id, Instant at, bool agreed, std::size_t unsent)
{
    const wire::ConversationEnd end{id, step.state.account->id, at, agreed};
    add_ending(step,
               {id, session::sign_ending(step.state.keys->identity, end), end.account, at, agreed, false, false, {}},
               unsent);
}

/// The identity key of a member of a conversation.
std::optional<SignPublic> key_of(const State& state, const Conversation& conversation, const AccountId& account)
{
    if (std::ranges::count(conversation.roster.members, account) == 0) return std::nullopt;
    if (account == state.account->id) return state.keys->identity.pub;
    const auto* contact = state.contact(account);
    if (!contact) return std::nullopt;
    return list_of(contact->device_list).identity;
}

/// The relay hands on anybody's bytes: they count under a member's key alone.
Result<wire::ConversationEnd> open_ending(const State& state, const wire::Signed& end)
{
    const auto claimed = wire::decode<wire::ConversationEnd>(end.body);
    if (claimed.has_error()) return claimed.errc();
    const auto* conversation = state.conversation(claimed->conversation);
    const auto key = conversation ? key_of(state, *conversation, claimed->account) : std::nullopt;
    if (!key) return Errc::wrong_address;
    return session::open_ending(end, *key);
}

/// Whether both had agreed on it: only then somebody's word that it was so counts.
bool was_agreed(const State& state, const wire::ConversationEnd& end)
{
    const auto agreed = agreed_end(state, end.conversation);
    return end.agreed && agreed && agreed->window.by == end.at;
}

}  // namespace

void end_conversation(Step& step, Ticket ticket, const command::End& order)
{
    if (!open_conversation(step, ticket, order.conversation)) return;
    if (order.take_back) take_all_back(step, order.conversation);
    sign_and_add(step, order.conversation, relay_time(step), false, 0);
    step.answer(ticket);
}

void block(Step& step, Ticket ticket, const command::Block& order)
{
    const auto known = ending_row(step.state, order.conversation);
    if (order.undo && !(known && step.state.endings.at(*known).blocked)) return step.answer(ticket, Errc::not_found);
    if (known && step.state.endings.at(*known).blocked != order.undo) return step.answer(ticket, Errc::nothing_changed);
    if (!known) {
        if (!open_conversation(step, ticket, order.conversation)) return;
        sign_and_add(step, order.conversation, relay_time(step), false, 0);
    }
    step.state.endings.edit(*ending_row(step.state, order.conversation)).blocked = !order.undo;
    step.answer(ticket);
}

void propose_end(Step& step, Ticket ticket, const command::ProposeEnd& order)
{
    const auto* conversation = open_conversation(step, ticket, order.conversation);
    if (!conversation) return;
    const Span window{order.from, order.by};
    const auto now = relay_time(step);
    if (window.from >= window.by || window.by <= now || !has_window(step.state, *conversation, window))
        return step.answer(ticket, Errc::bad_date);
    const auto plan = end_plan(step.state, order.conversation, now);
    const bool agreed = plan.agreed && plan.agreed->window == window;
    const bool proposed = plan.proposed && plan.proposed->mine && plan.proposed->window == window;
    if (agreed || proposed) return step.answer(ticket, Errc::nothing_changed);
    const wire::EndProposal proposal{window.from, window.by, plan.agreed ? plan.agreed->proposal : MessageId{}};
    const auto message = write_message(step, ticket, order.conversation, proposal);
    if (message) note_end(step.state, order.conversation, step.state.account->id, *message, proposal);
}

void answer_end(Step& step, Ticket ticket, const command::AnswerEnd& order)
{
    if (!open_conversation(step, ticket, order.conversation)) return;
    const auto plan = end_plan(step.state, order.conversation, relay_time(step));
    const bool is_agreed = plan.agreed && plan.agreed->proposal == order.proposal;
    const bool is_open = plan.proposed && plan.proposed->proposal == order.proposal;
    if (!is_agreed && !is_open) return step.answer(ticket, Errc::not_found);
    if (is_agreed && order.agreed) return step.answer(ticket, Errc::nothing_changed);
    if (order.agreed && plan.proposed->mine) return step.answer(ticket, Errc::not_allowed);
    const wire::EndAnswer answer{order.proposal, order.agreed};
    const auto message = write_message(step, ticket, order.conversation, answer);
    if (message) note_end(step.state, order.conversation, step.state.account->id, *message, answer);
}

void end_as_agreed(Step& step)
{
    if (!step.online() || !step.state.enrolled() || step.state.account->frozen) return;
    if (step.state.proposed_ends.rows().empty()) return;
    std::vector<std::pair<ConversationId, Instant>> due;
    for (const auto& [row, conversation] : step.state.conversations.rows()) {
        const auto plan = end_plan(step.state, conversation.id, relay_time(step));
        if (!plan.agreed || plan.off) continue;
        const auto by = plan.agreed->window.by;
        // A device's own clock ends nothing: until the two agree again, the relay's is asked at the next login.
        if (relay_time(step) < by) {
            step.wake_by(step.relay_now + (by - relay_time(step)));
            continue;
        }
        due.emplace_back(conversation.id, by);
    }
    for (const auto& [id, by] : due) {
        const auto unsent = refuse_unsent(step, id, by);
        sign_and_add(step, id, by, true, unsent);
    }
}

void apply_ending(Step& step, const wire::Signed& end)
{
    const auto opened = open_ending(step.state, end);
    if (opened.has_error()) return step.show(show::Refused{opened.errc()});
    if (const auto known = ending_row(step.state, opened->conversation)) {
        step.state.endings.edit(*known).handed_over = true;  // one is enough for the relay
        return;
    }
    const auto unsent = refuse_unsent(step, opened->conversation);
    // The clock of whoever wrote it may be wrong: an end does not lie in the time to come.
    const auto at = std::min(opened->at, relay_time(step));
    const bool agreed = was_agreed(step.state, *opened);
    add_ending(step, {opened->conversation, end, opened->account, at, agreed, true, false, {}}, unsent);
}

void apply_deletion(Step& step, const wire::Signed& deletion)
{
    const auto opened = session::open_deletion(deletion, step.state.account->relay_key);
    if (opened.has_error()) return step.show(show::Refused{opened.errc()});
    const auto row = ending_row(step.state, opened->conversation);
    if (!row) return step.show(show::Refused{Errc::wrong_address});
    step.state.endings.edit(*row).deletion = deletion;
    step.show(show::ConversationDeleted{opened->conversation, opened->at, opened->log_until});
}

void hand_over_endings(Step& step)
{
    if (!step.online() || step.state.account->frozen || step.live.connection.ending_refused) return;
    if (step.is_pending<pending::End>()) return;
    for (const auto& [row, ending] : step.state.endings.rows()) {
        if (ending.handed_over) continue;
        // What was read in the last window is reported by the end of its grace.
        const auto due = ending.agreed ? ending.at + hours::reading_grace : ending.at;
        if (ending.agreed && relay_time(step) < due)
            step.wake_by(step.relay_now + (due - relay_time(step)));
        else
            step.request(wire::EndConversation{0, ending.end}, pending::End{ending.conversation});
    }
}

void on_ending_taken(Step& step, const pending::End& what)
{
    if (const auto row = ending_row(step.state, what.conversation)) step.state.endings.edit(*row).handed_over = true;
}

void on_ending_refused(Step& step, const pending::End& what, const wire::Failure& failure)
{
    // A relay that does not know the conversation takes nothing there, as if it had ended.
    if (failure.retry)
        step.live.connection.ending_refused = true;
    else
        on_ending_taken(step, what);
}

void forget_handed_over(State& state)
{
    std::vector<Row> rows;
    for (const auto& [row, ending] : state.endings.rows()) rows.push_back(row);
    for (const Row row : rows) state.endings.edit(row).handed_over = false;
}

}  // namespace holdfast::client
