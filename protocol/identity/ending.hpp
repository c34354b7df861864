// What ends a conversation, made and opened with every check that needs no memory. PROTOCOL.md, "Endings".
#pragma once

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/ending.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

[[nodiscard]] wire::Signed sign_ending(const crypto::SignKeyPair& identity, const wire::ConversationEnd& end);
[[nodiscard]] wire::Signed sign_deletion(const crypto::SignKeyPair& relay, const wire::ConversationDeletion& deletion);

/// Errors: bad_signature, the codec's, wrong_key (another account's).
[[nodiscard]] Result<wire::ConversationEnd> open_ending(const wire::Signed& end, const SignPublic& identity);

/// Errors: bad_signature, the codec's.
[[nodiscard]] Result<wire::ConversationDeletion> open_deletion(const wire::Signed& deletion, const SignPublic& relay);

}  // namespace holdfast::session
