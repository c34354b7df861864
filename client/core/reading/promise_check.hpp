// Compares the relay's promises with the signed hours as soon as this device has the versions the
// relay went by, and kept until then. PROTOCOL.md, "Audit".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// To be compared. Where it names a version this device does not have, that is asked for.
void note_promise(Step& step, SaidPromise said);
/// Compares what can be compared; nothing while hours are on their way.
void compare_promises(Step& step);

// A reading time that moved is told at once, once for all messages it moved for, and with its reason where the
// therapist gave one.

/// `entry` has its new promise already; `at`: when the relay moved it.
void tell_moved(Step& step, const Entry& entry, const std::optional<wire::Promise>& was, Instant at);

}  // namespace holdfast::client
