#include "protocol/ical/draft.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/notation/rule_list.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::Rule;
using hours::Rules;
using hours::Times;
using hours::united;
using hours::without;

/// Weekdays and the first to fifth of them have all come within so many dates.
constexpr days pattern_length{62};

/// Rules alone, without a zone.
std::optional<hours::Calendar> calendar_of(Rules rules, const std::optional<hours::Holidays>& holidays)
{
    if (rules.list.empty()) return std::nullopt;
    // Additional rules add to nothing, too.
    rules.list.front().additional = false;
    auto calendar = hours::Calendar::make(std::move(rules), hours::TimeZone::find("Etc/UTC").value(), holidays);
    return calendar ? std::optional{*std::move(calendar)} : std::nullopt;
}

Times times_on(const std::optional<hours::Calendar>& calendar, sys_days date)
{
    return calendar ? calendar->local_windows(date) : Times{};
}

std::optional<hours::Calendar> as_if_open(Rule rule)
{
    rule.state = hours::RuleState::open;
    return calendar_of(Rules{{std::move(rule)}}, std::nullopt);
}

void append(std::vector<Rule>& list, std::vector<Rule> more)
{
    list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
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
    for (auto& rule : rules.list) opens_.push_back({std::move(rule), {}, {}});
    all_opens_.reset();
    holidays_ = std::move(holidays);
    given_ = true;
}

/// With its dates written out, where it would otherwise speak about dates before or after them.
std::optional<Rule> Draft::bounded(Rule rule, const DateSpan& dates) const
{
    auto first = dates.first;
    if (first) {
        const auto calendar = as_if_open(rule);
        bool matters = false;
        for (auto date = today_; date < std::min(*first, today_ + pattern_length); date += days{1})
            matters = matters || !times_on(calendar, date).empty();
        if (!matters) first.reset();
    }
    if (!first && !dates.last) return rule;
    const DateSpan written{std::max(first.value_or(today_), today_),
                           std::min(dates.last.value_or(last_draft_date), last_draft_date)};
    if (written.is_empty()) return std::nullopt;
    rule.days = {hours::day_range(*written.first, *written.last)};
    return rule;
}

void Draft::clear(const DateSpan& dates)
{
    if (opens_.empty() && dates_.empty()) return;
    all_opens_.reset();
    std::erase_if(dates_, [&](const auto& entry) { return dates.contains(entry.first); });
    if (dates.has_no_bounds()) return opens_.clear();
    Rule off;
    off.state = hours::RuleState::off;
    const DateSpan written{std::max(dates.first.value_or(today_), today_),
                           std::min(dates.last.value_or(last_draft_date), last_draft_date)};
    if (written.is_empty()) return;
    off.days = {hours::day_range(*written.first, *written.last)};
    opens_.push_back({std::move(off), {}, {}});
}

void Draft::open(Rule rule, const DateSpan& dates, std::span<const sys_days> except)
{
    if (dates.is_empty() || (dates.first && *dates.first > last_draft_date)) return;
    auto written = bounded(std::move(rule), dates);
    if (!written) return;
    written->additional = !opens_.empty();
    opens_.push_back({*std::move(written), {except.begin(), except.end()}, {}});
    all_opens_.reset();
}

void Draft::open_on(sys_days date, hours::TimeRange times)
{
    if (date >= today_ && date <= last_draft_date) dates_[date].added.push_back(times);
}

void Draft::close(Rule rule, const DateSpan& dates, std::span<const sys_days> except)
{
    rule.state = hours::RuleState::off;
    if (dates.is_empty()) return;
    auto written = bounded(std::move(rule), dates);
    if (!written) return;
    auto times = as_if_open(*written);
    closes_.push_back({*std::move(written), {except.begin(), except.end()}, std::move(times)});
}

void Draft::close_between(hours::LocalMinute from, hours::LocalMinute to)
{
    // A window of the date before may reach past midnight.
    const sys_days before{floor<days>(from).time_since_epoch() - days{1}};
    for (auto date = std::max(before, today_); hours::LocalMinute{date.time_since_epoch()} < to; date += days{1}) {
        const hours::LocalMinute midnight{date.time_since_epoch()};
        const auto begin = std::max(0, static_cast<int>((from - midnight).count()));
        const auto end = std::min(2 * hours::minutes_per_day, static_cast<int>((to - midnight).count()));
        if (begin < end) dates_[date].taken.push_back({begin, end});
    }
}

Times Draft::by_open_rules(sys_days date, bool plain) const
{
    const auto excepts = [&](const Patterned& one) { return one.except.contains(date); };
    if (plain || std::none_of(opens_.begin(), opens_.end(), excepts)) {
        if (!all_opens_) {
            Rules rules;
            for (const auto& one : opens_) rules.list.push_back(one.rule);
            all_opens_ = calendar_of(std::move(rules), holidays_);
        }
        return times_on(all_opens_, date);
    }
    Rules rules;
    for (const auto& one : opens_)
        if (!excepts(one)) rules.list.push_back(one.rule);
    return times_on(calendar_of(std::move(rules), holidays_), date);
}

Times Draft::opened_on(sys_days date, bool plain) const
{
    auto times = by_open_rules(date, plain);
    const auto different = dates_.find(date);
    if (!plain && different != dates_.end())
        times.insert(times.end(), different->second.added.begin(), different->second.added.end());
    return united(std::move(times));
}

Times Draft::windows(sys_days date, bool plain) const
{
    auto times = opened_on(date, plain);
    for (const auto& one : closes_)
        if (!times.empty() && (plain || !one.except.contains(date))) times = without(times, times_on(one.times, date));
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

bool Draft::takes_from_own_date(hours::LocalMinute from, hours::LocalMinute to) const
{
    const sys_days own{floor<days>(from).time_since_epoch()};
    for (const auto date : {own - days{1}, own, own + days{1}}) {
        const hours::LocalMinute midnight{date.time_since_epoch()};
        for (const auto& window : windows_on(date)) {
            const auto end = midnight + minutes{window.end};
            if (to <= midnight + minutes{window.begin} || end <= from) continue;
            if (date != own || (to < end && to >= midnight + days{1})) return false;
        }
    }
    return true;
}

bool Draft::has_windows_over_midnight() const
{
    const auto over = [](const hours::TimeRange& range) { return range.end > hours::minutes_per_day; };
    const auto any_over = [&](const Times& times) { return std::any_of(times.begin(), times.end(), over); };
    return std::any_of(opens_.begin(), opens_.end(), [&](const auto& one) { return any_over(one.rule.times); }) ||
           std::any_of(dates_.begin(), dates_.end(), [&](const auto& one) { return any_over(one.second.added); });
}

sys_days Draft::Dated::last() const
{
    auto last = sys_days::min();
    for (const auto* dates : {&instead, &more})
        if (!dates->empty()) last = std::max(last, dates->rbegin()->first);
    return last;
}

/// A rest of a window that begins after midnight, once its beginning is taken, comes to the date after it.
Draft::Dated Draft::dated() const
{
    Dated found;
    for (const auto date : dates_to_look_at()) {
        auto times = windows(date, false);
        if (times == windows(date, true)) continue;
        const auto rest = std::find_if(times.begin(), times.end(), [](const hours::TimeRange& range) {
            return range.begin >= hours::minutes_per_day;
        });
        for (auto at = rest; at != times.end(); ++at)
            found.more[date + days{1}].push_back(
                {at->begin - hours::minutes_per_day, at->end - hours::minutes_per_day});
        times.erase(rest, times.end());
        found.instead.emplace(date, std::move(times));
    }
    std::erase_if(found.more, [&](const auto& entry) {
        const auto same = found.instead.find(entry.first);
        if (same == found.instead.end()) return false;
        same->second.insert(same->second.end(), entry.second.begin(), entry.second.end());
        same->second = united(std::move(same->second));
        return true;
    });
    return found;
}

std::vector<Rule> Draft::open_rules() const
{
    std::vector<Rule> rules;
    std::vector<Rule> group;
    for (const auto& one : opens_) {
        const bool is_own = !given_ && one.rule.state == hours::RuleState::open;
        if (!is_own) append(rules, hours::tidy(std::exchange(group, {})));
        (is_own ? group : rules).push_back(one.rule);
    }
    append(rules, hours::tidy(std::move(group)));
    return rules;
}

Draft::Finished Draft::finish() const
{
    Finished finished;
    auto different = dated();
    auto closes = closes_;
    const auto make = [&] {
        Rules rules{open_rules()};
        for (const auto& one : closes) rules.list.push_back(one.rule);
        append(rules.list, hours::dated_rules(different.instead));
        auto more = hours::dated_rules(different.more);
        for (auto& rule : more) rule.additional = true;
        append(rules.list, std::move(more));
        append(rules.list, kept_);
        if (!rules.list.empty()) rules.list.front().additional = false;
        return rules;
    };
    for (finished.rules = make(); !hours::fits(finished.rules); finished.rules = make()) {
        if (!different.empty()) {
            const auto last = different.last();
            different.instead.erase(last);
            different.more.erase(last);
            finished.cut_after = different.empty() ? today_ : different.last();
        } else if (!closes.empty()) {
            closes.pop_back();
            ++finished.left_busy;
        } else {
            finished.rules.list.clear();
            finished.too_many = true;
            break;
        }
    }
    return finished;
}

}  // namespace holdfast::ical
