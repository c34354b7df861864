#include "protocol/hours/calendar/date_match.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

using MonthAndDay = std::pair<month, day>;

bool within(const MonthRange& r, const DateFacts& date)
{
    const auto m = date.date.month();
    return r.first <= r.last ? r.first <= m && m <= r.last : m >= r.first || m <= r.last;
}

Date dated(const MonthDay& d) { return {*d.year, d.month, d.day}; }

bool within(const DayRange& r, const DateFacts& date)
{
    if (r.first.year) return dated(r.first) <= date.date && date.date <= dated(r.last);
    const MonthAndDay here{date.date.month(), date.date.day()};
    const MonthAndDay first{r.first.month, r.first.day};
    const MonthAndDay last{r.last.month, r.last.day};
    return first <= last ? first <= here && here <= last : here >= first || here <= last;
}

bool within(const YearRange& r, const DateFacts& date)
{
    return r.first <= date.date.year() && date.date.year() <= r.last;
}

bool within(const WeekRange& r, const DateFacts& date)
{
    const auto week = date.week != 0 ? date.week : iso_week(date);
    return r.first <= week && week <= r.last && (week - r.first) % r.step == 0;
}

bool is_nth(int nth, const Date& date)
{
    const auto d = static_cast<int>(unsigned{date.day()});
    if (nth > 0) return (d - 1) / 7 + 1 == nth;
    const auto last = static_cast<int>(unsigned{(date.year() / date.month() / std::chrono::last).day()});
    return (last - d) / 7 + 1 == -nth;
}

bool within(const WeekdayRange& r, const DateFacts& date)
{
    const auto d = date.weekday;
    const bool in_range = r.first <= r.last ? r.first <= d && d <= r.last : d >= r.first || d <= r.last;
    if (!in_range || r.nth.empty()) return in_range;
    return std::any_of(r.nth.begin(), r.nth.end(), [&](int nth) { return is_nth(nth, date.date); });
}

template <class T>
bool any_within(const std::vector<T>& entries, const DateFacts& date)
{
    return std::any_of(entries.begin(), entries.end(), [&](const T& entry) { return within(entry, date); });
}

/// Keeps the earliest of the dates offered that lie after `day`.
class Earliest {
  public:
    explicit Earliest(sys_days day) : day_{day} {}
    void offer(sys_days candidate)
    {
        if (candidate > day_) best_ = std::min(best_, candidate);
    }
    /// A date that comes every year.
    void offer_yearly(month m, day d, days more)
    {
        for (auto y = Date{day_}.year() - years{1}; y <= Date{day_}.year() + years{1}; ++y) {
            const auto length = (y / m / last).day();
            offer(sys_days{y / m / std::min(d, length)} + more);
        }
    }
    [[nodiscard]] sys_days best() const { return best_; }

  private:
    sys_days day_;
    sys_days best_ = sys_days::max();
};

void offer_ends(Earliest& earliest, const DayRange& r)
{
    if (r.first.year) {
        earliest.offer(sys_days{dated(r.first)});
        earliest.offer(sys_days{dated(r.last)} + days{1});
        return;
    }
    earliest.offer_yearly(r.first.month, r.first.day, days{0});
    earliest.offer_yearly(r.last.month, r.last.day,
                          days{0});  // 29 February: 28 where there is none, so both are offered
    earliest.offer_yearly(r.last.month, r.last.day, days{1});
}

void offer_ends(Earliest& earliest, const MonthRange& r)
{
    earliest.offer_yearly(r.first, day{1}, days{0});
    earliest.offer_yearly(r.last, day{31}, days{1});
}

void offer_ends(Earliest& earliest, const YearRange& r)
{
    earliest.offer(r.first / January / 1);
    earliest.offer((r.last + years{1}) / January / 1);
}

void offer_holidays(Earliest& earliest, sys_days day, std::span<const sys_days> holidays)
{
    const auto next = std::upper_bound(holidays.begin(), holidays.end(), day);
    if (next != holidays.end()) earliest.offer(*next);
    if (next != holidays.begin() && *std::prev(next) == day) earliest.offer(day + days{1});
}

/// The dates in this month and the next that "Mo[2]" names: those and the dates after them. Neither month may have a
/// fifth Monday, so the month after them is looked at anew.
void offer_nth(Earliest& earliest, sys_days day, const WeekdayRange& r)
{
    const Date date{day};
    for (const auto month : {date.year() / date.month(), date.year() / date.month() + months{1}})
        for (const int nth : r.nth) {
            const weekday wanted{r.first % 7};
            const auto named = nth > 0 ? sys_days{month / wanted[static_cast<unsigned>(nth)]}
                                       : sys_days{month / wanted[last]} - days{7 * (-nth - 1)};
            earliest.offer(named);
            earliest.offer(named + days{1});
        }
    if (!r.nth.empty()) earliest.offer((date.year() / date.month() + months{2}) / 1);
}

/// The next Monday on which the weeks of `rule` begin or end.
void offer_weeks(Earliest& earliest, sys_days day, const Rule& rule)
{
    constexpr int weeks_in_two_years = 106;
    const bool now = any_within(rule.weeks, facts_of(day, {}));
    auto monday = day + days{8} - days{weekday{day}.iso_encoding()};
    for (int i = 0; i < weeks_in_two_years; ++i, monday += weeks{1})
        if (any_within(rule.weeks, facts_of(monday, {})) != now) return earliest.offer(monday);
    earliest.offer(monday);
}

bool dates_match(const Rule& rule, const DateFacts& date)
{
    if (rule.months.empty() && rule.days.empty()) return true;
    return any_within(rule.months, date) || any_within(rule.days, date);
}

/// Offers when `rule` might begin or cease to match. A kind of selector that does not match keeps the rule out until
/// it changes itself, whatever the others do.
void offer_changes(Earliest& earliest, const DateFacts& date, std::span<const sys_days> holidays, const Rule& rule)
{
    for (const auto& range : rule.years) offer_ends(earliest, range);
    if (!rule.years.empty() && !any_within(rule.years, date)) return;
    for (const auto& range : rule.months) offer_ends(earliest, range);
    for (const auto& range : rule.days) offer_ends(earliest, range);
    if (!dates_match(rule, date)) return;
    if (!rule.weeks.empty()) offer_weeks(earliest, date.day, rule);
    if (!rule.weeks.empty() && !any_within(rule.weeks, date)) return;
    if (rule.needs_holidays()) offer_holidays(earliest, date.day, holidays);
    if (rule.holidays && !date.holiday) return;
    for (const auto& range : rule.weekdays) offer_nth(earliest, date.day, range);
}

}  // namespace

DateFacts facts_of(sys_days day, std::span<const sys_days> holidays)
{
    const bool holiday = std::binary_search(holidays.begin(), holidays.end(), day);
    return {day, Date{day}, weekday{day}.iso_encoding(), holiday, 0};
}

unsigned iso_week(const DateFacts& date)
{
    const auto thursday = date.day + days{4} - days{date.weekday};
    const sys_days new_year = Date{thursday}.year() / January / 1;
    return static_cast<unsigned>((thursday - new_year).count() / 7) + 1;
}

bool matches(const Rule& rule, const DateFacts& date)
{
    if (!rule.years.empty() && !any_within(rule.years, date)) return false;
    if (!dates_match(rule, date)) return false;
    if (!rule.weeks.empty() && !any_within(rule.weeks, date)) return false;
    if (rule.holidays && !date.holiday) return false;
    if (rule.weekdays.empty() && !rule.weekdays_or_holiday) return true;
    return any_within(rule.weekdays, date) || (rule.weekdays_or_holiday && date.holiday);
}

sys_days stable_until(const Rules& rules, sys_days day, std::span<const sys_days> holidays, bool openings_only)
{
    Earliest earliest{day};
    const auto date = facts_of(day, holidays);
    for (const auto& rule : rules.list)
        if (!openings_only || rule.state == RuleState::open) offer_changes(earliest, date, holidays, rule);
    return earliest.best();
}

}  // namespace holdfast::hours
