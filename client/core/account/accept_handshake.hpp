// A handshake from a device this one has no session with. It is accepted under one of this account's own unused
// invitations, under the next pre-shared key of an existing relation, or from a new device of a pinned account; anybody
// else is a stranger. Nothing changes until the first message has decrypted and its payload was checked.
// PROTOCOL.md, "Session set-up".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Errors: stranger, replayed, no_prekeys, wrong_address, stale_device_list, those of session::decrypt and
/// session::check_payload. Nothing changes on error.
[[nodiscard]] Status welcome(Step& step, const wire::Deliver& delivery, const wire::SealedEnvelope& envelope);

}  // namespace holdfast::client
