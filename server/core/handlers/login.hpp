// The two proofs of a login: the greeting by which the relay proves its key on this very connection, and the login by
// which a device proves its own. A refusal ends the connection. PROTOCOL.md, "Greeting" and "Login".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

[[nodiscard]] Result<Answer> greet(Step& step, Connection& connection, const wire::Hello& hello);

/// Unknown accounts, unknown devices and wrong signatures get one answer after the same work.
[[nodiscard]] Result<Answer> log_in(Step& step, Connection& connection, const wire::Login& login);

/// The token given at this login is on the device's disk: the one before it counts no more, and the device is served.
[[nodiscard]] Result<Answer> confirm_token(Step& step, Connection& connection, const wire::TokenKept& kept);

/// Stops a device, since it showed an older copy of its data or since the practice says so: its own account and
/// everyone paired with it are told.
void stop(Step& step, const LoggedInDevice& who, Stopped why);

}  // namespace holdfast::server
