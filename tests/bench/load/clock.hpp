// The load's clock, and what it measures with it.
#pragma once

#include <chrono>
#include <vector>

namespace holdfast::bench {

using Nanoseconds = std::chrono::nanoseconds;

/// Only ever counts on.
[[nodiscard]] inline Nanoseconds clock_now() noexcept { return std::chrono::steady_clock::now().time_since_epoch(); }
[[nodiscard]] constexpr Nanoseconds seconds(double count) noexcept
{
    return std::chrono::duration_cast<Nanoseconds>(std::chrono::duration<double>{count});
}
[[nodiscard]] constexpr double in_seconds(Nanoseconds time) noexcept
{
    return std::chrono::duration<double>{time}.count();
}

/// The value that the part `share` of `values` is below; 0 of nothing.
[[nodiscard]] double quantile(std::vector<double> values, double share);

}  // namespace holdfast::bench
