// When signed hours are open and what they promise, worked out anew: nothing of protocol/hours is used. It knows what
// the simulation publishes: one rule of weekdays and times in Europe/London or Europe/Berlin, leaves, cancellations,
// extra windows, and the clock changes of the European Union by hand. PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::sim {

struct ReceivedHours {
    wire::HoursVersion version;
    Instant received;
};
using HoursSeen = std::vector<ReceivedHours>;  ///< one chain, in order

/// Whether a conversation with these chains (`own` may be empty) is open at `t`.
[[nodiscard]] bool is_open(const HoursSeen& base, const HoursSeen& own, Instant t);

/// The reading time of a message received at `t`; empty where there is none for months.
[[nodiscard]] std::optional<wire::Promise> promise_of(const HoursSeen& base, const HoursSeen& own, Instant t);

}  // namespace holdfast::sim
