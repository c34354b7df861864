// The data of a schedule: two chains of checked versions and what follows from them at once. It does not change,
// and is shared by all copies of a schedule. Part of schedule.hpp; used by schedule.cpp, schedule_builder.cpp,
// timeline.cpp, effective_walk.cpp and tracer.cpp only.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "protocol/hours/schedule/checked.hpp"
#include "protocol/hours/schedule/trace.hpp"

namespace holdfast::hours {

struct ScheduleData {
    /// One version of a chain, and when it counts.
    struct Version {
        VersionName name;
        Instant received;
        Interval counts;  ///< Instant::max(): without an end
        CheckedPtr what;
        std::optional<std::size_t> source;  ///< empty: it has no rules, the base's hold
    };
    /// A calendar, and when it counts: all the versions of one chain that say the same.
    struct Source {
        std::shared_ptr<const Pattern> pattern;
        bool own = false;
        std::vector<Interval> spans;  ///< sorted, merged

        [[nodiscard]] const Calendar& calendar() const noexcept { return pattern->calendar; }
    };
    /// From `begin` to the next head these versions are the newest received.
    struct Head {
        Instant begin;
        std::optional<std::size_t> own;
        std::optional<std::size_t> base;
    };

    std::vector<Version> versions;  ///< the base's, oldest first, then the conversation's
    std::size_t base_versions = 0;
    std::vector<Interval> base_counts;          ///< sorted, merged: outside of it the base's versions do not count
    Instant base_holds_until = Instant::max();  ///< beside the conversation's own first hours
    std::vector<Source> sources;
    std::vector<Head> heads;  ///< sorted by begin

    /// heads.size() before the first.
    [[nodiscard]] std::size_t head_at(Instant t) const noexcept;
    [[nodiscard]] Instant head_end(std::size_t head) const noexcept;
    [[nodiscard]] const Checked* own_of(const Head& head) const noexcept { return what(head.own); }
    [[nodiscard]] const Checked* base_of(const Head& head) const noexcept { return what(head.base); }
    [[nodiscard]] bool is_off(const Head& head, std::chrono::sys_days date) const noexcept;

    /// Whether version `index` counts at `t`.
    [[nodiscard]] bool counts_at(std::size_t index, Instant t) const noexcept;
    /// The sources that count at `t`, by the newest version that has them, newest first.
    [[nodiscard]] std::vector<std::size_t> sources_at(Instant t) const;

    /// The first extra window that ends after `t`, as far as the versions that name it are the newest.
    [[nodiscard]] std::optional<Interval> extra_ending_after(Instant t) const noexcept;

  private:
    [[nodiscard]] const Checked* what(const std::optional<std::size_t>& version) const noexcept
    {
        return version ? versions[*version].what.get() : nullptr;
    }
};

}  // namespace holdfast::hours
