// A reading time that moved is told at once, once for all messages it moved for, and with its reason where the
// therapist gave one.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// `entry` has its new promise already; `at`: when the relay moved it.
void tell_moved(Step& step, const Entry& entry, const std::optional<wire::Promise>& was, Instant at);

}  // namespace holdfast::client
