// Hours from a calendar: the times somebody is available (RFC 7953) become rules, the times they are busy
// become leave, cancelled dates and dated rules. The rule: nothing is guessed; what cannot be taken is a note that
// names the entry and says what to do. The names of entries stay here: no reason is made of them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/schedule/version.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/ical/notes.hpp"

namespace holdfast::ical {

/// Repetition is followed, and busy times are looked for, this far ahead.
inline constexpr std::chrono::days import_horizon{365};
/// Entries that repeat and are not over; beyond it a file is no person's calendar.
inline constexpr std::size_t max_repeating = 1000;

struct Availability {
    /// Canonical, and such that the grammar takes them; the given ones where the calendar has no available times. A
    /// calendar knows nothing of holidays: where `in_force` is closed on them, these are as well.
    std::string rules;
    bool has_available = false;  ///< the weekly hours come from the calendar
    std::vector<hours::Leave> leaves;
    std::vector<hours::Cancellation> cancellations;
    std::vector<Note> notes;
};

/// `now` and `home` give today's date; what is past is left out. `in_force` are the rules to take busy times from where
/// the calendar has no available times, with the holidays PH means in them; empty: there are none.
/// Entries that cannot be read are left out with a note. Errors: too_large, bad_encoding, bad_calendar (no calendar,
/// one that was cut off, or one that gives no hours), bad_rules (`in_force` cannot be read).
[[nodiscard]] hours::Placed<Availability> read_availability(std::string_view file, const hours::TimeZone& home,
                                                            Instant now, std::string_view in_force = {},
                                                            const std::optional<hours::Holidays>& holidays = {});

}  // namespace holdfast::ical
