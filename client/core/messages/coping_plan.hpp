// Writing a coping plan, and a word on one. What is known of both: client/core/plan. PROTOCOL.md, "Coping plan".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void set_coping_plan(Step& step, Ticket ticket, const command::SetCopingPlan& order);
void answer_coping_plan(Step& step, Ticket ticket, const command::AnswerCopingPlan& order);
void save_coping_plan(Step& step, Ticket ticket, const command::SaveCopingPlan& order);

}  // namespace holdfast::client
