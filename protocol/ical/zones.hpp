// The time zone a calendar means by TZID: an IANA name, one with a program's prefix, or a name of Windows.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/hours/zone.hpp"
#include "protocol/ical/item.hpp"

namespace holdfast::ical {

/// Empty for a name that is none of these.
[[nodiscard]] std::optional<hours::TimeZone> find_zone(std::string_view tzid);

/// What the clock at home shows then. Empty for a time in a zone that is not known.
[[nodiscard]] std::optional<hours::LocalMinute> at_home(const When& when, const hours::TimeZone& home);

/// True when the times of an entry are those of the home zone's clock, through every clock change.
[[nodiscard]] bool keeps_home_time(const When& when, const hours::TimeZone& home);

}  // namespace holdfast::ical
