// Other people's devices: the pinned lists, the sessions with each device, and what happens when a list changes.
// Nothing is encrypted to a key that is not in the pin. PROTOCOL.md, "Session set-up".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Asks for the bundles of contacts with whom this device is to start a session.
void fetch_missing_bundles(Step& step);
/// Starts the sessions that are due with the devices of a bundle; each conversation with them gets a first content.
void on_bundle(Step& step, const AccountId& account, const wire::Bundle& bundle);

/// Replaces the pin by a newer list of the same identity; what is not confirmed is encrypted anew for the new devices.
/// Errors: those of session::accept_device_list; wrong_key when nobody is pinned. Nothing changes on error.
[[nodiscard]] Status apply_device_list(Step& step, const AccountId& account, const wire::Signed& offered);

/// Puts a session first for sending. The one before it stays for what is on its way under it.
void adopt_session(Step& step, session::Session fresh, bool first);

}  // namespace holdfast::client
