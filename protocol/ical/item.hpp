// One entry of a calendar as a value: an event, an available time, a list of busy times. The one place that reads
// properties by libical; what a property says about time zones is only noted here (zones.hpp resolves it). The rule: a
// property that cannot be read makes its own entry unreadable, never the calendar.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "protocol/hours/zone/zone.hpp"
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
    bool free = false;                 ///< takes no time
    bool cancelled = false;
    bool tentative = false;
    bool observance = false;                                  ///< a day to remember that is no public holiday
    int priority = 0;                                         ///< 1 highest to 9; 0 none
    std::vector<std::pair<When, std::chrono::minutes>> busy;  ///< of a VFREEBUSY

    std::string zone;                                 ///< TZID of a VTIMEZONE
    std::string location;                             ///< of a VTIMEZONE: the IANA name some programs add
    std::optional<std::chrono::seconds> offset_from;  ///< of the STANDARD and DAYLIGHT in it: local minus UTC
    std::optional<std::chrono::seconds> offset_to;

    /// Why the entry cannot be taken; empty: it could be read.
    std::string problem;
    std::size_t problem_line = 0;

    /// From start to end by the clocks they are written in; a whole day where a date has no end or the same, nothing
    /// where a time has none. Negative where the end is before the start.
    [[nodiscard]] std::chrono::minutes length() const;
};

[[nodiscard]] Item read_item(const Component& component);

}  // namespace holdfast::ical
