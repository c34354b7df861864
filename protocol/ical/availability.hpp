// What a calendar says about hours: the times somebody is available (RFC 7953) become rules, the times they are busy
// become leave, cancelled dates and dated rules. The rule: nothing is guessed; what cannot be taken is a note that
// names the entry and says what to do. What entries are called stays here: no reason is made of it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/content.hpp"
#include "protocol/hours/zone.hpp"

namespace holdfast::ical {

/// Repetition is followed, and busy times are looked for, this far ahead.
inline constexpr std::chrono::days import_horizon{365};
/// Entries that repeat; beyond it a file is no person's calendar.
inline constexpr std::size_t max_repeating = 1000;
inline constexpr std::size_t max_notes = 200;

/// About one entry. `summary` is as the person wrote it: to be made safe before it is shown.
struct Note {
    std::size_t line = 0;
    std::string summary;
    std::string sentence;
    friend bool operator==(const Note&, const Note&) = default;
};

struct Availability {
    std::string rules;           ///< canonical; the given ones where the calendar has no available times
    bool has_available = false;  ///< the weekly hours come from the calendar
    std::vector<hours::Leave> leaves;
    std::vector<hours::Cancellation> cancellations;
    std::vector<Note> notes;
};

/// `now` and `home` give today's date; what is past is left out. `in_force` are the rules to take busy times from where
/// the calendar has no available times, with the holidays PH means in them; empty: there are none.
/// Errors: too_large, bad_encoding, bad_calendar (with the line), bad_rules (`in_force` cannot be read).
[[nodiscard]] hours::Placed<Availability> read_availability(std::string_view file, const hours::TimeZone& home,
                                                            Instant now, std::string_view in_force = {},
                                                            const std::optional<hours::Holidays>& holidays = {});

}  // namespace holdfast::ical
