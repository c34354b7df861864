// The gate: compares a conversation with the decision about its hours (decision.hpp) and acts on the difference. It
// releases what is held when they are open, and holds again what a therapist's device has not acked when they are
// closed. Each is a receipt, and writers whose promise moved are told by it. What would show that somebody is there
// waits for the end of the window. PROTOCOL.md, "The gate".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// All conversations in which something waits; afterwards step.memory.next_change is the earliest change among them.
void sweep(Step& step);
/// One conversation, when its hours or its therapist's notice changed.
void sweep(Step& step, ConversationRow conversation);
/// Messages that waited for devices which are in no list any more are gone, and the log says so.
void record_dropped(Step& step, const std::vector<GoneMessage>& gone);
/// Lets the reading reports and the owner's control content of a conversation through whose window is over; notes when
/// the next ones pass. Part of a sweep; after a submit, what was added.
void pass_waiting(Step& step, ConversationRow conversation);
/// Acks count from the end of the window in which they came: only then is there room again, and a writer is told that a
/// message was refused. Notes when the next ones count. Part of a sweep; after an ack, what was added.
void settle_acks(Step& step, ConversationRow conversation);

}  // namespace holdfast::server
