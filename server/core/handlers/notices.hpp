// Practice notices: the practice speaks for a therapist who cannot. PROTOCOL.md, "Records".
#pragma once

#include <string_view>

#include "server/core/step.hpp"

namespace holdfast::server {

/// Signs a notice, tells it to the therapist and all her clients, and suspends her promises; an empty text lifts the
/// one in force. `by_suspension`: the relay says it by itself. Precondition: the account is a therapist's.
void issue_notice(Step& step, const AccountRecord& therapist, std::string_view text, bool by_suspension = false);

}  // namespace holdfast::server
