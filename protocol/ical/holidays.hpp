// A list of public holidays from a file: an iCalendar, or one date a line with its name after it. PROTOCOL.md,
// "Holidays".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/grammar.hpp"

namespace holdfast::ical {

/// Of one holiday, in bytes.
inline constexpr std::size_t max_holiday_name_bytes = 100;

struct Holiday {
    Date date{};
    std::string name;  ///< may be empty; as it was written: to be made safe before it is shown
    friend bool operator==(const Holiday&, const Holiday&) = default;
};

struct HolidayList {
    std::vector<Holiday> holidays;  ///< sorted, one a date
    Date horizon{};                 ///< the last date the list speaks for: the end of the year of its last date
};

/// Entries that repeat every year are followed for three years from `from`; dates before it are left out.
/// Errors: bad_calendar with the line, too_large (also above hours::max_holidays), bad_encoding, bad_date with the
/// line.
[[nodiscard]] hours::Placed<HolidayList> read_holidays(std::string_view file, Date from);

}  // namespace holdfast::ical
