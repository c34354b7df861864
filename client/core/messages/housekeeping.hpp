// Control content this device owes: receipts for what it stored, and an empty one where a ratchet would otherwise stand
// still. PROTOCOL.md, "Payload" and "Ratchet".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// At the end of a step. Receipts of one conversation go out together, at most once per minute.
void send_due_control(Step& step);

}  // namespace holdfast::client
