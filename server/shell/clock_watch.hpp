// Notices that the wall clock jumped: it is compared with the time since boot, which never does. Slow correction of a
// drifting clock moves both and is no jump. Pure; the ledger asks it before every step.
#pragma once

#include <chrono>
#include <optional>

#include "protocol/base/instant.hpp"

namespace holdfast::server {

class ClockWatch {
  public:
    explicit ClockWatch(std::chrono::milliseconds tolerance) noexcept : tolerance_{tolerance} {}

    /// True when the wall clock has moved against boot time by more than the tolerance since the first look, or since
    /// the jump reported before.
    [[nodiscard]] bool jumped(Instant wall, std::chrono::milliseconds since_boot) noexcept
    {
        const auto started = wall - since_boot;
        if (!started_) started_ = started;
        if (std::chrono::abs(started - *started_) <= tolerance_) return false;
        started_ = started;
        return true;
    }

  private:
    std::chrono::milliseconds tolerance_;
    std::optional<Instant> started_;  // when the machine started, as the wall clock tells it
};

}  // namespace holdfast::server
