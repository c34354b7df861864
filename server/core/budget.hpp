// What one connection may cost: every request takes a little, and what its answer weighs. It fills again with time, so
// that a person's program never notices it and a loop is stopped.
#pragma once

#include <cstddef>

#include "protocol/base/instant.hpp"

namespace holdfast::server {

/// Enough for a device that comes back after long: a full queue sent and acked, and every chain of a large practice.
inline constexpr std::size_t session_budget = std::size_t{8} << 20;
inline constexpr std::size_t budget_per_second = std::size_t{32} << 10;
/// What a request costs whatever its answer: a look into the store, often a signature.
inline constexpr std::size_t request_cost = std::size_t{2} << 10;

class Budget {
  public:
    /// Whether there is anything left at `now`.
    [[nodiscard]] bool left(Instant now) noexcept;
    void spend(std::size_t bytes) noexcept { spent_ += bytes; }

  private:
    std::size_t spent_ = 0;
    Instant filled_;
};

}  // namespace holdfast::server
