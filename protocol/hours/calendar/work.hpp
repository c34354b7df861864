// How much work hours may cost, in steps that are the same on every machine. The steps of a version follow from its
// rules alone, so that relay and client refuse the same versions: what is too complex is never published, and no
// question about hours that were published keeps anybody waiting. PROTOCOL.md, "Hours", "Work".
#pragma once

#include <cstddef>
#include <cstdint>

namespace holdfast::hours {

/// Of one version, for a year of dates: thirty weekly rules, or a hundred for single dates. The newest version is
/// looked at for ten years at most.
inline constexpr std::uint32_t max_version_steps = 60'000;
/// Of all versions of a chain that count at one instant, for a year: 200 plain weeks, or eighteen of the most complex.
/// But for the newest they end within a quarter.
inline constexpr std::uint32_t max_steps_at_once = 1'100'000;
/// Versions of a chain received within max_notice: more than ten per day.
inline constexpr std::size_t max_versions_in_notice = 1000;

/// Looking at a date at all.
inline constexpr std::uint32_t steps_per_date = 10;
/// A time of day on a date that its rule matches.
inline constexpr std::uint32_t steps_per_time = 4;

/// No question about a schedule takes more: the newest version of a chain for ten years and a month, and what counts at
/// once, of both chains, for the days that a window is looked back for.
inline constexpr std::uint64_t max_question_steps = 11ULL * max_version_steps + 3ULL * max_steps_at_once;

namespace detail {
inline constinit thread_local std::uint64_t steps = 0;
}  // namespace detail

/// The steps this thread has taken so far: tests bound work by them, not by a clock.
[[nodiscard]] inline std::uint64_t steps_taken() noexcept { return detail::steps; }
inline void count_steps(std::uint64_t steps) noexcept { detail::steps += steps; }

}  // namespace holdfast::hours
