#include "client/core/messages/agree.hpp"

#include "client/core/agreement/agreements.hpp"
#include "client/core/messages/blank.hpp"
#include "client/core/messages/compose.hpp"
#include "protocol/base/text.hpp"
#include "protocol/identity/agreement.hpp"

namespace holdfast::client {
namespace {

constexpr const char* newer_came =
    "A newer text has come since this one was shown. Nothing was answered; read the new one: /agreement, or holdfast "
    "agreement show";

Status is_usable(std::string_view text)
{
    if (is_blank(text)) return Errc::empty_text;
    if (text.size() > wire::max_agreement_bytes) return Errc::text_too_long;
    const bool readable = is_utf8(as_bytes(text)) && text.find('\0') == std::string_view::npos;
    return readable ? ok() : Status{Errc::bad_encoding};
}

Status may_set(const Step& step, const std::string& text)
{
    if (!step.state.enrolled()) return Errc::not_enrolled;
    if (!step.state.is_therapist()) return Errc::therapists_only;
    if (step.state.account->frozen) return step.state.frozen_reason();
    if (const auto usable = is_usable(text); usable.has_error()) return usable;
    const auto known = own_agreement(step.state);
    return known && known->text == text ? Status{Errc::nothing_changed} : ok();
}

}  // namespace

Date owners_today(const Step& step)
{
    const auto& schedule = step.state.hours.schedule(step.state.account->id, std::nullopt);
    if (const auto zone = schedule.zone()) return zone->date_of(relay_time(step));
    return Date{std::chrono::floor<std::chrono::days>(relay_time(step))};
}

void set_agreement(Step& step, Ticket ticket, const command::SetAgreement& order)
{
    if (const auto may = may_set(step, order.text); may.has_error()) return step.answer(ticket, may.errc());
    auto next = step.state.own_agreement ? *step.state.own_agreement : OwnAgreement{};
    const auto version = next.version() + 1;
    next.text = session::sign_agreement(step.state.keys->identity,
                                        {step.state.account->id, version, owners_today(step), order.text});
    next.hashes.push_back(session::agreement_hash(next.text));
    next.since = relay_time(step);
    const wire::Agreement agreement{next.text};
    step.state.own_agreement.set(std::move(next));
    std::vector<ConversationId> own;
    for (const auto& [row, conversation] : step.state.conversations.rows())
        if (step.state.mine(conversation)) own.push_back(conversation.id);
    for (const auto& id : own) write_message(step, 0, id, agreement);
    step.answer(ticket);
}

void answer_agreement(Step& step, Ticket ticket, const command::AnswerAgreement& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (step.state.mine(*conversation)) return step.answer(ticket, Errc::not_allowed);
    const auto known = agreement_of(step.state, order.conversation);
    if (!known) return step.answer(ticket, Errc::not_found);
    if (known->hash != order.text) return step.answer(ticket, hours::PlacedError{Errc::not_found, 0, newer_came});
    if (known->is_answered() && known->word->agreed == order.agreed) return step.answer(ticket, Errc::nothing_changed);
    const wire::AgreementWord word{order.conversation, step.state.account->id, known->version,
                                   order.text,         order.agreed,           order.on};
    const auto message =
        write_message(step, ticket, order.conversation,
                      wire::AgreementAnswer{session::sign_agreement_word(step.state.keys->identity, word)});
    if (message) note_own_word(step.state, word, *message);
}

void send_newer_agreement(Step& step, const ConversationId& id, Instant invited)
{
    const auto& own = step.state.own_agreement;
    if (own && own->since > invited) write_message(step, 0, id, wire::Agreement{own->text});
}

}  // namespace holdfast::client
