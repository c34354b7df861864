#include "protocol/ical/draft.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/rule_list.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::Rule;
using hours::Rules;
using hours::Times;
using hours::united;
using hours::without;

constexpr int minutes_a_day = 24 * 60;
/// What has no end is written as ending here: rules name both ends of their dates.
constexpr sys_days far_away = 2099y / December / 31;
/// Weekdays and the first to fifth of them have all come within so many dates.
constexpr days pattern_length{62};

/// Rules alone on a date, without a zone.
Times times_of(const Rules& rules, sys_days date, const std::optional<hours::Holidays>& holidays)
{
    if (rules.list.empty()) return {};
    const auto calendar = hours::Calendar::make(rules, hours::TimeZone::find("Etc/UTC").value(), holidays);
    return calendar ? calendar->local_windows(date) : Times{};
}

Times times_of(Rule rule, sys_days date)
{
    rule.state = hours::RuleState::open;
    rule.additional = false;
    return times_of(Rules{{std::move(rule)}}, date, std::nullopt);
}

bool fits(const Rules& rules)
{
    return rules.list.size() <= hours::max_rule_count && to_text(rules).size() <= hours::max_rules_bytes;
}

}  // namespace

DateSpan DateSpan::within(const DateSpan& other) const noexcept
{
    DateSpan both = *this;
    if (other.first && (!both.first || *both.first < *other.first)) both.first = other.first;
    if (other.last && (!both.last || *other.last < *both.last)) both.last = other.last;
    return both;
}

void Draft::start_from(Rules rules, std::optional<hours::Holidays> holidays)
{
    for (auto& rule : rules.list) opens_.push_back({std::move(rule), {}});
    holidays_ = std::move(holidays);
    given_ = true;
}

/// With its dates written out, where it would otherwise speak about dates before or after them.
Rule Draft::bounded(Rule rule, const DateSpan& dates) const
{
    auto first = dates.first;
    if (first) {
        bool matters = false;
        for (auto date = today_; date < std::min(*first, today_ + pattern_length); date += days{1})
            matters = matters || !times_of(rule, date).empty();
        if (!matters) first.reset();
    }
    if (first || dates.last) rule.days = {hours::day_range(first.value_or(today_), dates.last.value_or(far_away))};
    return rule;
}

void Draft::clear(const DateSpan& dates)
{
    if (opens_.empty() && dates_.empty()) return;
    std::erase_if(dates_, [&](const auto& entry) { return dates.contains(entry.first); });
    if (dates.has_no_bounds()) return opens_.clear();
    Rule off;
    off.state = hours::RuleState::off;
    off.days = {hours::day_range(dates.first.value_or(today_), dates.last.value_or(far_away))};
    opens_.push_back({std::move(off), {}});
}

void Draft::open(Rule rule, const DateSpan& dates, std::span<const sys_days> except)
{
    rule = bounded(std::move(rule), dates);
    rule.additional = !opens_.empty();
    opens_.push_back({std::move(rule), {except.begin(), except.end()}});
}

void Draft::open_on(sys_days date, hours::TimeRange times)
{
    if (date >= today_) dates_[date].added.push_back(times);
}

void Draft::close(Rule rule, const DateSpan& dates, std::span<const sys_days> except)
{
    rule.state = hours::RuleState::off;
    closes_.push_back({bounded(std::move(rule), dates), {except.begin(), except.end()}});
}

void Draft::close_between(hours::LocalMinute from, hours::LocalMinute to)
{
    // A window of the date before may reach past midnight.
    const sys_days before{floor<days>(from).time_since_epoch() - days{1}};
    for (auto date = std::max(before, today_); hours::LocalMinute{date.time_since_epoch()} < to; date += days{1}) {
        const hours::LocalMinute midnight{date.time_since_epoch()};
        const auto begin = std::max(0, static_cast<int>((from - midnight).count()));
        const auto end = std::min(2 * minutes_a_day, static_cast<int>((to - midnight).count()));
        if (begin < end) dates_[date].taken.push_back({begin, end});
    }
}

Times Draft::opened_on(sys_days date, bool plain) const
{
    Rules rules;
    for (const auto& one : opens_)
        if (plain || !one.except.contains(date)) rules.list.push_back(one.rule);
    // What only adds adds to nothing, too.
    if (!rules.list.empty()) rules.list.front().additional = false;
    auto times = times_of(rules, date, holidays_);
    const auto different = dates_.find(date);
    if (!plain && different != dates_.end())
        times.insert(times.end(), different->second.added.begin(), different->second.added.end());
    return united(std::move(times));
}

Times Draft::windows(sys_days date, bool plain) const
{
    auto times = opened_on(date, plain);
    for (const auto& one : closes_)
        if (plain || !one.except.contains(date)) times = without(times, times_of(one.rule, date));
    const auto different = dates_.find(date);
    if (!plain && different != dates_.end()) times = without(times, united(different->second.taken));
    return times;
}

Times Draft::windows_on(sys_days date) const { return windows(date, false); }

bool Draft::meets_window(hours::LocalMinute from, hours::LocalMinute to) const
{
    const sys_days before{floor<days>(from).time_since_epoch() - days{1}};
    for (auto date = std::max(before, today_); hours::LocalMinute{date.time_since_epoch()} < to; date += days{1}) {
        const hours::LocalMinute midnight{date.time_since_epoch()};
        for (const auto& window : windows_on(date))
            if (midnight + minutes{window.begin} < to && from < midnight + minutes{window.end}) return true;
    }
    return false;
}

std::set<sys_days> Draft::dates_to_look_at() const
{
    std::set<sys_days> dates;
    for (const auto& [date, different] : dates_) dates.insert(date);
    for (const auto* list : {&opens_, &closes_})
        for (const auto& one : *list) dates.insert(one.except.begin(), one.except.end());
    dates.erase(dates.begin(), dates.lower_bound(today_));
    return dates;
}

Draft::Finished Draft::finish() const
{
    Finished finished;
    std::vector<Rule> group;
    const auto keep_group = [&] {
        for (auto& rule : hours::tidy(std::exchange(group, {}))) finished.rules.list.push_back(std::move(rule));
    };
    for (const auto& one : opens_) {
        const bool is_own = !given_ && one.rule.state == hours::RuleState::open;
        if (!is_own) keep_group();
        (is_own ? group : finished.rules.list).push_back(one.rule);
    }
    keep_group();
    for (const auto& one : closes_) finished.rules.list.push_back(one.rule);

    std::map<sys_days, Times> different;
    for (const auto date : dates_to_look_at())
        if (auto times = windows(date, false); times != windows(date, true)) different.emplace(date, std::move(times));
    const auto base = finished.rules;
    for (;;) {
        finished.rules = base;
        for (auto& rule : hours::dated_rules(different)) finished.rules.list.push_back(std::move(rule));
        if (different.empty() || fits(finished.rules)) return finished;
        different.erase(std::prev(different.end()));
        finished.cut_after = different.empty() ? today_ : std::prev(different.end())->first;
    }
}

}  // namespace holdfast::ical
