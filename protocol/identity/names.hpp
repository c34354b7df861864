// Names that certify themselves: an account is the hash of its identity key, a practice the hash of its relay key, a
// conversation the hash of its roster. The relay's word on none of them counts. PROTOCOL.md, "Identifiers".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

[[nodiscard]] AccountId account_id(const SignPublic& identity);
[[nodiscard]] PracticeId practice_id(const SignPublic& relay);
/// Over salt, owner and members exactly as the roster lists them.
[[nodiscard]] ConversationId conversation_id(const wire::Roster& roster);

}  // namespace holdfast::session
