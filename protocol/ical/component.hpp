// A calendar file as lines and components (RFC 5545 section 3), before anything is interpreted: unfolded, nested,
// within bounds. The rule: one odd byte, line or entry never refuses the whole; only properties that are looked at are
// kept, and what reaches the library behind item.cpp is one line of text at a time that knows its number in the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::ical {

/// Calendar programs export all years at once: a therapist's ten years take 5 MB.
inline constexpr std::size_t max_calendar_bytes = std::size_t{32} << 20;
/// An unfolded line that is kept: an hour-by-hour list of dates. Longer text is cut; other long lines cannot be read.
inline constexpr std::size_t max_line_bytes = 64 * 1024;
/// As many as fit into a file of that size with the least that programs write about one.
inline constexpr std::size_t max_components = 200'000;
inline constexpr std::size_t max_lines = 1'000'000;
/// VCALENDAR, VAVAILABILITY, AVAILABLE, VALARM, and room for what programs add.
inline constexpr std::size_t max_depth = 8;

struct Line {
    std::size_t number = 0;  ///< 1-based, of its first physical line
    std::string name;        ///< upper case: "DTSTART"
    std::string text;        ///< the whole line, unfolded, UTF-8 without control characters
    bool cut = false;        ///< it was longer than max_line_bytes
};

struct Component {
    std::string name;         ///< upper case: "VEVENT"
    std::size_t number = 0;   ///< of its BEGIN
    std::vector<Line> lines;  ///< of the properties that are looked at
    std::vector<Component> parts;
    bool has_end = true;  ///< false: the next one of its kind began inside it
};

/// An error of a calendar file, with its line before the words; 0: without a line.
[[nodiscard]] hours::PlacedError bad_calendar(std::size_t line, std::string words);

/// Some programs begin a file in UTF-8 with it.
inline constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

/// `text` without blanks, tabs and carriage returns at its ends.
[[nodiscard]] std::string_view without_blanks(std::string_view text) noexcept;

/// Of text to be shown in one line: at most `bytes`, cut at a character.
[[nodiscard]] std::string shortened(std::string text, std::size_t bytes);

/// The VCALENDAR components of a file, in order; at least one. Errors: too_large, bad_encoding (with the line: a
/// property that is looked at is not in UTF-8), bad_calendar (no calendar, or one that was cut off).
[[nodiscard]] hours::Placed<std::vector<Component>> read_components(std::string_view file);

}  // namespace holdfast::ical
