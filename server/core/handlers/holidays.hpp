// The practice's suggestion of holidays: the admin leaves it here, therapists fetch it. It changes no hours.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Signs and keeps the list; without days the suggestion is withdrawn. Errors: out_of_range (days not in order, or
/// after the horizon), too_large, nothing_changed (there is none to withdraw).
[[nodiscard]] Status suggest_holidays(Step& step, const SuggestHolidays& request);

/// Therapists only (not_allowed): clients have no use for it.
[[nodiscard]] Result<Answer> fetch_holidays(Step& step, const LoggedInDevice& who, const wire::FetchHolidays& request);

}  // namespace holdfast::server
