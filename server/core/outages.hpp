// Outages: the relay says itself when it did not run, so that a window nobody could read in is called that, and not a
// broken promise. It knows by the latest instant it acted at, which the shell keeps fresh. PROTOCOL.md, "Frames".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Less is a restart.
inline constexpr Seconds outage_min{60};

/// To be called in the first step of a process, before time is acted on: records [last, now) where it is an outage.
/// `last`: the latest instant a device can have seen (`last_shown`). Precondition: the clock is trusted.
void note_outage(Step& step, Instant last);

/// The outages a device is told at login: those of the last `wire::outages_told`, signed, the newest last.
[[nodiscard]] std::vector<wire::Signed> outages_to_tell(Step& step);

}  // namespace holdfast::server
