// Texts of an agreement and answers to them: made, and opened with every check that needs no memory. PROTOCOL.md,
// "Agreement".
#pragma once

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/agreement.hpp"

namespace holdfast::session {

[[nodiscard]] wire::Signed sign_agreement(const crypto::SignKeyPair& identity, const wire::AgreementText& text);
[[nodiscard]] wire::Signed sign_agreement_word(const crypto::SignKeyPair& identity, const wire::AgreementWord& word);

/// The name of a text in an answer: a hash over the bytes that were signed.
[[nodiscard]] Digest agreement_hash(const wire::Signed& text);

/// Errors: bad_signature, the codec's, wrong_key (another owner's), out_of_range (version 0, an empty text or one of
/// more than wire::max_agreement_bytes).
[[nodiscard]] Result<wire::AgreementText> open_agreement(const wire::Signed& text, const SignPublic& owner);

/// Errors: bad_signature, the codec's, wrong_key (another account's), wrong_address (another conversation).
[[nodiscard]] Result<wire::AgreementWord> open_agreement_word(const wire::Signed& word, const SignPublic& account,
                                                              const ConversationId& conversation);

}  // namespace holdfast::session
