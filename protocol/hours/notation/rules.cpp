#include "protocol/hours/notation/rules.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <tuple>

namespace holdfast::hours {
namespace {

constexpr std::array<const char*, 8> weekday_names{"", "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
constexpr std::array<const char*, 13> month_names{"",    "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two_digits(unsigned value)
{
    return {static_cast<char>('0' + value / 10 % 10), static_cast<char>('0' + value % 10)};
}

std::string month_text(std::chrono::month m) { return month_names[unsigned{m}]; }
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
    std::string text = weekday_names[r.first];
    if (r.first != r.last) text.append("-").append(weekday_names[r.last]);
    for (std::size_t i = 0; i < r.nth.size(); ++i) text.append(i == 0 ? "[" : ",").append(std::to_string(r.nth[i]));
    if (!r.nth.empty()) text += ']';
    return text;
}

std::string clock_text(int minutes)
{
    return two_digits(static_cast<unsigned>(minutes / 60)) + ":" + two_digits(static_cast<unsigned>(minutes % 60));
}

/// A range over midnight is written in its shortest form, 22:00-02:00, unless that would mean another one.
std::string text_of(const TimeRange& r)
{
    constexpr int day = 24 * 60;
    const bool wraps = r.end > day && r.end - day < r.begin;
    return clock_text(r.begin) + "-" + clock_text(wraps ? r.end - day : r.end);
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
