#include "protocol/hours/notation/rules.hpp"

#include <algorithm>
#include <cstdio>
#include <tuple>

#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {
namespace {

std::string two_digits(unsigned value)
{
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

std::string weekday_text(unsigned weekday) { return std::string{notation_weekdays.at(weekday - 1)}; }
std::string month_text(std::chrono::month m) { return std::string{notation_months.at(unsigned{m} - 1)}; }
std::string year_text(std::chrono::year y) { return std::to_string(int{y}); }

std::string text_of(const YearRange& r)
{
    return r.first == r.last ? year_text(r.first) : year_text(r.first) + "-" + year_text(r.last);
}

std::string text_of(const MonthRange& r)
{
    return r.first == r.last ? month_text(r.first) : month_text(r.first) + "-" + month_text(r.last);
}

std::string text_of(const MonthDay& d)
{
    const auto year = d.year ? year_text(*d.year) + " " : std::string{};
    return year + month_text(d.month) + " " + two_digits(unsigned{d.day});
}

std::string text_of(const DayRange& r)
{
    if (r.first == r.last) return text_of(r.first);
    const bool same_month = r.first.year == r.last.year && r.first.month == r.last.month && r.first.day < r.last.day;
    return text_of(r.first) + "-" + (same_month ? two_digits(unsigned{r.last.day}) : text_of(r.last));
}

std::string text_of(const WeekRange& r)
{
    auto text = two_digits(r.first);
    if (r.first != r.last) text.append("-").append(two_digits(r.last));
    if (r.step > 1) text.append("/").append(std::to_string(r.step));
    return text;
}

std::string text_of(const WeekdayRange& r)
{
    std::string text = weekday_text(r.first);
    if (r.first != r.last) text.append("-").append(weekday_text(r.last));
    for (std::size_t i = 0; i < r.nth.size(); ++i) text.append(i == 0 ? "[" : ",").append(std::to_string(r.nth[i]));
    if (!r.nth.empty()) text += ']';
    return text;
}

/// A range over midnight is written in its shortest form, 22:00-02:00, unless that would mean another one.
std::string text_of(const TimeRange& r)
{
    const bool wraps = r.end > minutes_per_day && r.end - minutes_per_day < r.begin;
    return clock_text(r.begin) + "-" + clock_text(wraps ? r.end - minutes_per_day : r.end);
}

template <class T>
std::string list_of(const std::vector<T>& entries)
{
    std::string text;
    for (const auto& entry : entries) text.append(text.empty() ? "" : ",").append(text_of(entry));
    return text;
}

void add_part(std::string& text, const std::string& part)
{
    if (part.empty()) return;
    if (!text.empty()) text += ' ';
    text += part;
}

std::string dates_text(const Rule& rule)
{
    auto text = list_of(rule.months);
    if (!text.empty() && !rule.days.empty()) text += ',';
    return text + list_of(rule.days);
}

std::string weekdays_text(const Rule& rule)
{
    auto text = list_of(rule.weekdays);
    if (rule.weekdays_or_holiday) text.insert(0, text.empty() ? "PH" : "PH,");
    return text;
}

std::string state_text(const Rule& rule)
{
    if (rule.state == RuleState::off) return "off";
    return rule.state == RuleState::open && !rule.reason.empty() ? "open" : "";
}

/// Whether "RULE, NEXT" would be read as one list: then the word "open" keeps them apart.
bool runs_together(const Rule& rule, const Rule& next)
{
    if (!next.additional || rule.state != RuleState::open || !rule.reason.empty()) return false;
    if (rule.times.empty()) return rule.has_date_selector();
    return !next.has_date_selector() && !next.times.empty();
}

auto compared(const Rule& r)
{
    return std::tie(r.additional, r.years, r.months, r.days, r.weeks, r.holidays, r.weekdays_or_holiday, r.weekdays,
                    r.times, r.state, r.reason);
}

}  // namespace

std::string clock_text(int minute)
{
    return two_digits(static_cast<unsigned>(minute / minutes_per_hour)) + ":" +
           two_digits(static_cast<unsigned>(minute % minutes_per_hour));
}

bool Rule::has_date_selector() const noexcept
{
    return !years.empty() || !months.empty() || !days.empty() || !weeks.empty() || holidays || weekdays_or_holiday ||
           !weekdays.empty();
}

bool operator==(const Rule& a, const Rule& b) { return compared(a) == compared(b); }

bool Rules::need_holidays() const noexcept
{
    return std::any_of(list.begin(), list.end(), [](const Rule& rule) { return rule.needs_holidays(); });
}

std::string to_text(const Rule& rule)
{
    std::string text;
    add_part(text, list_of(rule.years));
    add_part(text, dates_text(rule));
    if (!rule.weeks.empty()) add_part(text, "week " + list_of(rule.weeks));
    if (rule.holidays) add_part(text, "PH");
    add_part(text, weekdays_text(rule));
    add_part(text, list_of(rule.times));
    const bool always = text.empty() && rule.state == RuleState::open;
    if (always) add_part(text, "24/7");
    add_part(text, state_text(rule));
    if (!rule.reason.empty()) add_part(text, std::string{'"'}.append(rule.reason).append("\""));
    return text;
}

std::string to_text(const Rules& rules)
{
    std::string text;
    for (std::size_t i = 0; i < rules.list.size(); ++i) {
        const auto& rule = rules.list[i];
        if (i > 0) text += rule.additional ? ", " : "; ";
        text += to_text(rule);
        if (i + 1 < rules.list.size() && runs_together(rule, rules.list[i + 1])) text += " open";
    }
    return text;
}

}  // namespace holdfast::hours
