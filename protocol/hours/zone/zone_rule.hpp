// How the clocks of a zone go on after the last change that its data lists: a zone file ends with a rule for all later
// years, a POSIX TZ string such as "GMT0BST,M3.5.0/1,M10.5.0" (RFC 9636, section 3.3). Used within this folder only.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/instant.hpp"

namespace holdfast::hours {

/// A change of the clocks that comes every year, on the first to fourth or the last of a weekday in a month.
struct YearlyChange {
    std::chrono::month month{1};
    unsigned week = 1;  ///< 5: the last
    std::chrono::weekday weekday;
    Seconds time{};    ///< since midnight, by the clock before the change; may lie on another day
    Seconds before{};  ///< local minus UTC
    Seconds after{};
    std::string abbreviation;  ///< after the change

    [[nodiscard]] std::chrono::sys_seconds in(std::chrono::year year) const;
};

/// The two changes of a year; empty for a zone whose clocks no longer change, and for text that is no such rule.
[[nodiscard]] std::optional<std::array<YearlyChange, 2>> parse_zone_rule(std::string_view text);

/// "<+01>-1": the rule of a zone whose clocks no longer change.
[[nodiscard]] bool is_steady_rule(std::string_view text);

/// At least three letters, digits and signs, such as "GMT" and "-02".
[[nodiscard]] bool is_abbreviation(std::string_view text);

}  // namespace holdfast::hours
