// The log most tests of the audit begin with.
#pragma once

#include <chrono>

#include "tests/client/audit/log_builder.hpp"

namespace holdfast::audit::test {

inline const Instant evening = at("2026-03-02T20:00:00Z");
inline const Instant nine = at("2026-03-03T09:00:00Z");
inline const Instant noon = at("2026-03-03T12:00:00Z");
inline const Instant next_nine = at("2026-03-10T09:00:00Z");

/// Held in the evening, let through at nine, one more while open.
struct Simple : LogBuilder {
    std::uint64_t held = take(evening);
    std::uint64_t released = release(nine);
    std::uint64_t passed = take(nine + std::chrono::hours{1});
};

inline Report audit_of(LogBuilder& log, Instant now = noon + std::chrono::hours{1}) { return audit(log.given(now)); }

}  // namespace holdfast::audit::test
