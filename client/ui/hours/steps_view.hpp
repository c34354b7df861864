// The steps of a decision about hours (protocol/hours/schedule/trace.hpp) as lines. The rule: every time is said in the
// therapist's zone and in the reader's beside it, with weekday and date. See view.hpp for the rules of words.
#pragma once

#include <optional>

#include "client/explain/steps.hpp"
#include "client/ui/view.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::ui {

/// Numbered steps, then the outcome. Without `own` only the therapist's zone is shown; other years than that of `now`
/// are named.
[[nodiscard]] Lines explained_lines(const hours::Schedule& schedule, Instant at, client::HoursFrom from,
                                    const std::optional<hours::TimeZone>& own, Instant now);

}  // namespace holdfast::ui
