// The hours as they are now, on the screen or as objects: rules, next times, days off, whom to turn to.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// All conversations, or the one asked for; for a therapist, without one, their own hours.
void tell_hours(const Context& context, OneShotClient& visit, const std::optional<ConversationId>& one);

}  // namespace holdfast::shell
