// The hours in plain questions, within a connection that is open already.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Asks, shows what it comes to and publishes what was agreed. Precondition: a therapist's account. The exit code.
[[nodiscard]] int edit_hours(const Context& context, OneShotClient& one_shot);

}  // namespace holdfast::shell
