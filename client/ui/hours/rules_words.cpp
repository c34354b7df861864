#include "client/ui/hours/rules_words.hpp"

#include <algorithm>

#include "client/ui/sanitize.hpp"
#include "client/ui/view.hpp"
#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono;
using hours::Rule;
using hours::Wording;

constexpr const char* on_holidays = "on public holidays";

bool has_nth(const Rule& rule)
{
    return std::ranges::any_of(rule.weekdays, [](const auto& range) { return !range.nth.empty(); });
}

/// About weekdays alone, every week.
bool is_weekly(const Rule& rule)
{
    const bool dates = !rule.years.empty() || !rule.months.empty() || !rule.days.empty() || !rule.weeks.empty();
    return !dates && !rule.needs_holidays() && rule.state == hours::RuleState::open && rule.reason.empty() &&
           !has_nth(rule);
}

bool is_off_on_holidays(const Rule& rule)
{
    Rule off;
    off.holidays = rule.holidays;
    off.weekdays_or_holiday = rule.weekdays_or_holiday;
    off.state = hours::RuleState::off;
    off.additional = rule.additional;
    return rule.needs_holidays() && rule == off;
}

/// About days or months of the year alone.
bool is_dated(const Rule& rule)
{
    return rule.years.empty() && rule.weeks.empty() && rule.weekdays.empty() && !rule.needs_holidays() &&
           !(rule.months.empty() && rule.days.empty()) && rule.state != hours::RuleState::unknown;
}

std::map<unsigned, hours::Times> week_of(const std::vector<Rule>& weekly)
{
    std::map<unsigned, hours::Times> week;
    const auto calendar = hours::Calendar::make(hours::Rules{weekly}, hours::TimeZone::find("Etc/UTC").value());
    if (!calendar || weekly.empty()) return week;
    constexpr sys_days a_monday = 2026y / January / 5;
    for (unsigned day = 1; day <= hours::days_per_week; ++day)
        if (auto times = calendar->local_windows(a_monday + days{day - 1}); !times.empty())
            week[day] = std::move(times);
    return week;
}

std::string listed_parts(const std::vector<std::string>& parts)
{
    std::string words;
    for (std::size_t i = 0; i < parts.size(); ++i)
        words.append(i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ").append(parts[i]);
    return words;
}

/// "Mondays to Fridays", "Tuesdays and Thursdays", "every day". Precondition: sorted, at least one.
std::string weekdays_words(const std::vector<unsigned>& list)
{
    if (list.size() == hours::days_per_week) return "every day";
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < list.size();) {
        auto last = i;
        while (last + 1 < list.size() && list[last + 1] == list[last] + 1) ++last;
        constexpr std::size_t worth_a_range = 3;
        if (last - i + 1 < worth_a_range) last = i;
        parts.push_back(day_name(list[i]) + "s" + (last > i ? " to " + day_name(list[last]) + "s" : ""));
        i = last + 1;
    }
    return listed_parts(parts);
}

bool is_whole_day(const hours::Times& times)
{
    return times.size() == 1 && times.front() == hours::TimeRange{0, hours::minutes_per_day};
}

/// Weekdays with the same times together, in the order of the first.
std::vector<std::string> week_words(const std::map<unsigned, hours::Times>& week, Wording wording)
{
    std::vector<std::string> parts;
    std::vector<unsigned> said;
    for (const auto& [day, times] : week) {
        if (std::ranges::count(said, day)) continue;
        std::vector<unsigned> same;
        for (const auto& [other, its] : week)
            if (its == times) same.push_back(other);
        said.insert(said.end(), same.begin(), same.end());
        parts.push_back(weekdays_words(same) +
                        (is_whole_day(times) ? ", at any time" : ", " + times_words(times, wording)));
    }
    return parts;
}

/// "on 24 Dec", "from 24 Dec to 2 Jan", "in August"
std::string between(const char* at, const std::string& first, const std::string& last)
{
    return first == last ? at + first : "from " + first + " to " + last;
}

std::string day_words(const hours::MonthDay& day, Wording wording)
{
    if (day.year) return hours::show_date(Date{*day.year, day.month, day.day}, Date{}, wording);
    return hours::show_day_of_year(day.month, day.day, wording);
}

std::string dates_words(const Rule& rule, Wording wording)
{
    std::vector<std::string> parts;
    for (const auto& range : rule.months)
        parts.push_back(
            between("in ", hours::show_month(range.first, wording), hours::show_month(range.last, wording)));
    for (const auto& range : rule.days)
        parts.push_back(between("on ", day_words(range.first, wording), day_words(range.last, wording)));
    return listed_parts(parts);
}

}  // namespace

std::optional<std::string> rule_words(const Rule& rule, Wording wording)
{
    if (!is_dated(rule)) return std::nullopt;
    const auto dates = dates_words(rule, wording);
    if (rule.state == hours::RuleState::off && rule.times.empty()) return "not " + dates + because(rule.reason);
    if (rule.state == hours::RuleState::off || rule.times.empty()) return std::nullopt;
    return (rule.additional ? "also " + dates + ", " : dates + " only ") + times_words(rule.times, wording);
}

SortedRules sorted_rules(const hours::Rules& rules)
{
    SortedRules sorted;
    std::vector<Rule> weekly;
    for (const auto& rule : rules.list) {
        if (is_off_on_holidays(rule))
            sorted.off_on_holidays = true;
        else
            (is_weekly(rule) ? weekly : sorted.other).push_back(rule);
    }
    sorted.week = week_of(weekly);
    return sorted;
}

std::optional<std::string> rules_words(std::string_view text, Wording wording)
{
    const auto rules = hours::parse_rules(text);
    if (!rules) return std::nullopt;
    // A weekly rule behind one about dates would speak about these dates again.
    const auto first_other = std::ranges::find_if_not(rules->list, is_weekly);
    if (std::any_of(first_other, rules->list.end(), is_weekly)) return std::nullopt;
    const auto sorted = sorted_rules(*rules);
    auto parts = week_words(sorted.week, wording);
    if (parts.empty()) return std::nullopt;
    for (const auto& rule : sorted.other) {
        auto words = rule_words(rule, wording);
        if (!words) return std::nullopt;
        parts.push_back(*std::move(words));
    }
    if (sorted.off_on_holidays) parts.push_back(std::string{"not "} + on_holidays);
    std::string words;
    for (const auto& part : parts) words.append(words.empty() ? "" : "; ").append(part);
    return capital(std::move(words));
}

std::optional<std::string> one_rule_words(std::string_view text, Wording wording)
{
    if (auto whole = rules_words(text, wording)) return whole;
    const auto rules = hours::parse_rules(text);
    if (!rules || rules->list.size() != 1) return std::nullopt;
    const auto& rule = rules->list.front();
    if (is_off_on_holidays(rule)) return std::string{"not "} + on_holidays;
    if (auto dated = rule_words(rule, wording)) return dated;
    if (is_dated(rule)) return dates_words(rule, wording);
    Rule open = rule;
    open.state = hours::RuleState::open;
    open.reason.clear();
    if (!is_weekly(open)) return std::nullopt;
    std::vector<unsigned> days;
    for (const auto& [day, times] : week_of({open})) days.push_back(day);
    return days.empty() ? std::nullopt : std::optional{weekdays_words(days)};
}

}  // namespace holdfast::ui
