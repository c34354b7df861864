// When a reading report may be known: at the end of the window it was made in, so that nobody learns more than the
// window. The relay holds reports by this, and both ends tell the window by it. PROTOCOL.md, "Reading, rupture and
// repair".
#pragma once

#include <optional>

#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::hours {

/// A message read this soon after a window's end still belongs to it: a sitting seldom ends on the minute.
inline constexpr std::chrono::minutes reading_grace{15};

/// The window a report belongs to that the relay received at `received`: the one open then or ended less than the grace
/// before, otherwise the next; extra windows count. Empty when there is none, or it does not end.
[[nodiscard]] std::optional<Window> window_of_report(const Schedule& schedule, Instant received);

/// The end of that window; for what was received after it, the end of the grace. Never before `received`.
[[nodiscard]] std::optional<Instant> report_passes_at(const Schedule& schedule, Instant received);

/// When what an owner's device says by itself may be known, received at `received`: at the end of the window open then;
/// while closed, at the next opening. Empty where neither is known.
[[nodiscard]] std::optional<Instant> control_passes_at(const Schedule& schedule, Instant received);

}  // namespace holdfast::hours
