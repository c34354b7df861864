// The holidays the practice suggests to its therapists: fetched when asked for, believed only under the relay's
// signature, and kept nowhere. They become hours only by the therapist's own signature. PROTOCOL.md, "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Waits for the relay.
void fetch_holidays(Step& step, Ticket ticket, const command::FetchHolidays& order);
void on_holidays(Step& step, const pending::Holidays& what, const wire::Holidays& answer);

}  // namespace holdfast::client
