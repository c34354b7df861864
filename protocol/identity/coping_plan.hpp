// Versions of a coping plan and words on them: made, and opened with every check that needs no memory. PROTOCOL.md,
// "Coping plan".
#pragma once

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/coping_plan.hpp"

namespace holdfast::session {

[[nodiscard]] wire::Signed sign_plan(const crypto::SignKeyPair& identity, const wire::PlanText& plan);
[[nodiscard]] wire::Signed sign_plan_word(const crypto::SignKeyPair& identity, const wire::PlanWord& word);

/// The name of a version in a word on it: a hash over the bytes that were signed.
[[nodiscard]] Digest plan_hash(const wire::Signed& plan);

/// Errors: empty_text (no step, or one without a heading), text_too_long (more than a part may have, or more steps),
/// bad_encoding (no UTF-8, or a NUL).
[[nodiscard]] Status check_plan(const std::string& note, const std::vector<wire::PlanStep>& steps);
/// The same of a client's own words: text_too_long, bad_encoding.
[[nodiscard]] Status check_plan_words(const std::vector<std::string>& words);

/// Errors: bad_signature, the codec's, wrong_key (another owner's), wrong_address (another conversation), out_of_range
/// (version 0), those of check_plan().
[[nodiscard]] Result<wire::PlanText> open_plan(const wire::Signed& plan, const SignPublic& owner,
                                               const ConversationId& conversation);

/// Errors: bad_signature, the codec's, wrong_key (another account's), wrong_address (another conversation), those of
/// check_plan_words().
[[nodiscard]] Result<wire::PlanWord> open_plan_word(const wire::Signed& word, const SignPublic& account,
                                                    const ConversationId& conversation);

}  // namespace holdfast::session
