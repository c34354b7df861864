// The zone somebody means who does not write its name to the letter. Signed hours hold exact names only (zone.hpp):
// what is found here is written by its own name.
#pragma once

#include <optional>
#include <string_view>

#include "protocol/hours/zone/zone.hpp"

namespace holdfast::hours {

/// "europe/london", "America/New York": an IANA name in any case of letters, with blanks for its underscores.
[[nodiscard]] std::optional<TimeZone> zone_of_name(std::string_view words);

/// "London", "new york": the city alone. Empty where cities of that name have different clocks.
[[nodiscard]] std::optional<TimeZone> zone_of_city(std::string_view words);

/// Either of them.
[[nodiscard]] std::optional<TimeZone> zone_called(std::string_view words);

}  // namespace holdfast::hours
