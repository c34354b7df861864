// A bound on the cost of one account over all its connections: every request takes a little, what its answer
// weighs, and the work it makes. It fills again with time, so that a person's program never notices it and a loop is
// stopped.
#pragma once

#include <cstddef>

#include "protocol/base/instant.hpp"

namespace holdfast::server {

/// Enough for a device that comes back after long: a full queue sent and acked, and every chain of a large practice.
inline constexpr std::size_t account_budget = std::size_t{8} << 20;
inline constexpr std::size_t budget_per_second = std::size_t{32} << 10;
/// The cost of a request, whatever its answer.
inline constexpr std::size_t request_cost = std::size_t{2} << 10;
/// The cost of one step of work: `budget_per_second` is a fiftieth of what the relay can do.
inline constexpr std::size_t step_cost = 32;
/// An item of an Ack that names nothing. One that names a delivery was paid for by who sent that.
inline constexpr std::size_t idle_ack_cost = 512;

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
