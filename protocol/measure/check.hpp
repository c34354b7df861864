// Whether a definition of a questionnaire holds together: bounded, readable, and with one total and one band for each
// set of answers. The same check stands before a file is used, before an offer is sent, and before one is taken.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/wire/measure.hpp"

namespace holdfast::measure {

/// A questionnaire on paper has one or two pages; each bound is a few times the longest in use.
inline constexpr std::size_t max_items = 60;
inline constexpr std::size_t max_choices = 11;  ///< 0 to 10
inline constexpr std::uint8_t max_value = 100;
inline constexpr std::uint8_t max_factor = 10;
static_assert(max_items * max_value * max_factor < 65'536, "a total is a number of two bytes");
inline constexpr std::size_t max_bands = 12;
inline constexpr std::size_t max_name_bytes = 32;
inline constexpr std::size_t max_line_bytes = 600;
/// A whole definition: half a message.
inline constexpr std::size_t max_bytes = 30'000;

/// The first thing that is wrong with a definition: in which list or setting, at which place of it, and why.
struct Flaw {
    std::string_view part;  ///< "items"
    std::size_t index = 0;  ///< in a list, from 0
    std::string words;      ///< one safe sentence
};

[[nodiscard]] std::optional<Flaw> flaw_of(const wire::Measure& measure);

/// Errors: out_of_range.
[[nodiscard]] Status check(const wire::Measure& measure);

/// The choices of one item. Precondition: there is such an item.
[[nodiscard]] const std::vector<wire::MeasureChoice>& choices_of(const wire::Measure& measure, std::size_t item);

/// The totals there can be where every item is answered.
struct TotalRange {
    std::uint16_t lowest = 0;
    std::uint16_t highest = 0;
};
/// Precondition: check(measure).
[[nodiscard]] TotalRange totals_of(const wire::Measure& measure);

[[nodiscard]] bool asks_about_self_harm(const wire::Measure& measure) noexcept;

/// The name of these very words: what answers say they answer.
[[nodiscard]] Digest hash_of(const wire::Measure& measure);

/// As people type it: without case, hyphens and blanks.
[[nodiscard]] bool is_same_name(std::string_view a, std::string_view b) noexcept;

}  // namespace holdfast::measure
