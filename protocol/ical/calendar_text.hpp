// Values of libical and whole calendars, as they are written. Private to protocol/ical, as owned_component.hpp.
#pragma once

#include <chrono>
#include <string>

#include "protocol/base/instant.hpp"
#include "protocol/ical/owned_component.hpp"

namespace holdfast::ical {

/// Without a zone.
[[nodiscard]] icaltimetype local_time(std::chrono::local_seconds local);
[[nodiscard]] icaltimetype utc_time(Instant t);

/// With its version and who made it: "-//Holdfast//NAME//EN".
[[nodiscard]] OwnedComponent new_calendar(const std::string& name);
/// Empty where there is no memory for it.
[[nodiscard]] std::string text_of(const OwnedComponent& calendar);

}  // namespace holdfast::ical
