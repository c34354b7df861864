// Seeds played, and a failure made small.
#pragma once

#include <optional>
#include <string>

#include "tests/sim/coverage.hpp"
#include "tests/sim/plan.hpp"

namespace holdfast::sim {

/// The violation of a run, or nothing.
[[nodiscard]] std::optional<Violation> play(const Plan& plan, Coverage& coverage);

/// Leaves out whatever is not needed to break the same invariant (delta debugging), and waits as little as that takes.
[[nodiscard]] Plan shrink(const Plan& plan, const std::string& invariant, std::size_t most_runs = 400);

}  // namespace holdfast::sim
