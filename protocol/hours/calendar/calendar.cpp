#include "protocol/hours/calendar/calendar.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/calendar/day_plan.hpp"
#include "protocol/hours/calendar/window_walk.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

sys_days local_day(const TimeZone& zone, Instant t) { return sys_days{zone.date_of(t)}; }

int minute_of_day(const TimeZone& zone, Instant t)
{
    const auto time = zone.wall_clock(t).time;
    return static_cast<int>(floor<minutes>(time - floor<days>(time)).count());
}

int minutes_in(days span) { return static_cast<int>(minutes{span}.count()); }

bool is_left_out(std::span<const DateRange> without, sys_days day)
{
    return std::any_of(without.begin(), without.end(), [day](const DateRange& range) { return range.contains(day); });
}

}  // namespace

Placed<Calendar> Calendar::make(Rules rules, TimeZone zone, const std::optional<Holidays>& holidays)
{
    const auto needs =
        std::find_if(rules.list.begin(), rules.list.end(), [](const Rule& r) { return r.needs_holidays(); });
    if (needs != rules.list.end() && !holidays)
        return PlacedError{Errc::bad_rules, needs->column,
                           "PH needs a list of public holidays. Give their dates, or leave PH out."};
    return Calendar{std::move(rules), zone, holidays};
}

Calendar::Calendar(Rules rules, TimeZone zone, const std::optional<Holidays>& holidays)
    : rules_{std::move(rules)}, zone_{zone}
{
    if (!holidays || !rules_.rules().need_holidays()) return;
    for (const auto& date : holidays->dates) holidays_.emplace_back(date);
    std::sort(holidays_.begin(), holidays_.end());
    if (holidays->horizon) horizon_ = sys_days{*holidays->horizon};
}

std::optional<Window> Calendar::window_at(Instant t, std::span<const DateRange> without) const
{
    const auto find_from = [&](days back) {
        WindowWalk walk{*this, local_day(zone_, t) - back, without};
        auto window = walk.next();
        while (window && window->end && *window->end <= t) window = walk.next();
        return window;
    };
    auto window = find_from(reach_back);
    if (!window || t < window->begin) return std::nullopt;
    const auto certain = local_day(zone_, t) - reach_back + days{1};
    if (window->begin > zone_.first(LocalMinute{certain.time_since_epoch()})) return window;
    return find_from(long_reach_back);
}

std::optional<Window> Calendar::next_window(Instant t, std::span<const DateRange> without) const
{
    WindowWalk walk{*this, local_day(zone_, t) - reach_back, without};
    auto window = walk.next();
    while (window && window->begin <= t) window = walk.next();
    return window;
}

bool Calendar::is_open(Instant t, std::span<const DateRange> without) const
{
    return any_segment_at(t, [&](sys_days day, const Segment&) { return !is_left_out(without, day); });
}

std::optional<Instant> Calendar::next_change(Instant t) const
{
    WindowWalk walk{*this, local_day(zone_, t) - reach_back, {}};
    for (auto window = walk.next(); window; window = walk.next()) {
        if (t < window->begin) return window->begin;
        if (!window->end || t < *window->end) return window->end;
    }
    return std::nullopt;
}

sys_days Calendar::first_owner(Instant t) const
{
    const auto over = [&](sys_days owner) {
        return zone_.last(LocalMinute{owner.time_since_epoch()} + minutes{rules_.latest_end()}) <= t;
    };
    const auto today = local_day(zone_, t);
    auto owner = today;
    while (owner > today - reach_back && !over(owner - days{1})) owner -= days{1};
    return owner;
}

template <class Predicate>
bool Calendar::any_segment_at(Instant t, Predicate predicate) const
{
    DayPlanner planner{rules_, holidays_};
    const auto first = first_owner(t);
    for (auto day = local_day(zone_, t); day >= first; day -= days{1}) {
        if (horizon_ && day > *horizon_) continue;
        const LocalMinute midnight{day.time_since_epoch()};
        for (const auto& s : planner.plan(day)) {
            const Interval interval{zone_.first(midnight + minutes{s.begin}), zone_.last(midnight + minutes{s.end})};
            if (interval.contains(t) && predicate(day, s)) return true;
        }
    }
    return false;
}

Deciding Calendar::deciding(Instant t, std::span<const DateRange> without) const
{
    std::optional<std::size_t> opening;
    auto today = local_day(zone_, t);
    auto owner = today;
    const auto note = [&](sys_days day, const Segment& segment) {
        if (is_left_out(without, day) || (opening && segment.rule <= *opening)) return false;
        opening = segment.rule;
        owner = day;
        return false;
    };
    static_cast<void>(any_segment_at(t, note));
    if (opening) return decided(true, *opening, owner);
    if (horizon_ && today > *horizon_) return {false, nullptr, false, today};
    const auto closing = DayPlanner{rules_, holidays_}.closing_rule(today, minute_of_day(zone_, t));
    return closing ? decided(false, *closing, today) : Deciding{false, nullptr, false, today};
}

Deciding Calendar::decided(bool open, std::size_t rule, sys_days day) const
{
    const auto& deciding = rules_.rule(rule);
    return {open, &deciding, deciding.needs_holidays() && is_holiday(day), day};
}

bool Calendar::is_holiday(sys_days date) const noexcept
{
    return std::binary_search(holidays_.begin(), holidays_.end(), date);
}

std::vector<Speaking> Calendar::speaking(Instant t) const
{
    const DayPlanner planner{rules_, holidays_};
    const auto today = local_day(zone_, t);
    std::vector<Speaking> out;
    for (auto back = reach_back; back >= days{0}; back -= days{1}) {
        const auto day = today - back;
        if (horizon_ && day > *horizon_) continue;
        for (const auto& [rule, replaced, covers] : planner.matching(day, minute_of_day(zone_, t) + minutes_in(back))) {
            const auto& which = rules_.rule(rule);
            const bool reaches = covers && !replaced && !which.times.empty();
            if (back > days{0} && !reaches) continue;
            out.push_back({&which, day, replaced, covers, which.needs_holidays() && is_holiday(day)});
        }
    }
    return out;
}

std::vector<LocalWindow> Calendar::windows_on(sys_days date) const
{
    std::vector<LocalWindow> out;
    if (horizon_ && date > *horizon_) return out;
    const LocalMinute midnight{date.time_since_epoch()};
    DayPlanner planner{rules_, holidays_};
    for (const auto& s : planner.plan(date))
        out.push_back(
            {{s.begin, s.end}, {zone_.first(midnight + minutes{s.begin}), zone_.last(midnight + minutes{s.end})}});
    return out;
}

std::vector<TimeRange> Calendar::local_windows(sys_days date) const
{
    std::vector<TimeRange> windows;
    if (horizon_ && date > *horizon_) return windows;
    DayPlanner planner{rules_, holidays_};
    for (const auto& s : planner.plan(date)) {
        if (!windows.empty() && windows.back().end == s.begin)
            windows.back().end = s.end;
        else
            windows.push_back({s.begin, s.end});
    }
    return windows;
}

std::vector<sys_days> Calendar::owners_at(Instant t) const
{
    std::vector<sys_days> owners;
    const auto note = [&](sys_days day, const Segment&) {
        owners.push_back(day);
        return false;
    };
    static_cast<void>(any_segment_at(t, note));
    return owners;
}

}  // namespace holdfast::hours
