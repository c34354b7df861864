#include "client/core/notes/notes.hpp"

#include "client/core/messages/blank.hpp"
#include "client/core/messages/compose.hpp"
#include "client/core/messages/marking.hpp"
#include "client/core/messages/pace.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::client {
namespace {

/// Some a day for a lifetime; all are read when somebody looks for words.
constexpr std::size_t most_notes = 20'000;
constexpr std::size_t most_note_answers = 16;

Status check_note_text(std::string_view text)
{
    if (text.size() > wire::max_text_bytes) return Errc::text_too_long;
    const bool readable = is_utf8(as_bytes(text)) && text.find('\0') == std::string_view::npos;
    return readable ? ok() : Status{Errc::bad_encoding};
}

Status check_note(const State& state, const command::SaveNote& order)
{
    if (!state.account) return Errc::not_enrolled;
    if (is_blank(order.text)) return Errc::empty_text;
    if (const auto fits = check_note_text(order.text); fits.has_error()) return fits;
    const auto& notes = state.notes.rows();
    if (order.number != 0) return notes.contains(order.number) ? ok() : Status{Errc::not_found};
    return notes.size() < most_notes ? ok() : Status{Errc::too_large};
}

}  // namespace

void save_note(Step& step, Ticket ticket, const command::SaveNote& order)
{
    if (const auto fits = check_note(step.state, order); fits.has_error()) return step.answer(ticket, fits.errc());
    if (order.number == 0) {
        step.state.notes.add({step.relay_now, step.relay_now, order.text, std::nullopt});
    } else {
        auto& note = step.state.notes.edit(order.number);
        note.changed = step.relay_now;
        note.text = order.text;
    }
    step.state.note_draft.clear();
    step.answer(ticket);
}

void delete_note(Step& step, Ticket ticket, const command::DeleteNote& order)
{
    if (!step.state.notes.rows().contains(order.number)) return step.answer(ticket, Errc::not_found);
    step.state.notes.erase(order.number);
    step.answer(ticket);
}

void save_note_draft(Step& step, Ticket ticket, const command::SaveNoteDraft& order)
{
    if (!step.state.account) return step.answer(ticket, Errc::not_enrolled);
    if (order.answers.size() > most_note_answers) return step.answer(ticket, Errc::too_large);
    if (const auto fits = check_note_text(order.text); fits.has_error()) return step.answer(ticket, fits.errc());
    for (const auto& answer : order.answers)
        if (const auto fits = check_note_text(answer); fits.has_error()) return step.answer(ticket, fits.errc());
    if (order.text.empty() && order.answers.empty())
        step.state.note_draft.clear();
    else
        step.state.note_draft.set({order.text, order.answers});
    step.answer(ticket);
}

void share_note(Step& step, Ticket ticket, const command::ShareNote& order)
{
    if (!step.state.notes.rows().contains(order.number)) return step.answer(ticket, Errc::not_found);
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    const auto text = step.state.notes.at(order.number).text;
    if (!order.anyway && is_over_pace(step.state, *conversation, text, step.relay_now))
        return step.answer(ticket, Errc::over_pace);
    const auto message = write_message(step, ticket, order.conversation, wire::Text{text});
    if (!message) return;
    step.state.notes.edit(order.number).shared = *message;
    if (order.marked) write_mark(step, 0, order.conversation, {*message, wire::MarkState::on});
}

}  // namespace holdfast::client
