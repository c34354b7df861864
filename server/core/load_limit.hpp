// Bounds on what one account may ask. They would also end a measurement: a build for measuring (the CMake option
// HOLDFAST_BENCH_LIMITS, set by the preset "bench" alone) has bounds here that no load reaches.
#pragma once

#include <limits>

namespace holdfast::server {

#ifdef HOLDFAST_BENCH_LIMITS
inline constexpr bool limits_raised = true;
#else
inline constexpr bool limits_raised = false;
#endif

/// `bound`; in a build for measuring, so much that it is never reached and sums with it do not overflow.
template <class Number>
[[nodiscard]] constexpr Number load_limit(Number bound) noexcept
{
    return limits_raised ? std::numeric_limits<Number>::max() / 4 : bound;
}

}  // namespace holdfast::server
