// Turns chains of versions into what a schedule is made of: when each calendar counts, and which versions are the
// newest when. Used by schedule.cpp only.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "protocol/hours/schedule/schedule_data.hpp"

namespace holdfast::hours {

/// Reads the versions of a chain into `out`; what is wrong with the first that cannot be read.
[[nodiscard]] std::optional<PlacedError> read_chain(std::span<const VersionInForce> chain, bool inherits,
                                                    std::vector<CheckedInForce>& out);

/// Errc::broken_chain for receipts that go back, hours_too_complex (checked.hpp).
[[nodiscard]] std::optional<PlacedError> problem_of(std::span<const CheckedInForce> base,
                                                    std::span<const CheckedInForce> conversation);

class ScheduleBuilder {
  public:
    /// Chains without a problem; the base has versions.
    ScheduleBuilder(std::span<const CheckedInForce> base, std::span<const CheckedInForce> conversation)
        : base_{base}, conversation_{conversation}
    {
    }
    [[nodiscard]] std::shared_ptr<const ScheduleData> build();

  private:
    void add_versions(std::span<const CheckedInForce> chain, bool own);
    [[nodiscard]] std::optional<std::size_t> source_of(const CheckedPtr& what, bool own);
    void join_spans();
    [[nodiscard]] Instant base_holds_until() const;
    [[nodiscard]] std::vector<Interval> base_counts() const;
    void add_heads();

    std::span<const CheckedInForce> base_;
    std::span<const CheckedInForce> conversation_;
    ByPattern<std::size_t> known_;  ///< sources of the chain that is added, by pattern
    std::shared_ptr<ScheduleData> data_ = std::make_shared<ScheduleData>();
};

}  // namespace holdfast::hours
