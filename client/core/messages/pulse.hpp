// The pulse as orders: an answer that is kept or shared, and whether a client is asked. What is known of it:
// client/core/pulse.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void answer_pulse(Step& step, Ticket ticket, const command::AnswerPulse& order);
void share_pulse(Step& step, Ticket ticket, const command::SharePulse& order);
void set_pulse(Step& step, Ticket ticket, const command::SetPulse& order);
void note_pulse_asked(Step& step, Ticket ticket, const command::NotePulseAsked& order);

}  // namespace holdfast::client
