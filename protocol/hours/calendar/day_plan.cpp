#include "protocol/hours/calendar/day_plan.hpp"

#include <algorithm>

#include "protocol/hours/calendar/work.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

bool reaches_past_midnight(const TimeRange& range) { return range.end > minutes_per_day; }

bool covers(std::span<const TimeRange> times, int minute)
{
    const auto contains = [minute](const TimeRange& r) { return r.begin <= minute && minute < r.end; };
    return times.empty() || std::any_of(times.begin(), times.end(), contains);
}

}  // namespace

std::span<const Segment> DayPlanner::plan(sys_days day)
{
    segments_.clear();
    open_rule_matched_ = false;
    const auto date = facts(day);
    auto steps = steps_per_date + rules_.size();
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        if (!rules_.may_match(i, date)) continue;
        const auto& traits = rules_.traits(i);
        steps += traits.steps;
        if (!traits.exact && !matches(rules_.rule(i), date)) continue;
        open_rule_matched_ = open_rule_matched_ || traits.open;
        if (traits.replaces) segments_.clear();
        apply(i);
    }
    if (rules_.has_closed_tails()) remove_closed_tails(day - days{1});
    count_steps(steps);
    return segments_;
}

DateFacts DayPlanner::facts(sys_days day) const
{
    auto date = facts_of(day, holidays_);
    if (rules_.has_weeks()) date.week = iso_week(date);
    return date;
}

std::optional<std::size_t> DayPlanner::closing_rule(sys_days day, int minute) const
{
    std::optional<std::size_t> found;
    const auto look = [&](sys_days owner, int at, bool tails_only) {
        const auto date = facts(owner);
        for (auto i = first_that_counts(date); i < rules_.size(); ++i) {
            const auto& traits = rules_.traits(i);
            const bool closes = !traits.open && (!tails_only || traits.closed_tail);
            if (closes && rules_.matches(i, date) && covers(rules_.times(i), at))
                found = std::max(found.value_or(0), i);
        }
    };
    look(day, minute, false);
    if (rules_.has_closed_tails()) look(day - days{1}, minute + minutes_per_day, true);
    return found;
}

std::vector<Match> DayPlanner::matching(sys_days day, int minute) const
{
    std::vector<Match> out;
    const auto date = facts(day);
    const auto first = first_that_counts(date);
    for (std::size_t i = 0; i < rules_.size(); ++i)
        if (rules_.matches(i, date)) out.push_back({i, i < first, covers(rules_.times(i), minute)});
    return out;
}

/// The index of the last rule that replaces all before it on `date`; 0 when none does.
std::size_t DayPlanner::first_that_counts(const DateFacts& date) const
{
    for (auto i = rules_.size(); i-- > 0;)
        if (rules_.traits(i).replaces && rules_.matches(i, date)) return i;
    return 0;
}

void DayPlanner::apply(std::size_t index)
{
    const bool open = rules_.traits(index).open;
    const auto times = rules_.times(index);
    if (times.empty()) {
        remove(0, open ? minutes_per_day : latest_window_end, index);
        if (open) add({0, minutes_per_day, index});
        return;
    }
    for (const auto& range : times) {
        remove(range.begin, range.end, index + 1);
        if (open) add({range.begin, range.end, index});
    }
}

/// Takes [begin, end) out of the segments that rules before `before_rule` decided.
void DayPlanner::remove(int begin, int end, std::size_t before_rule)
{
    const auto is_over = [begin](const Segment& s) { return s.end <= begin; };
    const auto first = std::partition_point(segments_.begin(), segments_.end(), is_over);
    auto last = first;
    scratch_.clear();
    for (; last != segments_.end() && last->begin < end; ++last) {
        if (last->rule >= before_rule) {
            scratch_.push_back(*last);
            continue;
        }
        if (last->begin < begin) scratch_.push_back({last->begin, begin, last->rule});
        if (end < last->end) scratch_.push_back({end, last->end, last->rule});
    }
    if (first == last) return;
    const auto place = segments_.erase(first, last);
    segments_.insert(place, scratch_.begin(), scratch_.end());
}

void DayPlanner::add(Segment segment)
{
    const auto after = [](const Segment& a, const Segment& b) { return a.begin < b.begin; };
    segments_.insert(std::upper_bound(segments_.begin(), segments_.end(), segment, after), segment);
}

/// "Fr 22:00-02:00 off" also closes Saturday until 02:00, as far as rules before it had opened it.
void DayPlanner::remove_closed_tails(sys_days yesterday)
{
    const auto date = facts(yesterday);
    for (auto i = first_that_counts(date); i < rules_.size(); ++i) {
        if (!rules_.traits(i).closed_tail || !rules_.matches(i, date)) continue;
        for (const auto& range : rules_.times(i))
            if (reaches_past_midnight(range)) remove(0, range.end - minutes_per_day, i);
    }
}

}  // namespace holdfast::hours
