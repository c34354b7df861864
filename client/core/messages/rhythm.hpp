// Proposing a rhythm of check-ins, a word on one, and answers to what it asks. What is known of all of them:
// client/core/rhythm. PROTOCOL.md, "Rhythm".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void propose_rhythm(Step& step, Ticket ticket, const command::ProposeRhythm& order);
void answer_rhythm(Step& step, Ticket ticket, const command::AnswerRhythm& order);
void end_rhythm(Step& step, Ticket ticket, const command::EndRhythm& order);
void save_rhythm(Step& step, Ticket ticket, const command::SaveRhythm& order);
void send_rhythm_check_in(Step& step, Ticket ticket, const command::SendRhythmCheckIn& order);
void save_rhythm_check_in(Step& step, Ticket ticket, const command::SaveRhythmCheckIn& order);

}  // namespace holdfast::client
