#include "protocol/hours/walk.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr int minutes_per_day = 24 * 60;
/// A week, and a date more because a date's plan can depend on the one before: then the pattern repeats.
constexpr int streak_that_repeats = 8;
/// RFC 3339 has years of four digits; nothing is looked for beyond.
constexpr sys_days end_of_time = 9999y / December / 30;

LocalMinute minute_of(sys_days day, int minute) { return LocalMinute{day.time_since_epoch()} + minutes{minute}; }

bool covers_whole_day(std::span<const Segment> segments)
{
    int reached = 0;
    for (const auto& s : segments) {
        if (s.begin > reached) return false;
        reached = std::max(reached, s.end);
    }
    return reached >= minutes_per_day;
}

}  // namespace

WindowWalk::WindowWalk(const Calendar& calendar, sys_days first, std::span<const DateRange> without)
    : calendar_{calendar},
      planner_{calendar.rules_, calendar.holidays_},
      without_{without},
      date_{first},
      last_{std::min(first + search_horizon, end_of_time)}
{
    ends_with_holidays_ = calendar.horizon_ && *calendar.horizon_ < last_;
    if (ends_with_holidays_) last_ = *calendar.horizon_;
    move_to(first);
}

WindowWalk WindowWalk::ending_after(const Calendar& calendar, Instant t, std::span<const DateRange> without)
{
    WindowWalk walk{calendar, sys_days{calendar.zone().date_of(t)} - reach_back, without};
    walk.move_to(calendar.first_owner(t));
    return walk;
}

std::optional<Window> WindowWalk::next()
{
    while (!at_end() && (pending_.empty() || pending_.front().begin >= frontier_)) load_date();
    if (pending_.empty()) return std::nullopt;
    auto current = pending_.front();
    pending_.erase(pending_.begin());
    for (;;) {
        while (!at_end() && frontier_ <= current.end) load_date();
        if (pending_.empty() || pending_.front().begin > current.end) break;
        current.end = std::max(current.end, pending_.front().end);
        pending_.erase(pending_.begin());
    }
    const bool ends = !at_end() || current.end < frontier_ || ends_with_holidays_;
    return Window{current.begin, ends ? std::optional{current.end} : std::nullopt};
}

void WindowWalk::load_date()
{
    if (const auto* range = left_out()) {
        closed_days_ = full_days_ = dormant_days_ = 0;
        return move_to(range->last + days{1});
    }
    load_segments();
    move_to(date_ + days{1});
    if (std::max(closed_days_, full_days_) < streak_that_repeats) return;
    const auto first = date_ - days{streak_that_repeats};
    const bool dormant = dormant_days_ >= streak_that_repeats;
    const auto until = std::min(stable_until(calendar_.rules(), first, calendar_.holidays_, dormant), last_ + days{1});
    if (until > date_) jump(until);
    closed_days_ = full_days_ = dormant_days_ = 0;
}

void WindowWalk::load_segments()
{
    const auto segments = planner_.plan(date_);
    closed_days_ = segments.empty() ? closed_days_ + 1 : 0;
    full_days_ = covers_whole_day(segments) ? full_days_ + 1 : 0;
    dormant_days_ = planner_.open_rule_matched() ? 0 : dormant_days_ + 1;
    for (const auto& s : segments)
        keep({calendar_.zone_.first(minute_of(date_, s.begin)), calendar_.zone_.last(minute_of(date_, s.end))});
}

/// Every date before `until` repeats the pattern: nothing, or open without a break. The last of the open ones is not
/// jumped over, because its windows may go on past midnight.
void WindowWalk::jump(sys_days until)
{
    if (full_days_ > 0) {
        for (const auto& range : without_)
            if (range.last >= date_) until = std::min(until, std::max(range.first, date_));
        until = std::max(until - days{1}, date_);
        keep({frontier_, calendar_.zone_.last(minute_of(until, 0))});
    }
    move_to(until);
}

void WindowWalk::move_to(sys_days date)
{
    date_ = date;
    frontier_ = calendar_.zone_.first(minute_of(date, 0));
}

/// A window inside a gap has no instants and is no window.
void WindowWalk::keep(Interval interval)
{
    if (interval.begin >= interval.end) return;
    const auto after = [](const Interval& a, const Interval& b) { return a.begin < b.begin; };
    pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), interval, after), interval);
}

const DateRange* WindowWalk::left_out() const
{
    for (const auto& range : without_)
        if (range.contains(date_)) return &range;
    return nullptr;
}

}  // namespace holdfast::hours
