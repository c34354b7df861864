// A calendar file as lines and components (RFC 5545 section 3), before anything is interpreted: unfolded, nested,
// within bounds. The rule: what reaches the library behind item.cpp is one short, well-formed line at a time, and every
// line knows its number in the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/grammar.hpp"

namespace holdfast::ical {

/// A practice's year of appointments is a few hundred kilobytes.
inline constexpr std::size_t max_calendar_bytes = std::size_t{1} << 20;
/// An unfolded line: a long description, or an hour-by-hour list of dates. Attachments belong elsewhere.
inline constexpr std::size_t max_line_bytes = 64 * 1024;
inline constexpr std::size_t max_components = 10'000;
/// VCALENDAR, VAVAILABILITY, AVAILABLE, VALARM, and room for what programs add.
inline constexpr std::size_t max_depth = 8;

struct Line {
    std::size_t number = 0;  ///< 1-based, of its first physical line
    std::string name;        ///< upper case: "DTSTART"
    std::string text;        ///< the whole line, unfolded
};

struct Component {
    std::string name;        ///< upper case: "VEVENT"
    std::size_t number = 0;  ///< of its BEGIN
    std::vector<Line> lines;
    std::vector<Component> parts;
};

/// An error of a calendar file, with its line before the words; 0: without a line.
[[nodiscard]] hours::PlacedError bad_calendar(std::size_t line, std::string words);

/// The VCALENDAR components of a file, in order; at least one. Errors: too_large, bad_encoding (not UTF-8),
/// bad_calendar.
[[nodiscard]] hours::Placed<std::vector<Component>> read_components(std::string_view file);

}  // namespace holdfast::ical
