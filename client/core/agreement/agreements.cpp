#include "client/core/agreement/agreements.hpp"

#include "client/core/newest_answer.hpp"
#include "protocol/identity/agreement.hpp"

namespace holdfast::client {
namespace {

std::optional<Row> row_for(const State& state, const ConversationId& id)
{
    return state.agreements.find([&](const AgreementState& one) { return one.conversation == id; });
}

AgreementState& edit_for(State& state, const ConversationId& id)
{
    const auto row = row_for(state, id);
    if (row) return state.agreements.edit(*row);
    return state.agreements.edit(state.agreements.add({id, std::nullopt, std::nullopt, std::nullopt}));
}

/// Of a record that was opened before it was stored.
wire::AgreementText text_in(const wire::Signed& record)
{
    return wire::decode<wire::AgreementText>(record.body).value();
}

AgreementView view_of(const wire::Signed& record)
{
    auto text = text_in(record);
    return {text.version, session::agreement_hash(record), text.made, std::move(text.text), std::nullopt};
}

std::optional<SignPublic> identity_of(const State& state, const AccountId& account)
{
    const auto* contact = state.contact(account);
    if (!contact) return std::nullopt;
    return list_of(contact->device_list).identity;
}

Status check_text(const State& state, const ConversationId& id, const wire::Signed& record, const SignPublic& owner)
{
    const auto text = session::open_agreement(record, owner);
    if (text.has_error()) return text.errc();
    const auto row = row_for(state, id);
    if (!row || !state.agreements.at(*row).text) return ok();
    const auto& known = *state.agreements.at(*row).text;
    const bool other = text_in(known).version == text->version && known.body != record.body;
    return other ? Status{Errc::out_of_range} : ok();
}

/// Only who wrote the texts knows all of them; another member knows who signed.
Status check_word(const State& state, const wire::AgreementWord& word, bool mine)
{
    if (!mine) return ok();
    const auto* own = state.own_agreement ? &*state.own_agreement : nullptr;
    if (!own || word.version < own->first || word.version > own->version()) return Errc::out_of_range;
    return own->hashes[word.version - own->first] == word.text ? ok() : Status{Errc::out_of_range};
}

}  // namespace

std::optional<AgreementView> own_agreement(const State& state)
{
    if (!state.own_agreement) return std::nullopt;
    return view_of(state.own_agreement->text);
}

std::optional<AgreementView> agreement_of(const State& state, const ConversationId& id)
{
    const auto* conversation = state.conversation(id);
    if (!conversation) return std::nullopt;
    const auto row = row_for(state, id);
    std::optional<AgreementView> view;
    if (state.mine(*conversation))
        view = own_agreement(state);
    else if (row && state.agreements.at(*row).text)
        view = view_of(*state.agreements.at(*row).text);
    if (view && row) view->word = state.agreements.at(*row).word;
    return view;
}

Status check_agreement(const State& state, const wire::Content& content, const SignPublic* writer)
{
    const auto* agreement = std::get_if<wire::Agreement>(&content.body);
    const auto* answer = std::get_if<wire::AgreementAnswer>(&content.body);
    if (!agreement && !answer) return ok();
    const auto identity = writer ? std::optional{*writer} : identity_of(state, content.account);
    if (!identity) return Errc::wrong_key;
    if (agreement) return check_text(state, content.conversation, agreement->text, *identity);
    const auto word = session::open_agreement_word(answer->word, *identity, content.conversation);
    if (word.has_error()) return word.errc();
    // A writer who is not known yet was invited by this account.
    const auto* conversation = state.conversation(content.conversation);
    return check_word(state, *word, !conversation || state.mine(*conversation));
}

void note_agreement(State& state, const wire::Content& content)
{
    if (const auto* agreement = std::get_if<wire::Agreement>(&content.body)) {
        auto& known = edit_for(state, content.conversation).text;
        if (!known || text_in(*known).version < text_in(agreement->text).version) known = agreement->text;
    }
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&content.body)) {
        const auto word = wire::decode<wire::AgreementWord>(answer->word.body).value();
        auto& known = edit_for(state, content.conversation);
        if (known.word && known.word->version > word.version) return;
        known.word = word;
        known.message = content.message;
    }
}

void note_own_word(State& state, const wire::AgreementWord& word, const MessageId& message)
{
    auto& known = edit_for(state, word.conversation);
    known.word = word;
    known.message = message;
}

void forget_word(State& state, const Entry& entry)
{
    const auto row = row_for(state, entry.conversation);
    if (!row || state.agreements.at(*row).message != entry.message) return;
    auto& known = state.agreements.edit(*row);
    known.word.reset();
    known.message.reset();
    const auto standing = newest_answer<wire::AgreementAnswer>(state, entry.conversation);
    if (!standing) return;
    known.word = wire::decode<wire::AgreementWord>(std::get<wire::AgreementAnswer>(standing->body).word.body).value();
    known.message = standing->message;
}

void keep_invited_agreement(State& state, const wire::Signed& text) { edit_for(state, {}).text = text; }

void address_invited_agreement(State& state, const ConversationId& id)
{
    if (const auto row = row_for(state, {})) state.agreements.edit(*row).conversation = id;
}

void drop_invited_agreement(State& state)
{
    if (const auto row = row_for(state, {})) state.agreements.erase(*row);
}

void restore_own_agreement(State& state, const wire::Signed& text, Instant now)
{
    const auto opened = session::open_agreement(text, state.keys->identity.pub);
    if (opened.has_error()) return;
    state.own_agreement.set({text, opened->version, {session::agreement_hash(text)}, now});
}

}  // namespace holdfast::client
