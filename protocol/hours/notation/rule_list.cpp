#include "protocol/hours/notation/rule_list.hpp"

#include <algorithm>
#include <set>

#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// "Mo,Tu" reads better than "Mo-Tu".
constexpr unsigned shortest_run = 3;

MonthDay month_day(sys_days day)
{
    const Date date{day};
    return {date.year(), date.month(), date.day()};
}

bool is_plain(const Rule& rule)
{
    return rule.days.empty() && !rule.weekdays.empty() &&
           std::all_of(rule.weekdays.begin(), rule.weekdays.end(),
                       [](const WeekdayRange& r) { return r.nth.empty() && r.first <= r.last; });
}

std::set<unsigned> plain_days(const std::vector<WeekdayRange>& weekdays)
{
    std::set<unsigned> days;
    for (const auto& range : weekdays)
        if (range.nth.empty())
            for (unsigned day = range.first; day <= range.last; ++day) days.insert(day);
    return days;
}

bool share_a_weekday(const Rule& a, const Rule& b)
{
    const auto left = plain_days(a.weekdays);
    const auto right = plain_days(b.weekdays);
    return std::any_of(left.begin(), left.end(), [&](unsigned day) { return right.contains(day); });
}

/// Whether `next` can be said together with `rule`; then `rule` says both.
bool absorb(Rule& rule, const Rule& next)
{
    if (rule.days != next.days) return false;
    if (rule.weekdays == next.weekdays) {
        rule.times.insert(rule.times.end(), next.times.begin(), next.times.end());
        rule.times = united(std::move(rule.times));
        return true;
    }
    if (rule.times != next.times) return false;
    auto weekdays = rule.weekdays;
    weekdays.insert(weekdays.end(), next.weekdays.begin(), next.weekdays.end());
    rule.weekdays = tidy(weekdays);
    return true;
}

}  // namespace

Times united(Times times)
{
    std::sort(times.begin(), times.end(), [](const TimeRange& a, const TimeRange& b) { return a.begin < b.begin; });
    Times out;
    for (const auto& range : times) {
        if (!out.empty() && range.begin <= out.back().end)
            out.back().end = std::max(out.back().end, range.end);
        else
            out.push_back(range);
    }
    return out;
}

Times without(const Times& times, const Times& taken)
{
    Times rest;
    for (auto range : times) {
        for (const auto& gap : taken) {
            if (gap.end <= range.begin || range.end <= gap.begin) continue;
            if (range.begin < gap.begin) rest.push_back({range.begin, gap.begin});
            range.begin = std::min(gap.end, range.end);
        }
        if (range.begin < range.end) rest.push_back(range);
    }
    return rest;
}

std::vector<WeekdayRange> tidy(const std::vector<WeekdayRange>& weekdays)
{
    std::vector<WeekdayRange> out;
    const auto plain = plain_days(weekdays);
    for (unsigned day = 1; day <= days_per_week; ++day) {
        if (!plain.contains(day)) continue;
        unsigned last = day;
        while (plain.contains(last + 1)) ++last;
        if (last - day + 1 >= shortest_run) {
            out.push_back({day, last, {}});
            day = last;
        } else {
            out.push_back({day, day, {}});
        }
    }
    for (unsigned day = 1; day <= days_per_week; ++day) {
        std::set<int> numbers;
        for (const auto& range : weekdays)
            if (!range.nth.empty() && range.first == day) numbers.insert(range.nth.begin(), range.nth.end());
        if (numbers.empty() || plain.contains(day)) continue;
        WeekdayRange nth{day, day, {}};
        std::copy_if(numbers.begin(), numbers.end(), std::back_inserter(nth.nth), [](int n) { return n > 0; });
        std::copy_if(numbers.rbegin(), numbers.rend(), std::back_inserter(nth.nth), [](int n) { return n < 0; });
        out.push_back(std::move(nth));
    }
    return out;
}

std::vector<Rule> tidy(std::vector<Rule> rules)
{
    // Times first, so that days with the same whole plan come together.
    for (const bool same_days : {true, false})
        for (std::size_t i = 0; i < rules.size(); ++i)
            for (std::size_t j = i + 1; j < rules.size();) {
                const bool tried = same_days == (rules[i].weekdays == rules[j].weekdays);
                if (tried && absorb(rules[i], rules[j]))
                    rules.erase(rules.begin() + static_cast<std::ptrdiff_t>(j));
                else
                    ++j;
            }
    for (std::size_t i = 0; i < rules.size(); ++i) {
        const auto apart = [&](const Rule& earlier) {
            return is_plain(earlier) && !share_a_weekday(earlier, rules[i]);
        };
        const auto here = rules.begin() + static_cast<std::ptrdiff_t>(i);
        rules[i].additional = !(is_plain(rules[i]) && std::all_of(rules.begin(), here, apart)) && i > 0;
    }
    return rules;
}

bool fits(const Rules& rules)
{
    return rules.list.size() <= max_rule_count && to_text(rules).size() <= max_rules_bytes;
}

DayRange day_range(sys_days first, sys_days last) { return {month_day(first), month_day(last)}; }

std::vector<Rule> dated_rules(const std::map<sys_days, Times>& dates)
{
    std::vector<Rule> rules;
    for (const auto& [date, times] : dates) {
        auto same = std::ranges::find(rules, times, &Rule::times);
        if (same == rules.end()) {
            auto& fresh = rules.emplace_back();
            fresh.times = times;
            fresh.state = times.empty() ? RuleState::off : RuleState::open;
            same = rules.end() - 1;
        }
        const bool follows = !same->days.empty() && same->days.back().last == month_day(date - days{1});
        if (follows)
            same->days.back().last = month_day(date);
        else
            same->days.push_back(day_range(date, date));
    }
    return rules;
}

}  // namespace holdfast::hours
