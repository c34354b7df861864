// Walks a calendar in order, date by date, and jumps over stretches that are all closed or all open. Used by
// calendar.cpp and timeline.cpp only.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/hours/calendar/calendar.hpp"
#include "protocol/hours/calendar/day_plan.hpp"

namespace holdfast::hours {

/// A window reaches at most a day past the date it starts on, and a zone may drop a date: nothing that contains an
/// instant is owned by an earlier date than this many before.
inline constexpr std::chrono::days reach_back{3};

/// RFC 3339 has years of four digits; nothing is looked for beyond.
inline constexpr std::chrono::sys_days end_of_time =
    std::chrono::year{9999} / std::chrono::December / std::chrono::day{30};

/// An open time and the date it starts on; over dates that are jumped over, the first of them.
struct OwnedInterval {
    Interval interval;
    std::chrono::sys_days owner;
};

/// The windows of a calendar, one date at a time.
class DateWalk {
  public:
    /// From `first` to `last`, but no further than the holidays of the calendar reach. The calendar must outlive this.
    DateWalk(const Calendar& calendar, std::chrono::sys_days first, std::chrono::sys_days last);

    [[nodiscard]] bool at_end() const noexcept { return date_ > last_; }
    /// Beyond the last date everything is closed, not unknown.
    [[nodiscard]] bool ends_with_holidays() const noexcept { return ends_with_holidays_; }
    /// The next date to load.
    [[nodiscard]] std::chrono::sys_days date() const noexcept { return date_; }
    /// When that begins: nothing still to be loaded begins before it.
    [[nodiscard]] Instant frontier() const noexcept { return frontier_; }

    /// Adds what date() gives to `out` and moves on, past dates that repeat the pattern if there are many; over open
    /// ones no further than `alike_until`. Precondition: not at_end().
    void load(std::vector<OwnedInterval>& out, std::chrono::sys_days alike_until);
    /// Leaves out the dates before `date`.
    void skip_to(std::chrono::sys_days date);

  private:
    void plan(std::vector<OwnedInterval>& out, std::optional<Seconds> offset);
    void jump(std::vector<OwnedInterval>& out, std::chrono::sys_days alike_until);
    void move_to(std::chrono::sys_days date);

    const Calendar& calendar_;
    DayPlanner planner_;
    std::chrono::sys_days date_;
    std::chrono::sys_days last_;
    Instant frontier_;
    bool ends_with_holidays_ = false;
    int patience_;         ///< dates alike in a row before a jump is tried
    int closed_days_ = 0;  ///< dates in a row, up to the one before date_
    int full_days_ = 0;
    int dormant_days_ = 0;  ///< closed, and no open rule speaks about them: only an open rule can end that
};

/// The windows of one calendar, overlapping and touching ones joined.
class WindowWalk {
  public:
    /// Windows owned by the dates `first` to `first` + search_horizon, `without` left out. The calendar and `without`
    /// must outlive the walk.
    WindowWalk(const Calendar& calendar, std::chrono::sys_days first, std::span<const DateRange> without);

    /// The next window; without an end when it goes on to the horizon.
    [[nodiscard]] std::optional<Window> next();

  private:
    void load();
    [[nodiscard]] const DateRange* left_out() const;
    [[nodiscard]] std::chrono::sys_days next_left_out() const;

    DateWalk dates_;
    std::span<const DateRange> without_;
    std::vector<OwnedInterval> loaded_;
    std::vector<Interval> pending_;  ///< sorted by begin
};

}  // namespace holdfast::hours
