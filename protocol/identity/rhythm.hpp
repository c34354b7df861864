// Versions of a rhythm of check-ins, words on them and answers: made, and opened with every check that needs no memory.
// PROTOCOL.md, "Rhythm".
#pragma once

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/rhythm.hpp"

namespace holdfast::session {

[[nodiscard]] wire::Signed sign_rhythm(const crypto::SignKeyPair& identity, const wire::RhythmText& text);
[[nodiscard]] wire::Signed sign_rhythm_word(const crypto::SignKeyPair& identity, const wire::RhythmWord& word);

/// The name of a version in a word on it and in the answers to it: a hash over the bytes that were signed.
[[nodiscard]] Digest rhythm_hash(const wire::Signed& text);

/// Errors: bad_rhythm (no day, no time, times that do not rise or are no time of a day, nothing to ask, an item without
/// an id or a name, two of one id or name, a feeling without a word), too_many_items, text_too_long (more times or
/// feelings, or a longer part than there may be), bad_encoding (no UTF-8, or a NUL). That the zone exists is not looked
/// at.
[[nodiscard]] Status check_rhythm(const wire::RhythmTerms& terms);

/// Of answers by themselves. Errors: out_of_range (not one id for each rating, two of one, or a number beyond the
/// scale), too_many_items, empty_text (nothing is answered), text_too_long, bad_encoding.
[[nodiscard]] Status check_rhythm_answers(const wire::RhythmCheckIn& answers);

/// Errors: bad_signature, the codec's, wrong_key (another author's), wrong_address (another conversation), out_of_range
/// (version 0), those of check_rhythm().
[[nodiscard]] Result<wire::RhythmText> open_rhythm(const wire::Signed& text, const SignPublic& author,
                                                   const ConversationId& conversation);

/// Errors: bad_signature, the codec's, wrong_key (another account's), wrong_address (another conversation).
[[nodiscard]] Result<wire::RhythmWord> open_rhythm_word(const wire::Signed& word, const SignPublic& account,
                                                        const ConversationId& conversation);

}  // namespace holdfast::session
