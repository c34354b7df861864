#include "client/core/messages/drafts.hpp"

#include "client/core/messages/compose.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::client {
namespace {

/// The reason why a text cannot be a draft, if there is one.
Status may_keep(const State& state, const ConversationId& id, std::string_view text)
{
    if (!state.account) return Errc::not_enrolled;
    if (id != ConversationId{} && !state.conversation(id)) return Errc::not_found;
    if (text.size() > wire::max_text_bytes) return Errc::text_too_long;
    return is_utf8(as_bytes(text)) ? ok() : Status{Errc::bad_encoding};
}

std::optional<Row> kept_row(const State& state, const ConversationId& id, std::string_view text)
{
    return state.drafts.find([&](const Draft& draft) {
        return draft.conversation == id && draft.as == DraftKind::kept && draft.text == text;
    });
}

}  // namespace

std::optional<Row> draft_row(const State& state, const ConversationId& id, DraftKind as)
{
    return state.drafts.find([&](const Draft& draft) { return draft.conversation == id && draft.as == as; });
}

void set_draft(State& state, const ConversationId& id, DraftKind as, const std::string& text)
{
    const auto known = draft_row(state, id, as);
    if (known && state.drafts.at(*known).text == text) return;
    if (known && text.empty()) return state.drafts.erase(*known);
    if (known)
        state.drafts.edit(*known).text = text;
    else if (!text.empty())
        state.drafts.add({id, as, text});
}

void keep_draft(State& state, const ConversationId& id, const std::string& text)
{
    if (!text.empty() && !kept_row(state, id, text)) state.drafts.add({id, DraftKind::kept, text});
}

void end_kept(State& state, const ConversationId& id, const std::string& text)
{
    if (const auto row = kept_row(state, id, text)) state.drafts.erase(*row);
}

void end_draft(State& state, const ConversationId& id, std::uint64_t number)
{
    const auto found = state.drafts.rows().find(number);
    if (found != state.drafts.rows().end() && found->second.conversation == id) state.drafts.erase(number);
}

void set_check_in_draft(State& state, const ConversationId& id, const wire::CheckIn& check_in)
{
    auto& drafts = state.check_in_drafts;
    const auto known = drafts.find([&](const CheckInDraft& draft) { return draft.conversation == id; });
    if (known && drafts.at(*known).check_in == check_in) return;
    if (known) drafts.erase(*known);
    if (check_in != wire::CheckIn{}) drafts.add({id, check_in});
}

void save_draft(Step& step, Ticket ticket, const command::SaveDraft& order)
{
    if (const auto may = may_keep(step.state, order.conversation, order.text); may.has_error())
        return step.answer(ticket, may.errc());
    end_draft(step.state, order.conversation, order.instead_of);
    if (order.as == DraftKind::kept)
        keep_draft(step.state, order.conversation, order.text);
    else
        set_draft(step.state, order.conversation, order.as, order.text);
    step.answer(ticket);
}

void address_drafts(Step& step, Ticket ticket, const command::AddressDrafts& order)
{
    auto& state = step.state;
    if (!state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    std::vector<Row> rows;
    for (const auto& [row, draft] : state.drafts.rows())
        if (draft.conversation == ConversationId{}) rows.push_back(row);
    for (const Row row : rows) {
        const bool taken = draft_row(state, order.conversation, state.drafts.at(row).as).has_value();
        auto& draft = state.drafts.edit(row);
        if (taken) draft.as = DraftKind::kept;
        draft.conversation = order.conversation;
    }
    step.answer(ticket);
}

void save_check_in(Step& step, Ticket ticket, const command::SaveCheckIn& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    if (const auto fits = check_draft(order.check_in); fits.has_error()) return step.answer(ticket, fits.errc());
    set_check_in_draft(step.state, order.conversation, order.check_in);
    step.answer(ticket);
}

}  // namespace holdfast::client
