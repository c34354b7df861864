// The steps of a decision about hours (protocol/hours/schedule/trace.hpp) as lines. The rule: every time is said in the
// therapist's zone and in the reader's beside it, with weekday and date. See view.hpp for the rules of words.
#pragma once

#include "client/explain/steps.hpp"
#include "client/ui/view.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::ui {

/// Numbered steps, then the outcome. Rules of signed versions are named in words; those given with the question as they
/// were given.
[[nodiscard]] Lines explained_lines(const hours::Schedule& schedule, Instant at, client::HoursFrom from,
                                    const Here& here);

}  // namespace holdfast::ui
