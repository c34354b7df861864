// The effective windows of a schedule from one instant on, with extra windows or without. Everything is said as far as
// search_horizon from the instant asked about, whatever was asked before. Used by schedule.cpp and tracer.cpp only.
#pragma once

#include <optional>

#include "protocol/hours/schedule/schedule.hpp"
#include "protocol/hours/schedule/timeline.hpp"

namespace holdfast::hours {

class EffectiveWalk {
  public:
    /// The schedule must outlive the walk, and have versions.
    explicit EffectiveWalk(const Schedule& schedule) : data_{*schedule.data_}, schedule_{schedule} {}

    [[nodiscard]] bool is_open(Instant t);
    /// Until when it is open from `t` on without a break, through several versions if need be; empty when `t` is
    /// closed, Instant::max() for no end.
    [[nodiscard]] std::optional<Instant> open_until(Instant t, bool with_extras);
    /// Since when it has been open at `t`, extra windows included; exact when that lies within the last 400 days.
    /// Precondition: open at `t`.
    [[nodiscard]] Instant open_since(Instant t);
    /// The first opening after `t`. Precondition: closed at `t`.
    [[nodiscard]] std::optional<Instant> next_begin(Instant t, bool with_extras);
    /// The same with its end.
    [[nodiscard]] std::optional<Window> next(Instant t, bool with_extras);

  private:
    [[nodiscard]] Timeline& timeline_for(Instant t);
    [[nodiscard]] std::optional<Interval> window_ending_after(Instant t);
    [[nodiscard]] std::optional<Interval> extra_ending_after(Instant t, bool with_extras) const;

    const ScheduleData& data_;
    const Schedule& schedule_;
};

}  // namespace holdfast::hours
