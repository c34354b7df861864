// Walks the windows of a calendar in order, date by date, and jumps over stretches that are all closed or all open.
// Used by calendar.cpp and effective_walk.cpp only.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/hours/calendar.hpp"
#include "protocol/hours/day_plan.hpp"

namespace holdfast::hours {

/// A window reaches at most a day past the date it starts on, and a zone may drop a date: nothing that contains an
/// instant is owned by an earlier date than this many before.
inline constexpr std::chrono::days reach_back{3};

class WindowWalk {
  public:
    /// Windows owned by the dates `first` to `first` + search_horizon, `without` left out. The calendar and `without`
    /// must outlive the walk.
    WindowWalk(const Calendar& calendar, std::chrono::sys_days first, std::span<const DateRange> without);
    /// Those of them that end after `t`, perhaps with some before, where `first` is reach_back before the date of `t`.
    [[nodiscard]] static WindowWalk ending_after(const Calendar& calendar, Instant t,
                                                 std::span<const DateRange> without);

    /// The next window, overlapping and touching ones joined; without an end when it goes on to the horizon.
    [[nodiscard]] std::optional<Window> next();
    /// True when next() certainly begins after `t`, as far as is known without planning another date.
    [[nodiscard]] bool begins_after(Instant t) const
    {
        return t < frontier_ && (pending_.empty() || t < pending_.front().begin);
    }

  private:
    [[nodiscard]] bool at_end() const { return date_ > last_; }
    void load_date();
    void load_segments();
    void move_to(std::chrono::sys_days date);
    void keep(Interval interval);
    [[nodiscard]] const DateRange* left_out() const;
    void jump(std::chrono::sys_days until);

    const Calendar& calendar_;
    DayPlanner planner_;
    std::span<const DateRange> without_;
    std::chrono::sys_days date_;  ///< the next date to load
    std::chrono::sys_days last_;
    bool ends_with_holidays_ = false;  ///< beyond last_ everything is closed, not unknown
    Instant frontier_;                 ///< when date_ begins: no window still to be loaded begins before it
    std::vector<Interval> pending_;    ///< loaded, sorted by begin
    int closed_days_ = 0;              ///< dates in a row, up to the one before date_
    int full_days_ = 0;
    int dormant_days_ = 0;  ///< closed, and no open rule speaks about them: only an open rule can end that
};

}  // namespace holdfast::hours
