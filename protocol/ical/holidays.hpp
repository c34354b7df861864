// A list of public holidays from a file: an iCalendar, or one date a line with its name after it. The rule: nothing is
// known beyond the last date that the list names itself, or that somebody says. PROTOCOL.md, "Holidays".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/notation/grammar.hpp"
#include "protocol/ical/notes.hpp"

namespace holdfast::ical {

/// Of one holiday, in bytes.
inline constexpr std::size_t max_holiday_name_bytes = 100;
/// Of a list with a date a line; an iCalendar may have max_calendar_bytes.
inline constexpr std::size_t max_list_bytes = std::size_t{1} << 20;

struct Holiday {
    Date date{};
    std::string name;         ///< may be empty; as it was written: to be made safe before it is shown
    bool observance = false;  ///< a day to remember on which people work: open unless somebody says otherwise
    friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct HolidayList {
    std::vector<Holiday> holidays;  ///< sorted, one for each date, none beyond the horizon
    Date horizon{};                 ///< the last date the list speaks for
    std::vector<Note> notes{};      ///< entries that were left out, and why
};

/// Dates before `from` are left out. The list speaks for dates up to `until`; without it up to the last date it names
/// (entries that repeat for ever, followed for three years, count only where nothing else does). Errors: bad_calendar
/// (no calendar, or no coming holiday in it), too_large (also above hours::max_holidays), bad_encoding, bad_date with
/// the line of a plain list.
[[nodiscard]] hours::Placed<HolidayList> read_holidays(std::string_view file, Date from,
                                                       const std::optional<Date>& until = {});

}  // namespace holdfast::ical
