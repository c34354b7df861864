// Repetition (RFC 5545 section 3.3.10) by libical: as weekdays where it is plain enough for a rule of the hours, and as
// single dates otherwise. The rule: every expansion ends at a date the caller names, and after a bounded number.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "protocol/hours/notation/rules.hpp"
#include "protocol/ical/zone_clock.hpp"

namespace holdfast::ical {

/// Of one entry; a year of days, twice.
inline constexpr std::size_t max_occurrences = 750;
/// Occurrences of a counted series that are looked at: thirteen years of days.
inline constexpr std::size_t max_steps = 5'000;

struct Repetition {
    std::string rule;               ///< an RRULE value that could be read
    hours::LocalMinute first;       ///< the first occurrence, in the entry's zone
    std::optional<ZoneClock> zone;  ///< the entry's; for an end given in UTC
};

/// Repeats by days or longer, in the calendar everybody has, on dates that exist: the rest cannot be taken. Callers
/// expect it.
[[nodiscard]] bool repeats_by_days(const Repetition& repetition);

/// The same, and by the year: changes of clocks.
[[nodiscard]] bool repeats_by_years(const Repetition& repetition);

/// "Every Monday and Wednesday", "every first Tuesday": the weekdays of a rule. Empty when it says more than weekdays.
[[nodiscard]] std::vector<hours::WeekdayRange> plain_weekdays(const Repetition& repetition);

/// The date of the last occurrence; empty when there is no end (or none within reach).
[[nodiscard]] std::optional<std::chrono::sys_days> last_date(const Repetition& repetition);

/// The date of the end a rule names, not counting; empty when it names none. Quick.
[[nodiscard]] std::optional<std::chrono::sys_days> named_end(const Repetition& repetition);

struct Occurrences {
    std::vector<hours::LocalMinute> starts;  ///< in order
    bool goes_on = false;                    ///< there are later ones
};
/// Occurrences that begin on `from` to `to`, both included.
[[nodiscard]] Occurrences occurrences(const Repetition& repetition, std::chrono::sys_days from,
                                      std::chrono::sys_days to);

}  // namespace holdfast::ical
