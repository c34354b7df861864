// Sending what a person wrote, and saying what became of it: shared by the commands that write.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Gives an order that becomes a message (a text, a check-in, a repair), waits for the relay's word and says what
/// became of it. The exit code.
[[nodiscard]] int write_and_tell(const Context& context, OneShotClient& visit, client::Order order);

}  // namespace holdfast::shell
