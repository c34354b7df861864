#include "protocol/hours/calendar/window_walk.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// A week, and a date more because a date's plan can depend on the one before: then the pattern repeats.
constexpr int streak_that_repeats = 8;
/// To find out how far one can jump costs as much as planning some dates. Where jumps are short they are tried less
/// and less often, so that no rules make them cost more than they save.
constexpr days long_jump{366};
constexpr int more_patience = 4;
constexpr int most_patience = 1 << 14;

Instant instant_of(LocalMinute local, Seconds offset)
{
    return std::chrono::sys_seconds{local.time_since_epoch() - offset};
}

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

DateWalk::DateWalk(const Calendar& calendar, sys_days first, sys_days last)
    : calendar_{calendar},
      planner_{calendar.rules_, calendar.holidays_},
      last_{std::min(last, end_of_time)},
      patience_{streak_that_repeats}
{
    ends_with_holidays_ = calendar.horizon_ && *calendar.horizon_ < last_;
    if (ends_with_holidays_) last_ = *calendar.horizon_;
    move_to(first);
}

void DateWalk::load(std::vector<OwnedInterval>& out, sys_days alike_until)
{
    const auto offset = calendar_.zone_.steady_offset(local_minute(date_, 0), local_minute(date_, latest_window_end));
    plan(out, offset);
    if (offset) {
        date_ += days{1};
        frontier_ = instant_of(local_minute(date_, 0), *offset);
    } else {
        move_to(date_ + days{1});
    }
    if (std::max(closed_days_, full_days_) >= patience_) jump(out, alike_until);
}

void DateWalk::skip_to(sys_days date)
{
    closed_days_ = full_days_ = dormant_days_ = 0;
    move_to(std::max(date, date_));
}

void DateWalk::plan(std::vector<OwnedInterval>& out, std::optional<Seconds> offset)
{
    const auto segments = planner_.plan(date_);
    closed_days_ = segments.empty() ? closed_days_ + 1 : 0;
    full_days_ = covers_whole_day(segments) ? full_days_ + 1 : 0;
    dormant_days_ = planner_.open_rule_matched() ? 0 : dormant_days_ + 1;
    for (const auto& s : segments) {
        const auto begin = local_minute(date_, s.begin);
        const auto end = local_minute(date_, s.end);
        if (offset) {
            out.push_back({{instant_of(begin, *offset), instant_of(end, *offset)}, date_});
            continue;
        }
        const Interval interval{calendar_.zone_.first(begin), calendar_.zone_.last(end)};
        if (interval.begin < interval.end) out.push_back({interval, date_});  // inside a gap it is no window
    }
}

/// Every date before `until` repeats the pattern: nothing, or open without a break. The last of the open ones is not
/// jumped over, because its windows may go on past midnight.
void DateWalk::jump(std::vector<OwnedInterval>& out, sys_days alike_until)
{
    const bool full = full_days_ > 0;
    const bool dormant = dormant_days_ >= streak_that_repeats;
    closed_days_ = full_days_ = dormant_days_ = 0;
    if (full && alike_until <= date_ + days{1}) return;
    const auto first = date_ - days{streak_that_repeats};
    auto until = std::min(stable_until(calendar_.rules(), first, calendar_.holidays_, dormant), last_ + days{1});
    if (full) until = std::min(until, alike_until) - days{1};
    if (until < date_ + long_jump) patience_ = std::min(patience_ * more_patience, most_patience);
    if (until <= date_) return;
    if (full) out.push_back({{frontier_, calendar_.zone_.last(local_minute(until, 0))}, date_});
    move_to(until);
}

void DateWalk::move_to(sys_days date)
{
    date_ = date;
    frontier_ = calendar_.zone_.first(local_minute(date, 0));
}

WindowWalk::WindowWalk(const Calendar& calendar, sys_days first, std::span<const DateRange> without)
    : dates_{calendar, first, first + search_horizon}, without_{without}
{
}

std::optional<Window> WindowWalk::next()
{
    while (!dates_.at_end() && (pending_.empty() || pending_.front().begin >= dates_.frontier())) load();
    if (pending_.empty()) return std::nullopt;
    auto current = pending_.front();
    pending_.erase(pending_.begin());
    for (;;) {
        while (!dates_.at_end() && dates_.frontier() <= current.end) load();
        if (pending_.empty() || pending_.front().begin > current.end) break;
        current.end = std::max(current.end, pending_.front().end);
        pending_.erase(pending_.begin());
    }
    const bool ends = !dates_.at_end() || current.end < dates_.frontier() || dates_.ends_with_holidays();
    return Window{current.begin, ends ? std::optional{current.end} : std::nullopt};
}

void WindowWalk::load()
{
    if (const auto* range = left_out()) return dates_.skip_to(range->last + days{1});
    loaded_.clear();
    dates_.load(loaded_, next_left_out());
    const auto after = [](const Interval& a, const Interval& b) { return a.begin < b.begin; };
    for (const auto& [interval, owner] : loaded_)
        pending_.insert(std::upper_bound(pending_.begin(), pending_.end(), interval, after), interval);
}

const DateRange* WindowWalk::left_out() const
{
    for (const auto& range : without_)
        if (range.contains(dates_.date())) return &range;
    return nullptr;
}

sys_days WindowWalk::next_left_out() const
{
    auto next = sys_days::max();
    for (const auto& range : without_)
        if (range.last > dates_.date()) next = std::min(next, std::max(range.first, dates_.date()));
    return next;
}

}  // namespace holdfast::hours
