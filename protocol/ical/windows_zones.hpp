// The names Windows, Outlook and Exchange give to time zones ("W. Europe Standard Time"), by Unicode's table of them
// (CLDR, windowsZones), which comes with the system's ICU. No other file here sees ICU.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::ical {

/// The IANA name of the main place of the zone; in any case of letters. Empty: Windows has no such zone.
[[nodiscard]] std::string iana_name_of(std::string_view windows_name);

}  // namespace holdfast::ical
