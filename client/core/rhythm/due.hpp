// When the check-ins of a rhythm are due, and which version asks for each. Pure: values in, instants out. Times are the
// wall clock's in the zone of the terms: one inside a gap is the first valid instant after it, one that comes twice the
// first. PROTOCOL.md, "Rhythm".
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/rhythm.hpp"

namespace holdfast::client {

/// The due times in [from, to), rising, each once. None where the zone is not known here. The work grows with the
/// days between the two.
[[nodiscard]] std::vector<Instant> due_times(const wire::RhythmTerms& terms, Instant from, Instant to);
[[nodiscard]] bool is_due_time(const wire::RhythmTerms& terms, Instant t);

/// A version while it is in force: in [from, to).
struct InForce {
    Digest rhythm;
    const wire::RhythmTerms* terms = nullptr;  ///< never null
    Instant from;
    Instant to;          ///< Instant::max(): it still is
    bool ended = false;  ///< at `to` by a word, and not since another version came
};

/// One due time and how long it can be answered: until the next is due, or the rhythm was ended.
struct DueTime {
    Digest rhythm;
    Instant due;
    Instant until;
    bool ended = false;  ///< the rhythm was ended before the next was due: nothing was missed
    friend bool operator==(const DueTime&, const DueTime&) = default;
};

/// Those of all versions in [from, to), rising. `versions` follow each other.
[[nodiscard]] std::vector<DueTime> due_times(std::span<const InForce> versions, Instant from, Instant to);
/// The last at or before `t`, as long as it can be answered.
[[nodiscard]] std::optional<DueTime> open_due_time(std::span<const InForce> versions, Instant t);
/// The first after `t`.
[[nodiscard]] std::optional<Instant> next_due_time(std::span<const InForce> versions, Instant t);

/// Answers that come within this time are not called late: nobody answers on the minute.
inline constexpr std::chrono::hours called_late_after{2};

}  // namespace holdfast::client
