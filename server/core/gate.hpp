// The gate: compares a conversation with the decision about its hours (decision.hpp) and acts on the difference. It
// releases what is held when they are open, and holds again what a therapist's device has not acked when they are
// closed. Each is a receipt, and writers whose promise moved are told by it. What would show that somebody is there
// waits for the end of the window. PROTOCOL.md, "The gate".
//
// It looks at a conversation only when that is due: the agenda has the next change of each in which something waits.
// A sweep takes those that are due one after the other, a slice of messages at a time, and ends when the step has done
// `sweep_work`; the rest stays due, for the next step, and others come in between. What is due is not what the store
// says: whoever reads or changes a conversation lets it catch up first, so that nobody can tell.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// How much sweeps may do in one step, give or take a slice, as `work_in_step`: about 5 ms on a small server.
inline constexpr std::uint64_t sweep_work = 1000;

/// Takes what is due, until this step has done its part.
void sweep(Step& step);
/// Everything in which something waits is due: at the start, and when the clock is trusted again or no more.
void look_at_all(Step& step);
/// A conversation is due, since its hours or its therapist's notice changed.
void look_at(Step& step, ConversationRow conversation);
/// Takes all that is due in one conversation.
void catch_up(Step& step, ConversationRow conversation);
/// Messages that waited for devices which are in no list any more are gone, and the log says so.
void record_dropped(Step& step, const std::vector<GoneMessage>& gone);
/// Lets a slice of the reading reports and the owner's control content of a conversation through whose window is over;
/// notes when the next ones pass. False when more is over. Part of a sweep; after a submit, what was added.
bool pass_waiting(Step& step, ConversationRow conversation);
/// Notes when an ack of now counts: acks count from the end of the window in which they came. Only then is there room
/// again, and a writer is told that a message was refused.
void note_ack(Step& step, ConversationRow conversation);

}  // namespace holdfast::server
