#include "client/core/messages/compose.hpp"

#include <algorithm>

#include "client/core/messages/blank.hpp"
#include "client/core/messages/drafts.hpp"
#include "client/core/messages/outbox.hpp"
#include "client/core/messages/pace.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/core/reading/missed_windows.hpp"

namespace holdfast::client {
namespace {

/// The name to write to instead, where the other came back under another account and reads nothing here any more.
std::optional<std::string> returned_as(const State& state, const Conversation& conversation)
{
    const auto others = state.others(conversation);
    const auto* other = others.empty() ? nullptr : state.contact(others.front());
    const auto* now = other && other->returned ? state.contact(*other->returned) : nullptr;
    return now ? std::optional{now->name} : std::nullopt;
}

/// True where nothing keeps this account from writing there; otherwise the order is answered.
bool may_write(Step& step, Ticket ticket, const ConversationId& id)
{
    const auto refuse = [&](Errc reason) { return step.answer(ticket, reason), false; };
    if (!step.state.enrolled()) return refuse(Errc::not_enrolled);
    if (step.state.account->frozen) return refuse(step.state.frozen_reason());
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return refuse(Errc::not_found);
    if (step.state.over_since(*conversation)) return refuse(Errc::conversation_ended);
    const auto now = returned_as(step.state, *conversation);
    if (!now) return true;
    const auto words = *now +
                       " came back with a new invitation, so nobody reads this any more. Nothing was sent; write to " +
                       *now + ".";
    step.answer(ticket, hours::PlacedError{Errc::not_found, 0, words});
    return false;
}

/// The reason why this is no message, if there is one.
Status is_sendable(std::string_view text)
{
    if (is_blank(text)) return Errc::empty_text;
    if (text.size() > wire::max_text_bytes) return Errc::text_too_long;
    const bool readable = is_utf8(as_bytes(text)) && text.find('\0') == std::string_view::npos;
    return readable ? ok() : Status{Errc::bad_encoding};
}

/// The same for a check-in, whose every word a person may have typed.
Status is_sendable(const wire::CheckIn& check_in)
{
    const auto blank = [](const std::string& word) { return is_blank(word); };
    if (check_in.ratings.empty() && std::ranges::all_of(check_in.feelings, blank) && is_blank(check_in.note))
        return Errc::empty_text;
    if (wire::encode(check_in).size() > wire::max_text_bytes) return Errc::text_too_long;
    const auto has_nul = [](const std::string& word) { return word.find('\0') != std::string::npos; };
    if (std::ranges::any_of(check_in.feelings, has_nul) || has_nul(check_in.note)) return Errc::bad_encoding;
    // A body that does not decode here would be refused by the reader: text that is not UTF-8.
    return wire::decode<wire::CheckIn>(wire::encode(check_in)).has_error() ? Status{Errc::bad_encoding} : ok();
}

}  // namespace

std::optional<MessageId> write_message(Step& step, Ticket ticket, const ConversationId& id, wire::Body body)
{
    if (!may_write(step, ticket, id)) return std::nullopt;
    const auto* conversation = step.state.conversation(id);
    Entry entry;
    entry.conversation = id;
    entry.from = step.state.account->id;
    entry.device = step.state.account->device;
    entry.mine = entry.shown = true;
    entry.body = *entry_body(body);
    const auto& item = step.state.outbox.at(compose(step, id, std::move(body)));
    entry.message = item.message;
    entry.sequence = item.sequence;
    entry.written = step.relay_now;
    entry.promise = step.state.promise_at(*conversation, step.relay_now);
    const auto& saved = step.state.add_entry(std::move(entry));
    const auto message = saved.message;
    step.show(show::Saved{id, message, saved.promise});
    step.answer(ticket);
    return message;
}

void send_text(Step& step, Ticket ticket, const command::SendText& order, bool typed)
{
    if (const auto sendable = is_sendable(order.text); sendable.has_error())
        return step.answer(ticket, sendable.errc());
    if (!may_write(step, ticket, order.conversation)) return;
    if (!order.anyway &&
        is_over_pace(step.state, *step.state.conversation(order.conversation), order.text, step.relay_now)) {
        if (typed)
            set_draft(step.state, order.conversation, DraftKind::line, order.text);
        else if (!step.state.drafts.rows().contains(order.draft))
            keep_draft(step.state, order.conversation, order.text);
        return step.answer(ticket, Errc::over_pace);
    }
    if (!write_message(step, ticket, order.conversation, wire::Text{order.text})) return;
    end_draft(step.state, order.conversation, order.draft);
    end_kept(step.state, order.conversation, order.text);
}

void send_check_in(Step& step, Ticket ticket, const command::SendCheckIn& order)
{
    if (const auto sendable = is_sendable(order.check_in); sendable.has_error())
        return step.answer(ticket, sendable.errc());
    if (write_message(step, ticket, order.conversation, order.check_in))
        set_check_in_draft(step.state, order.conversation, {});
}

void repair(Step& step, Ticket ticket, const command::Repair& order)
{
    if (const auto sendable = is_sendable(order.text); sendable.has_error())
        return step.answer(ticket, sendable.errc());
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    const auto broken = unrepaired(step.state, order.conversation);
    if (broken.empty() && !suggests_repair(step.state, order.conversation)) return step.answer(ticket, Errc::not_found);
    // After an answer to the pulse no window is to be settled: the words are all there is to it.
    wire::Body body = wire::Text{order.text};
    if (!broken.empty()) {
        const auto& window = std::get<Broken>(broken.back()->body).window;
        body = wire::Repair{window.from, window.by, order.text};
    }
    if (write_message(step, ticket, order.conversation, std::move(body)))
        set_draft(step.state, order.conversation, DraftKind::repair, {});
}

void take_back(Step& step, Ticket ticket, const command::TakeBack& order)
{
    const auto entry_row = step.state.entry_row(order.message);
    if (!entry_row || !step.state.entries.head(*entry_row).mine) return step.answer(ticket, Errc::not_found);
    if (step.state.entries.head(*entry_row).stage == Stage::taken_back)
        return step.answer(ticket, Errc::taken_back_already);
    // One member would know another text than the rest.
    if (std::holds_alternative<wire::Agreement>(step.state.entries.at(*entry_row).body))
        return step.answer(ticket, Errc::agreement_stays);
    const auto row = step.state.outbox_row(order.message);
    if (!row) return step.answer(ticket, Errc::too_late);
    const auto& item = step.state.outbox.at(*row);
    if (item.state >= OutState::sent) {
        step.state.outbox.edit(*row).take_back_requested =
            true;  // asked again at each login until the relay's answer is here
        if (!step.online()) {
            step.live.waiting.push_back({ticket, order});
            return;
        }
        return ask_back(step, ticket, item);
    }
    const auto conversation = item.conversation;
    withdraw(step, *row, Stage::taken_back, Errc::internal);
    step.show(show::TakenBack{conversation, order.message, true});
    step.answer(ticket);
}

}  // namespace holdfast::client
