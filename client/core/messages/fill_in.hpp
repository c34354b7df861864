// Offering a questionnaire, keeping the answers so far, and sending them. What is known of them: client/core/measures.
// PROTOCOL.md, "Measures".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void offer_measure(Step& step, Ticket ticket, const command::OfferMeasure& order);
void save_measure(Step& step, Ticket ticket, const command::SaveMeasure& order);
void answer_measure(Step& step, Ticket ticket, const command::AnswerMeasure& order);

}  // namespace holdfast::client
