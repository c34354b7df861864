// A version of the hours that was checked and read: what a schedule is made of. Made once for each version, and kept
// beside it by whoever has the chain. PROTOCOL.md, "Hours".
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "protocol/hours/schedule/trace.hpp"
#include "protocol/hours/schedule/version.hpp"

namespace holdfast::hours {

/// The meaning of rules, zone and holidays together. Versions that say the same in other respects share it.
struct Pattern {
    std::string key;  ///< equal for those that say the same
    std::size_t hash = 0;
    Calendar calendar;
};

/// For maps by what patterns say.
struct SameHash {
    std::size_t operator()(const Pattern* pattern) const noexcept { return pattern->hash; }
};
struct SaysTheSame {
    bool operator()(const Pattern* a, const Pattern* b) const noexcept
    {
        return a == b || (a->hash == b->hash && a->key == b->key);
    }
};
template <class Value>
using ByPattern = std::unordered_map<const Pattern*, Value, SameHash, SaysTheSame>;

/// A leave or a cancellation; versions name the same one when layer and dates are equal.
struct NamedOff {
    Layer layer = Layer::leave;
    DateRange dates;
    std::size_t index = 0;  ///< in its version's leaves or cancellations
};
/// Cancellations before leaves, then by dates.
[[nodiscard]] bool comes_before(const NamedOff& a, const NamedOff& b) noexcept;

struct Checked {
    HoursContent content;
    std::shared_ptr<const Pattern> pattern;  ///< null where the rules are empty: the base's hold
    std::vector<NamedOff> named;             ///< leaves and cancellations, sorted
    std::vector<DateRange> without;          ///< their dates: sorted, merged
    std::vector<Interval> extras;            ///< sorted, merged

    [[nodiscard]] bool is_off(std::chrono::sys_days date) const noexcept;
    /// The first date on or after `date` that is off; sys_days::max() for none.
    [[nodiscard]] std::chrono::sys_days next_off(std::chrono::sys_days date) const noexcept;
};

using CheckedPtr = std::shared_ptr<const Checked>;

/// Reads a version. Errors: those of check(). `before` is the version before it, or null: what is equal is shared.
[[nodiscard]] Placed<CheckedPtr> read(HoursContent content, bool inherits = false, const CheckedPtr& before = {});

/// A checked version with the instant of the relay's signed receipt.
struct CheckedInForce {
    CheckedPtr what;
    Instant received;
};

/// When version `index` of a chain counts: from max(valid from, receipt) until max(next receipt + own notice, next
/// valid from). Precondition: index < chain.size().
[[nodiscard]] Interval counts(std::span<const CheckedInForce> chain, std::size_t index) noexcept;

/// Whether so much of a chain counts at one instant that questions about it would cost too much (work.hpp). Versions
/// with equal patterns count once.
[[nodiscard]] bool too_complex(std::span<const CheckedInForce> chain);

}  // namespace holdfast::hours
