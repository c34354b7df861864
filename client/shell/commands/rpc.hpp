// Orders of a program on standard input (client/JSON.md).
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Until the end of the input, or a signal. The exit code.
[[nodiscard]] int serve_orders(const Context& context, OpenAccount& account);

}  // namespace holdfast::shell
