#include "client/core/writing.hpp"

#include "client/core/breaches.hpp"
#include "client/core/outbox.hpp"

namespace holdfast::client {
namespace {

void save_message(Step& step, Ticket ticket, const ConversationId& id, wire::Body body)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (step.state.account->frozen) return step.answer(ticket, Errc::device_frozen);
    const auto* conversation = step.state.conversation(id);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    Entry entry;
    entry.conversation = id;
    entry.from = step.state.account->id;
    entry.device = step.state.account->device;
    entry.mine = entry.shown = true;
    entry.body = *entry_body(body);
    const auto& item = step.state.outbox.at(compose(step, id, std::move(body)));
    entry.message = item.message;
    entry.sequence = item.sequence;
    entry.written = step.time;
    entry.promise = step.state.promise_at(*conversation, step.time);
    const auto& saved = step.state.add_entry(std::move(entry));
    if (const auto draft = step.state.drafts.find([&](const Draft& d) { return d.conversation == id; }))
        step.state.drafts.erase(*draft);
    step.show(show::Saved{id, saved.message, saved.promise});
    step.answer(ticket);
}

}  // namespace

void send_text(Step& step, Ticket ticket, const command::SendText& order)
{
    if (order.text.empty()) return step.answer(ticket, Errc::empty_text);
    if (order.text.size() > wire::max_text_bytes) return step.answer(ticket, Errc::text_too_long);
    if (!is_utf8(as_bytes(order.text))) return step.answer(ticket, Errc::bad_encoding);
    save_message(step, ticket, order.conversation, wire::Text{order.text});
}

void send_check_in(Step& step, Ticket ticket, const command::SendCheckIn& order)
{
    const auto& check_in = order.check_in;
    if (check_in.ratings.empty() && check_in.feelings.empty() && check_in.note.empty())
        return step.answer(ticket, Errc::empty_text);
    if (wire::encode(check_in).size() > wire::max_text_bytes) return step.answer(ticket, Errc::text_too_long);
    // What does not decode here would be refused by the reader: text that is not UTF-8.
    if (wire::decode<wire::CheckIn>(wire::encode(check_in)).has_error()) return step.answer(ticket, Errc::bad_encoding);
    save_message(step, ticket, order.conversation, check_in);
}

void repair(Step& step, Ticket ticket, const command::Repair& order)
{
    if (order.text.empty()) return step.answer(ticket, Errc::empty_text);
    if (order.text.size() > wire::max_text_bytes) return step.answer(ticket, Errc::text_too_long);
    if (!is_utf8(as_bytes(order.text))) return step.answer(ticket, Errc::bad_encoding);
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    const auto broken = unrepaired(step.state, order.conversation);
    if (broken.empty()) return step.answer(ticket, Errc::not_found);
    const auto& window = std::get<Broken>(broken.back()->body).window;
    save_message(step, ticket, order.conversation, wire::Repair{window.from, window.by, order.text});
}

void take_back(Step& step, Ticket ticket, const command::TakeBack& order)
{
    const auto entry_row = step.state.entry_row(order.message);
    if (!entry_row || !step.state.entries.at(*entry_row).entry.mine) return step.answer(ticket, Errc::not_found);
    const auto row = step.state.outbox_row(order.message);
    if (!row) return step.answer(ticket, Errc::too_late);
    const auto& item = step.state.outbox.at(*row);
    if (item.state >= OutState::sent) {
        step.state.outbox.edit(*row).regretted = true;  // asked again at each login until the relay's answer is here
        if (!step.online()) {
            step.live.waiting.push_back({ticket, order});
            return;
        }
        return step.request(wire::TakeBack{0, order.message}, pending::TakeBack{ticket, order.message});
    }
    const auto conversation = item.conversation;
    withdraw(step, *row, Stage::taken_back, Errc::internal);
    step.show(show::TakenBack{conversation, order.message});
    step.answer(ticket);
}

}  // namespace holdfast::client
