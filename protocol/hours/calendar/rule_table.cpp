#include "protocol/hours/calendar/rule_table.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <utility>

#include "protocol/hours/calendar/work.hpp"

namespace holdfast::hours {
namespace {

constexpr unsigned months_in_year = 12;
constexpr unsigned holiday = 1U;
constexpr unsigned longest_year = 366;

/// The bits `first` to `last` of 1 to `count`, which may run over the end.
unsigned bits(unsigned first, unsigned last, unsigned count)
{
    unsigned out = 1U << last;
    for (auto i = first; i != last; i = i % count + 1) out |= 1U << i;
    return out;
}

/// Both ends have a year or none; a range of several years meets all months.
unsigned months_of(const DayRange& r)
{
    const bool several_years =
        r.first.year != r.last.year || (!r.first.year && r.last.month == r.first.month && r.last.day < r.first.day);
    if (several_years) return bits(1, months_in_year, months_in_year);
    return bits(unsigned{r.first.month}, unsigned{r.last.month}, months_in_year);
}

unsigned months_of(const Rule& rule)
{
    if (rule.months.empty() && rule.days.empty()) return bits(1, months_in_year, months_in_year);
    unsigned out = 0;
    for (const auto& r : rule.months) out |= bits(unsigned{r.first}, unsigned{r.last}, months_in_year);
    for (const auto& r : rule.days) out |= months_of(r);
    return out;
}

unsigned weekdays_of(const Rule& rule)
{
    if (rule.holidays) return holiday;
    if (rule.weekdays.empty() && !rule.weekdays_or_holiday) return bits(1, days_per_week, days_per_week);
    unsigned out = rule.weekdays_or_holiday ? holiday : 0U;
    for (const auto& r : rule.weekdays) out |= bits(r.first, r.last, days_per_week);
    return out;
}

/// Whether years, months and weekdays, as the traits know them, are all that the rule asks.
bool is_exact(const Rule& rule)
{
    const auto every = [](const WeekdayRange& r) { return r.nth.empty(); };
    return rule.years.size() <= 1 && rule.days.empty() && rule.weeks.empty() &&
           (!rule.holidays || rule.weekdays.empty()) && std::all_of(rule.weekdays.begin(), rule.weekdays.end(), every);
}

/// Whether the rule replaces everything before it on a date that both match. A rule without dates does so only after
/// another rule without dates (the reference's rule: "Mo 10:00-12:00; 14:00-16:00" keeps Monday morning).
bool replaces(const Rules& rules, std::size_t index)
{
    const auto& rule = rules.list[index];
    if (rule.additional || rule.state == RuleState::off) return false;
    if (rule.has_date_selector()) return true;
    return index > 0 && rule.state == RuleState::open && !rules.list[index - 1].has_date_selector();
}

bool has_closed_tail(const Rule& rule)
{
    const auto reaches_past_midnight = [](const TimeRange& range) { return range.end > minutes_per_day; };
    return rule.state != RuleState::open && std::any_of(rule.times.begin(), rule.times.end(), reaches_past_midnight);
}

/// The number of entries in the selectors.
std::size_t entries_of(const Rule& rule)
{
    auto entries = rule.years.size() + rule.months.size() + rule.days.size() + rule.weeks.size() + rule.weekdays.size();
    for (const auto& range : rule.weekdays) entries += range.nth.size();
    return entries + (rule.needs_holidays() ? 1U : 0U);
}

std::uint32_t steps_of(const Rule& rule)
{
    const auto times = std::max<std::size_t>(rule.times.size(), 1);
    return static_cast<std::uint32_t>(entries_of(rule) + steps_per_time * times);
}

/// The dates of a year at which a rule has to be looked at closely, at most.
unsigned dates_looked_at(const RuleTraits& traits)
{
    const unsigned named = unsigned{traits.weekdays} >> 1U;
    const bool all = (traits.weekdays & holiday) != 0;
    const auto days = all ? days_per_week : static_cast<unsigned>(std::popcount(named));
    const auto months = static_cast<unsigned>(std::popcount(unsigned{traits.months}));
    return (static_cast<unsigned>(longest_month) * months * days + days_per_week - 1) / days_per_week;
}

RuleTraits traits_of(const Rules& rules, std::size_t index)
{
    const auto& rule = rules.list[index];
    RuleTraits out;
    out.first_year = rule.years.empty() ? std::numeric_limits<int>::min() : std::numeric_limits<int>::max();
    out.last_year = rule.years.empty() ? std::numeric_limits<int>::max() : std::numeric_limits<int>::min();
    for (const auto& r : rule.years) {
        out.first_year = std::min(out.first_year, int{r.first});
        out.last_year = std::max(out.last_year, int{r.last});
    }
    out.months = static_cast<std::uint16_t>(months_of(rule));
    out.weekdays = static_cast<std::uint8_t>(weekdays_of(rule));
    out.exact = is_exact(rule);
    out.open = rule.state == RuleState::open;
    out.replaces = replaces(rules, index);
    out.closed_tail = has_closed_tail(rule);
    out.steps = steps_of(rule);
    return out;
}

}  // namespace

RuleTable::RuleTable(Rules rules) : rules_{std::move(rules)}
{
    yearly_steps_ = std::uint64_t{longest_year} * steps_per_date;
    for (std::size_t i = 0; i < rules_.list.size(); ++i) {
        auto traits = traits_of(rules_, i);
        const auto& times = rules_.list[i].times;
        traits.first_time = times_.size();
        traits.times = times.size();
        times_.insert(times_.end(), times.begin(), times.end());
        has_closed_tails_ = has_closed_tails_ || traits.closed_tail;
        has_weeks_ = has_weeks_ || !rules_.list[i].weeks.empty();
        yearly_steps_ += longest_year + std::uint64_t{dates_looked_at(traits)} * traits.steps;
        traits_.push_back(traits);
    }
    for (const auto& range : times_) latest_end_ = std::max(latest_end_, range.end);
}

}  // namespace holdfast::hours
