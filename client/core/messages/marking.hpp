// Marking a message for the next session, and when the last one was. What is known of marks: client/core/marks.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void set_mark(Step& step, Ticket ticket, const command::SetMark& order);
void note_session(Step& step, Ticket ticket, const command::NoteSession& order);

/// Without asking whether it may be. Answered like SendText; a ticket of 0 is nobody's.
void write_mark(Step& step, Ticket ticket, const ConversationId& id, const wire::Mark& mark);

}  // namespace holdfast::client
