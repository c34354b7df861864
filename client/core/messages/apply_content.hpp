// Applies a decrypted content: it joins the history, confirms, withdraws, or tells who belongs to the conversation.
// PROTOCOL.md, "Payload".
#pragma once

#include "client/core/step.hpp"
#include "protocol/session/payload_check.hpp"

namespace holdfast::client {

/// The result of following the writer's chain to this content; nothing is stored yet.
struct Prepared {
    session::ReadChain chain;
    session::Followed followed;
};

/// Precondition: the payload was checked. Errors: replayed (seen before, or withdrawn), and for a roster wrong_key,
/// wrong_address and those of session::open_roster; not_allowed for a report or a repair of somebody who does not own
/// the conversation; those of check_agreement(), which gets `writer`.
[[nodiscard]] Result<Prepared> prepare_content(const State& state, const session::Checked& checked,
                                               const SignPublic* writer = nullptr);

/// Precondition: `prepared` is of this content and state, and the conversation is known.
void apply_content(Step& step, const wire::Deliver& delivery, const session::Checked& checked, Prepared prepared);

}  // namespace holdfast::client
