// The time zones of a calendar: what it means by a TZID, and its times in the clock of the home zone. A name is looked
// for as an IANA name (in any case of letters, with a program's prefix), as one of Windows, in what the file says about
// it itself, and as the name of a city alone.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/ical/zone_clock.hpp"

namespace holdfast::ical {

class Zones {
  public:
    /// `calendars` are read for their VTIMEZONEs alone.
    Zones(const hours::TimeZone& home, std::chrono::sys_days today, const std::vector<Component>& calendars = {});

    /// Empty for a time in a zone that is not known.
    [[nodiscard]] std::optional<ZoneClock> clock_of(const When& when) const;
    [[nodiscard]] std::optional<Instant> instant_of(const When& when) const;
    /// The time at home. Empty for a time in a zone that is not known.
    [[nodiscard]] std::optional<hours::LocalMinute> at_home(const When& when) const;
    /// True when the times of an entry are those of the home zone's clock, through every clock change.
    [[nodiscard]] bool keeps_home_time(const When& when) const;

  private:
    struct Known {
        std::optional<ZoneClock> clock;
        bool as_at_home = false;
    };
    [[nodiscard]] const Known& known(const When& when) const;
    [[nodiscard]] std::optional<ZoneClock> find(const std::string& tzid) const;
    [[nodiscard]] std::optional<ZoneClock> in_file(const std::string& tzid) const;
    void add(const Component& described);

    struct Described {
        std::string location;
        std::vector<Item> parts;
    };
    hours::TimeZone home_;
    std::chrono::sys_days today_;
    std::map<std::string, Described> described_;  ///< by TZID
    mutable std::map<std::string, Known> found_;  ///< by TZID; each is looked for once
};

// The names Windows, Outlook and Exchange give to time zones ("W. Europe Standard Time"), by Unicode's table of them
// (CLDR, windowsZones), which comes with the system's ICU. No other file here sees ICU.

/// The IANA name of the main place of the zone; in any case of letters. Empty: Windows has no such zone.
[[nodiscard]] std::string iana_name_of(std::string_view windows_name);

}  // namespace holdfast::ical
