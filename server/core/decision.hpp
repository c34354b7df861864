// The gate's decision: what the signed hours of a conversation say at one instant. A submit, a sweep and a promise ask
// the same function. gate.hpp acts on what it says. PROTOCOL.md, "The gate".
#pragma once

#include <optional>

#include "server/core/schedule_cache.hpp"

namespace holdfast::server {

/// Whether the gate is open at one instant, and what is promised then.
struct Decision {
    bool open = false;
    std::optional<wire::Promise> promise;  ///< for a message received at that instant
    friend bool operator==(const Decision&, const Decision&) = default;
};

/// The one decision of the gate, for a submit, a sweep and a promise alike. `trusted` is false while the clock is
/// suspect: then all is closed.
[[nodiscard]] Decision decide(CachedSchedule& cached, Instant now, bool trusted);

}  // namespace holdfast::server
