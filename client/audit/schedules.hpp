// The hours as they stood at a decision: the schedule of the prefix of the chains that its heads name. Made once for
// each pair of heads. PROTOCOL.md, "Hours".
#pragma once

#include <functional>
#include <map>
#include <span>
#include <utility>

#include "protocol/hours_chain/chain.hpp"

namespace holdfast::audit {

/// From the versions of both chains to a schedule: hours::Schedule::make, or one of other zone data.
using ScheduleMaker =
    std::function<hours::Schedule(std::span<const hours::VersionInForce>, std::span<const hours::VersionInForce>)>;

/// How many versions of each chain count.
using Prefix = std::pair<std::size_t, std::size_t>;

/// The gate's decision at one instant.
struct Decided {
    bool open = false;
    std::optional<wire::Promise> promise;  ///< for a message received at that instant
};

class Schedules {
  public:
    /// The chains outlive this; null where there is none.
    Schedules(const hours_chain::Chain* base, const hours_chain::Chain* own, ScheduleMaker make);

    /// The versions these heads name; empty when a version is not in the chains here, or is another one.
    [[nodiscard]] std::optional<Prefix> prefix_of(const wire::HoursHeads& heads) const;
    /// The versions that had been received at `t`.
    [[nodiscard]] Prefix received_by(Instant t) const;

    /// Lives as long as this.
    [[nodiscard]] const hours::Schedule& of(const Prefix& prefix);
    [[nodiscard]] Decided decide(const Prefix& prefix, Instant t);
    /// The first open instant at or after `t`, by all that was published since; empty: none is set.
    [[nodiscard]] std::optional<Instant> opening(Instant t);

  private:
    /// The last answer of a schedule, and how long it stands: decisions follow one another in time.
    struct Remembered {
        hours::Schedule schedule;
        std::optional<Instant> since{};
        std::optional<Instant> until{};
        bool open = false;
    };
    [[nodiscard]] Remembered& remembered(const Prefix& prefix);
    /// Looks at `t`, unless what was seen last still stands.
    [[nodiscard]] Remembered& look(const Prefix& prefix, Instant t);

    const hours_chain::Chain* base_;
    const hours_chain::Chain* own_;
    ScheduleMaker make_;
    Prefix all_;
    std::map<Prefix, Remembered> made_;
};

}  // namespace holdfast::audit
