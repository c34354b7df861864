// Hours are never changed by mistake: what a change would do is shown first, and only what was shown is signed. Every
// command that changes hours goes through here.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Before anything is asked: whether what is answered could be published. Says why not, and gives the exit code.
[[nodiscard]] std::optional<int> hindered(const Context& context, OneShotClient& one_shot);

/// Shows what `order`, one about hours, would do; asks on a terminal, or looks for --yes; publishes, and shows the
/// hours as they are then (`one` as in tell_hours). Gives the exit code; without consent nothing is published.
[[nodiscard]] int confirm_and_publish(const Context& context, OneShotClient& one_shot, const client::Order& order,
                                      const std::optional<ConversationId>& one);

}  // namespace holdfast::shell
