// Reads the subset of the OpenStreetMap `opening_hours` notation that Holdfast keeps (PROTOCOL.md, "Hours"). Any other
// text is refused with the place and a suggestion, never guessed at.
#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/hours/notation/rules.hpp"

namespace holdfast::hours {

/// A year of hand-written exceptions fits in a quarter of it; signed hours stay small enough for any device.
inline constexpr std::size_t max_rules_bytes = 2000;
/// Keeps every answer fast: each rule is looked at once per day.
inline constexpr std::size_t max_rule_count = 100;
/// The years a rule may name; the end is where RFC 3339 ends.
inline constexpr int first_rule_year = 1970;
inline constexpr int last_rule_year = 9999;

/// Why hours were refused, and where.
struct PlacedError {
    Errc code = Errc::bad_rules;
    std::size_t column = 0;  ///< 1-based, in characters (code points); 0 when there is no place to name
    std::string message;     ///< a sentence with a suggestion; may quote a few characters of the text
};

/// Called by result::value() on an error: a bug of the caller.
[[noreturn]] inline void throw_exception_from_error(const PlacedError& error, const boost::source_location&)
{
    throw std::logic_error{error.message};
}

template <class T>
using Placed = boost::system::result<T, PlacedError>;

/// Errc::bad_rules with the place for anything malformed or outside the subset; Errc::too_large above the bounds;
/// Errc::bad_encoding for text that is not UTF-8.
[[nodiscard]] Placed<Rules> parse_rules(std::string_view text);

}  // namespace holdfast::hours
