// One entry of a calendar as a value: an event, an available time, a list of busy times. The one place that reads
// properties by libical; what a property says about time zones is only noted here (zones.hpp resolves it).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/hours/zone.hpp"
#include "protocol/ical/component.hpp"

namespace holdfast::ical {

/// Of a summary, in bytes: it is shown in one line.
inline constexpr std::size_t max_summary_bytes = 120;
/// Dates in all lists of one entry.
inline constexpr std::size_t max_listed_dates = 2000;

/// A time as it is written. Whole days have midnight.
struct When {
    hours::LocalMinute local{};
    bool whole_day = false;
    bool utc = false;
    std::string zone;  ///< TZID; empty: wherever the calendar's owner is
    friend bool operator==(const When&, const When&) = default;
};

struct Item {
    std::string kind;        ///< "VEVENT", "AVAILABLE", "VFREEBUSY", "VAVAILABILITY"
    std::size_t number = 0;  ///< of its first line
    std::string uid;
    std::string summary;  ///< as the person wrote it: to be made safe before it is shown
    std::optional<When> start;
    std::optional<When> end;
    std::optional<std::chrono::minutes> duration;
    std::vector<std::string> repeats;  ///< RRULE values
    std::vector<When> also;            ///< RDATE
    std::vector<When> except;          ///< EXDATE
    std::optional<When> replaces;      ///< RECURRENCE-ID
    bool replaces_following = false;   ///< … and all after it
    bool free = false;                 ///< takes no time, or is cancelled
    bool tentative = false;
    int priority = 0;                                         ///< 1 highest to 9; 0 none
    std::vector<std::pair<When, std::chrono::minutes>> busy;  ///< of a VFREEBUSY

    /// From start to end; a whole day where a date has no end, nothing where a time has none.
    [[nodiscard]] std::chrono::minutes length() const;
};

/// Errors: bad_calendar with the line of what cannot be read.
[[nodiscard]] hours::Placed<Item> read_item(const Component& component);

}  // namespace holdfast::ical
