// The effective windows of a schedule in order, extra windows left out: the union of what the versions that count give,
// each only while it counts, without the days off of the versions that are the newest then. Every calendar is walked
// once, and each window is found once, however many questions are asked. Used by effective_walk.cpp and schedule.cpp.
//
//   calendars ──a date at a time, the earliest first──► clipped ──► pending, by begin ──joined──► found
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "protocol/hours/calendar/window_walk.hpp"
#include "protocol/hours/schedule/schedule_data.hpp"

namespace holdfast::hours {

class Timeline {
  public:
    /// Of what is open at or after `from`; windows that began before begin there.
    Timeline(std::shared_ptr<const ScheduleData> data, Instant from);
    /// The same up to `limit`.
    Timeline(std::shared_ptr<const ScheduleData> data, Instant from, Instant limit);

    [[nodiscard]] Instant from() const noexcept { return from_; }
    /// Up to here everything is known, if it is asked for.
    [[nodiscard]] Instant limit() const noexcept { return limit_; }
    /// Whether all windows that end at or before `t` were found: then no answer about `t` costs a walk from `from`.
    [[nodiscard]] bool is_near(Instant t) const noexcept;

    /// The first window that ends after `t`; its end is past limit() where it goes on there. Precondition: t >= from().
    [[nodiscard]] std::optional<Interval> ending_after(Instant t);

  private:
    /// A source that still has something to give.
    struct Walker {
        const ScheduleData::Source* source = nullptr;
        std::size_t span = 0;          ///< of the source: the first that is not over
        Instant frontier;              ///< nothing it has still to give begins before
        std::optional<DateWalk> walk;  ///< from the first date that the span needs; not before it is needed
    };
    struct Turn {
        Instant frontier;
        std::size_t walker = 0;
    };
    /// The latest end that was loaded, and whose it is.
    struct Furthest {
        Instant end = Instant::min();
        std::size_t walker = 0;
    };
    /// When a date was off, around it.
    struct Off {
        std::chrono::sys_days date;
        std::vector<Interval> when;
    };

    void add_walkers();
    [[nodiscard]] Instant frontier() const noexcept;
    [[nodiscard]] static bool is_done(const Walker& walker);
    bool load(Instant open_until);
    void load(std::size_t index);
    void settle(Walker& walker) const;
    void keep(const Walker& walker, const OwnedInterval& owned);
    void keep_on(Interval interval, const std::vector<Interval>& off);
    void add_turn(Turn turn);
    void push(Interval interval);
    Interval pop();
    void run_ahead(Interval& window);
    void join(Interval& window);
    bool find();
    [[nodiscard]] const std::vector<Interval>& off_around(std::chrono::sys_days date);
    [[nodiscard]] std::chrono::sys_days alike_until(const DateWalk& walk) const;

    std::shared_ptr<const ScheduleData> data_;
    Instant from_;
    Instant limit_;
    std::vector<Walker> walkers_;
    std::vector<Turn> turns_;        ///< a heap, the earliest first
    std::vector<Interval> pending_;  ///< a heap by begin, the earliest first
    std::vector<Interval> found_;    ///< in order, joined
    std::vector<OwnedInterval> loaded_;
    std::optional<Off> off_;
    Furthest furthest_;
};

}  // namespace holdfast::hours
