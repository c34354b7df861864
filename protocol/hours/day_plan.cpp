#include "protocol/hours/day_plan.hpp"

#include <algorithm>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

constexpr int minutes_per_day = 24 * 60;
constexpr int latest_end = 2 * minutes_per_day;

/// Whether `rule` replaces everything before it on a date that both match. A rule without dates does so only after
/// another rule without dates (the reference's rule: "Mo 10:00-12:00; 14:00-16:00" keeps Monday morning).
bool replaces(const Rules& rules, std::size_t index)
{
    const auto& rule = rules.list[index];
    if (rule.additional || rule.state == RuleState::off) return false;
    if (rule.has_date_selector()) return true;
    return index > 0 && rule.state == RuleState::open && !rules.list[index - 1].has_date_selector();
}

bool reaches_past_midnight(const TimeRange& range) { return range.end > minutes_per_day; }

bool has_closed_tail(const Rule& rule)
{
    return rule.state != RuleState::open && std::any_of(rule.times.begin(), rule.times.end(), reaches_past_midnight);
}

bool covers(const Rule& rule, int minute)
{
    const auto contains = [minute](const TimeRange& r) { return r.begin <= minute && minute < r.end; };
    return rule.times.empty() || std::any_of(rule.times.begin(), rule.times.end(), contains);
}

}  // namespace

DayPlanner::DayPlanner(const Rules& rules, std::span<const sys_days> holidays)
    : rules_{rules},
      holidays_{holidays},
      has_closed_tails_{std::any_of(rules.list.begin(), rules.list.end(), has_closed_tail)}
{
}

std::span<const Segment> DayPlanner::plan(sys_days day)
{
    segments_.clear();
    const auto date = facts_of(day, holidays_);
    open_rule_matched_ = false;
    for (std::size_t i = 0, first = first_that_counts(date); i < rules_.list.size(); ++i) {
        const auto& rule = rules_.list[i];
        if (!matches(rule, date)) continue;
        open_rule_matched_ = open_rule_matched_ || rule.state == RuleState::open;
        if (i >= first) apply(rule, i);
    }
    if (has_closed_tails_) remove_closed_tails(day - days{1});
    return segments_;
}

std::optional<std::size_t> DayPlanner::closing_rule(sys_days day, int minute) const
{
    std::optional<std::size_t> found;
    const auto look = [&](sys_days owner, int at, bool tails_only) {
        const auto date = facts_of(owner, holidays_);
        for (auto i = first_that_counts(date); i < rules_.list.size(); ++i) {
            const auto& rule = rules_.list[i];
            const bool closes = rule.state != RuleState::open && (!tails_only || has_closed_tail(rule));
            if (closes && matches(rule, date) && covers(rule, at)) found = std::max(found.value_or(0), i);
        }
    };
    look(day, minute, false);
    if (has_closed_tails_) look(day - days{1}, minute + minutes_per_day, true);
    return found;
}

std::vector<Match> DayPlanner::matching(sys_days day, int minute) const
{
    std::vector<Match> out;
    const auto date = facts_of(day, holidays_);
    const auto first = first_that_counts(date);
    for (std::size_t i = 0; i < rules_.list.size(); ++i)
        if (matches(rules_.list[i], date)) out.push_back({i, i < first, covers(rules_.list[i], minute)});
    return out;
}

/// The index of the last rule that replaces all before it on `date`; 0 when none does.
std::size_t DayPlanner::first_that_counts(const DateFacts& date) const
{
    for (auto i = rules_.list.size(); i-- > 0;)
        if (replaces(rules_, i) && matches(rules_.list[i], date)) return i;
    return 0;
}

void DayPlanner::apply(const Rule& rule, std::size_t index)
{
    const bool open = rule.state == RuleState::open;
    if (rule.times.empty()) {
        remove(0, open ? minutes_per_day : latest_end, index);
        if (open) add({0, minutes_per_day, index});
        return;
    }
    for (const auto& range : rule.times) {
        remove(range.begin, range.end, index + 1);
        if (open) add({range.begin, range.end, index});
    }
}

/// Takes [begin, end) out of the segments that rules before `before_rule` decided.
void DayPlanner::remove(int begin, int end, std::size_t before_rule)
{
    scratch_.clear();
    for (const auto& s : segments_) {
        if (s.rule >= before_rule || s.end <= begin || end <= s.begin) {
            scratch_.push_back(s);
            continue;
        }
        if (s.begin < begin) scratch_.push_back({s.begin, begin, s.rule});
        if (end < s.end) scratch_.push_back({end, s.end, s.rule});
    }
    segments_.swap(scratch_);
}

void DayPlanner::add(Segment segment)
{
    const auto after = [](const Segment& a, const Segment& b) { return a.begin < b.begin; };
    segments_.insert(std::upper_bound(segments_.begin(), segments_.end(), segment, after), segment);
}

/// "Fr 22:00-02:00 off" also closes Saturday until 02:00, as far as rules before it had opened it.
void DayPlanner::remove_closed_tails(sys_days yesterday)
{
    const auto date = facts_of(yesterday, holidays_);
    for (auto i = first_that_counts(date); i < rules_.list.size(); ++i) {
        const auto& rule = rules_.list[i];
        if (!has_closed_tail(rule) || !matches(rule, date)) continue;
        for (const auto& range : rule.times)
            if (reaches_past_midnight(range)) remove(0, range.end - minutes_per_day, i);
    }
}

}  // namespace holdfast::hours
