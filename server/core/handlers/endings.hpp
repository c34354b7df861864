// A member ends a conversation. The rule: the statement is under that member's identity key, and from its commit on
// nothing is accepted there; what was held is still released. PROTOCOL.md, "Endings".
#pragma once

#include "protocol/wire/frames.hpp"
#include "server/core/answer.hpp"
#include "server/core/connections.hpp"
#include "server/core/step.hpp"

namespace holdfast::server {

/// Errors: not_found, too_large, and those of session::open_ending().
[[nodiscard]] Result<Answer> end_conversation(Step& step, const LoggedInDevice& who,
                                              const wire::EndConversation& request);

}  // namespace holdfast::server
