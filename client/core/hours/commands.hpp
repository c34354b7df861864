// A therapist changes her hours: each order signs the next version of a chain. While the relay has not said what it
// has, and while an earlier version waits for its receipt, the order waits too: no number is signed twice. PROTOCOL.md,
// "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Precondition: `order` is one about hours. Answered when the relay has received the version, or with why not.
void change_hours(Step& step, Ticket ticket, const Order& order);

// The holidays the practice suggests to its therapists: fetched when asked for, believed only under the relay's
// signature, and kept nowhere. They become hours only by the therapist's own signature. PROTOCOL.md, "Hours".

/// Waits for the relay.
void fetch_holidays(Step& step, Ticket ticket, const command::FetchHolidays& order);
void on_holidays(Step& step, const pending::Holidays& what, const wire::Holidays& answer);

}  // namespace holdfast::client
