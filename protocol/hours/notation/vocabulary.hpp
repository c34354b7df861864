// The words of the notation and what to write instead of the words people try. Used in this folder only.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::hours {

inline constexpr std::array<std::string_view, 7> notation_weekdays{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
inline constexpr std::array<std::string_view, 12> notation_months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// "Mo[5]" is the last a month can have.
inline constexpr int last_nth_weekday = 5;

/// 1 (Monday) to 7 (Sunday) for "Mo" … "Su" in any case; 0 for anything else.
[[nodiscard]] unsigned weekday_number(std::string_view word) noexcept;
/// 1 to 12 for "Jan" … "Dec" in any case; 0 for anything else.
[[nodiscard]] unsigned month_number(std::string_view word) noexcept;
[[nodiscard]] bool same_word(std::string_view a, std::string_view b) noexcept;

/// 1 January to 12 December, also for "December" and "Sept"; 0 for anything else.
[[nodiscard]] unsigned month_meant(std::string_view word) noexcept;
/// 1 Monday to 7 Sunday, also for "Monday" and "Tues"; 0 for anything else.
[[nodiscard]] unsigned weekday_meant(std::string_view word) noexcept;

/// A sentence for a word that has no meaning here: the word meant, or what to do instead.
[[nodiscard]] std::string suggestion_for(std::string_view word);

}  // namespace holdfast::hours
