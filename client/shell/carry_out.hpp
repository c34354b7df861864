// A command from its options to its exit code, whatever happens on the way: for this process, and for one that has
// joined it.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// In an account that is open for others (Context::account), a vault that fails is told and thrown on: nobody may use
/// it any more.
[[nodiscard]] int carry_out(const Context& context);

}  // namespace holdfast::shell
