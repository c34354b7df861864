// A zone file: when the clocks of one time zone changed and will change, in the format TZif (RFC 9636, formerly 8536).
// Files come with the system or in a pack; whatever their bytes are, reading them takes little time and memory.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/hours/zone/zone_rule.hpp"

namespace holdfast::hours {

/// More than a zone file has: the largest of today is 4 KiB.
inline constexpr std::size_t largest_zone_file = std::size_t{64} << 10;
/// A zone with two changes a year reaches 2,000 years with that many; files of today list 240 at most.
inline constexpr std::size_t most_transitions = 4000;

struct ZoneFile {
    /// What a clock shows for some time.
    struct LocalTime {
        Seconds offset{};          ///< local minus UTC
        std::string abbreviation;  ///< as is_abbreviation says
        friend bool operator==(const LocalTime&, const LocalTime&) = default;
    };
    struct Transition {
        std::chrono::sys_seconds at;
        LocalTime local;  ///< from then on
        friend bool operator==(const Transition&, const Transition&) = default;
    };
    LocalTime first;                                  ///< before the first transition
    std::vector<Transition> transitions;              ///< in order of time
    std::optional<std::array<YearlyChange, 2>> then;  ///< how it goes on; empty: as after the last transition
};

/// Versions 1 and later. Errors: truncated, trailing_bytes, bad_encoding (no zone file, or a rule of another form than
/// zones have), unknown_version, too_large, out_of_range (leap seconds, transitions out of order, an offset of more
/// than a day and some hours, a number that leads nowhere).
[[nodiscard]] Result<ZoneFile> parse_zone_file(BytesView bytes);

}  // namespace holdfast::hours
