// The agreement of a conversation about messages, as this account knows it: the newest text, and the client's
// word. One rule: a text or a word counts only under its writer's identity key, and a word only for a text that was
// sent. Nobody is kept from writing by any of it. PROTOCOL.md, "Agreement".
#pragma once

#include <optional>

#include "client/core/step.hpp"

namespace holdfast::client {

[[nodiscard]] std::optional<AgreementView> agreement_of(const State& state, const ConversationId& id);
[[nodiscard]] std::optional<AgreementView> own_agreement(const State& state);

/// Whether an agreement or an answer in a content may be stored; other contents may. `writer`: the identity key of a
/// writer whom this account does not know yet. Errors: those of session::open_agreement() and open_agreement_word();
/// out_of_range (another text under a version there is, or an answer to a text that was never sent).
[[nodiscard]] Status check_agreement(const State& state, const wire::Content& content, const SignPublic* writer);
/// It is stored. Precondition: it was checked, and the conversation is known.
void note_agreement(State& state, const wire::Content& content);

/// This account's own word, which goes out in `message`.
void note_own_word(State& state, const wire::AgreementWord& word, const MessageId& message);
/// One's own answer was taken back, or refused: it counts no longer, and the one before it does again.
void forget_word(State& state, const Entry& entry);

/// The text an invitation brought, until it is redeemed or given up; one that does not open is none.
void keep_invited_agreement(State& state, const wire::Signed& text);
void address_invited_agreement(State& state, const ConversationId& id);
void drop_invited_agreement(State& state);

/// Takes one's own text back from a record of names.
void restore_own_agreement(State& state, const wire::Signed& text, Instant now);

}  // namespace holdfast::client
