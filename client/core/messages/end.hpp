// Ending a conversation. One rule: from the commit of an ending on, whoever signed it, nothing is written there, and
// the relay is told until it has answered, again after it was restored from a backup. PROTOCOL.md, "Endings".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void end_conversation(Step& step, Ticket ticket, const command::End& order);
void block(Step& step, Ticket ticket, const command::Block& order);
void propose_end(Step& step, Ticket ticket, const command::ProposeEnd& order);
void answer_end(Step& step, Ticket ticket, const command::AnswerEnd& order);

/// Conversations whose agreed last window is over, by the relay's time, end with it.
void end_as_agreed(Step& step);

/// The relay tells that somebody has ended one.
void apply_ending(Step& step, const wire::Signed& end);
/// The relay tells that it has deleted what it kept of one.
void apply_deletion(Step& step, const wire::Signed& deletion);

/// Tells the relay of endings it does not know, after what was written before them.
void hand_over_endings(Step& step);
void on_ending_taken(Step& step, const pending::End& what);
void on_ending_refused(Step& step, const pending::End& what, const wire::Failure& failure);
/// The relay was restored from a backup: what it knows of endings is not known.
void forget_handed_over(State& state);

}  // namespace holdfast::client
