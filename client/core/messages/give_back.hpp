// A member came back on a new device, which knows nothing of what the two had agreed on. This device has it, under both
// signatures, and gives it back by itself. PROTOCOL.md, "A new device".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Of each conversation with this member alone: the coping plan that stands and the rhythm that is in force, each with
/// the word that makes it so; and a rhythm this account has proposed that is not answered.
void give_back(Step& step, const AccountId& member);

}  // namespace holdfast::client
