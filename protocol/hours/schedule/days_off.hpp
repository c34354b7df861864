// Leaves and cancellations as a schedule has them: which of them touch an instant, since when they are known, and
// whether they came with notice. Used by schedule.cpp and tracer.cpp only. PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <vector>

#include "protocol/hours/schedule/schedule_data.hpp"

namespace holdfast::hours {

/// The dates that the versions which are the newest at `t` take from every calendar.
[[nodiscard]] std::vector<DateRange> dates_off_at(const ScheduleData& data, Instant t);

/// In order of precedence (the conversation's first, cancellations before leaves), those that name the date of `t` in a
/// calendar that counts, or take away a window there that contains `t`.
[[nodiscard]] std::vector<DayOff> days_off_at(const ScheduleData& data, Instant t);

/// The first of days_off_at(); when it was announced, and whether with notice, is not worked out.
[[nodiscard]] std::optional<DayOff> first_day_off_at(const ScheduleData& data, Instant t);

}  // namespace holdfast::hours
