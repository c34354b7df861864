// A therapist changes her hours: each order signs the next version of a chain. While the relay has not said what it
// has, and while an earlier version waits for its receipt, the order waits too: no number is signed twice. PROTOCOL.md,
// "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void set_hours(Step& step, Ticket ticket, const command::SetHours& order);
void give_extra(Step& step, Ticket ticket, const command::GiveExtra& order);
void cancel_date(Step& step, Ticket ticket, const command::CancelDate& order);
void take_leave(Step& step, Ticket ticket, const command::TakeLeave& order);

}  // namespace holdfast::client
