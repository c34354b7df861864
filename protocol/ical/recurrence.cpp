#include "protocol/ical/recurrence.hpp"

#include <libical/ical.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::LocalMinute;

struct FreeIterator {
    void operator()(icalrecur_iterator* iterator) const noexcept { icalrecur_iterator_free(iterator); }
};
using Iterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;

icaltimetype to_ical(LocalMinute t)
{
    const auto day = floor<days>(t);
    const Date date{sys_days{day.time_since_epoch()}};
    const auto minute = static_cast<int>((t - day).count());
    auto out = icaltime_null_time();
    out.year = static_cast<int>(date.year());
    out.month = static_cast<int>(static_cast<unsigned>(date.month()));
    out.day = static_cast<int>(static_cast<unsigned>(date.day()));
    out.hour = minute / 60;
    out.minute = minute % 60;
    return out;
}

/// Empty for a time no calendar has.
std::optional<LocalMinute> from_ical(const icaltimetype& t)
{
    if (icaltime_is_null_time(t)) return {};
    const Date date{year{t.year}, month{static_cast<unsigned>(t.month)}, day{static_cast<unsigned>(t.day)}};
    if (!date.ok()) return {};
    return local_days{date} + std::chrono::hours{t.hour} + minutes{t.minute};
}

/// The rule with its end in the same local time as its occurrences.
icalrecurrencetype parse(const Repetition& repetition)
{
    icalerror_set_errors_are_fatal(0);
    auto rule = icalrecurrencetype_from_string(repetition.rule.c_str());
    const auto until = from_ical(rule.until);
    if (!until) return rule;
    if (rule.until.is_date) {
        rule.until = to_ical(*until + days{1} - minutes{1});
    } else if (icaltime_is_utc(rule.until) && repetition.zone) {
        const Instant instant{sys_time<minutes>{until->time_since_epoch()}};
        rule.until = to_ical(repetition.zone->shown(instant));
    } else {
        rule.until = to_ical(*until);
    }
    return rule;
}

Iterator begin(const icalrecurrencetype& rule, LocalMinute first)
{
    return Iterator{icalrecur_iterator_new(rule, to_ical(first))};
}

template <std::size_t N>
std::vector<int> listed(const short (&list)[N])
{
    std::vector<int> values;
    for (const short value : list) {
        if (value == ICAL_RECURRENCE_ARRAY_MAX) break;
        values.push_back(value);
    }
    return values;
}

/// libical counts from Sunday, 1.
unsigned iso_weekday(int ical) { return ical == 1 ? 7U : static_cast<unsigned>(ical - 1); }

unsigned iso_weekday_of(LocalMinute t) { return weekday{floor<days>(t)}.iso_encoding(); }

bool says_more_than_weekdays(const icalrecurrencetype& rule)
{
    return rule.interval != 1 || !listed(rule.by_month_day).empty() || !listed(rule.by_year_day).empty() ||
           !listed(rule.by_week_no).empty() || !listed(rule.by_month).empty() || !listed(rule.by_second).empty() ||
           !listed(rule.by_minute).empty() || !listed(rule.by_hour).empty();
}

bool is_usable_nth(int nth) { return nth != 0 && nth >= -5 && nth <= 5; }

std::vector<hours::WeekdayRange> weekly(const icalrecurrencetype& rule, LocalMinute first)
{
    if (!listed(rule.by_set_pos).empty()) return {};
    std::vector<hours::WeekdayRange> found;
    for (const int day : listed(rule.by_day)) {
        const auto iso = iso_weekday(icalrecurrencetype_day_day_of_week(static_cast<short>(day)));
        if (icalrecurrencetype_day_position(static_cast<short>(day)) != 0) return {};
        found.push_back({iso, iso, {}});
    }
    if (!found.empty()) return found;
    if (rule.freq == ICAL_DAILY_RECURRENCE) return {{1, 7, {}}};
    return {{iso_weekday_of(first), iso_weekday_of(first), {}}};
}

std::vector<hours::WeekdayRange> monthly(const icalrecurrencetype& rule)
{
    const auto positions = listed(rule.by_set_pos);
    const auto weekdays = listed(rule.by_day);
    // "The first of Monday and Tuesday" is not "the first Monday and the first Tuesday".
    if (!positions.empty() && weekdays.size() != 1) return {};
    std::vector<hours::WeekdayRange> found;
    for (const int day : weekdays) {
        const auto iso = iso_weekday(icalrecurrencetype_day_day_of_week(static_cast<short>(day)));
        const int nth = icalrecurrencetype_day_position(static_cast<short>(day));
        if (!positions.empty() && nth != 0) return {};
        auto numbers = positions.empty() ? std::vector{nth} : positions;
        if (numbers == std::vector{0}) numbers.clear();
        if (!std::all_of(numbers.begin(), numbers.end(), is_usable_nth)) return {};
        found.push_back({iso, iso, std::move(numbers)});
    }
    return found;
}

/// "30 February": libical would look for it for thousands of years.
bool never_happens(const icalrecurrencetype& rule)
{
    constexpr int longest_months[] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const auto months = listed(rule.by_month);
    const auto days = listed(rule.by_month_day);
    if (months.empty() || days.empty()) return false;
    return std::none_of(months.begin(), months.end(), [&](int month) {
        return month >= 1 && month <= 12 &&
               std::any_of(days.begin(), days.end(), [&](int day) { return std::abs(day) <= longest_months[month]; });
    });
}

}  // namespace

bool repeats_by_days(const Repetition& repetition)
{
    const auto rule = parse(repetition);
    const bool by_days = rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE ||
                         rule.freq == ICAL_MONTHLY_RECURRENCE || rule.freq == ICAL_YEARLY_RECURRENCE;
    return by_days && rule.rscale == nullptr && listed(rule.by_second).empty() && listed(rule.by_minute).empty() &&
           listed(rule.by_hour).empty() && !never_happens(rule);
}

bool repeats_by_years(const Repetition& repetition)
{
    return repeats_by_days(repetition) && parse(repetition).freq == ICAL_YEARLY_RECURRENCE;
}

std::vector<hours::WeekdayRange> plain_weekdays(const Repetition& repetition)
{
    const auto rule = parse(repetition);
    if (says_more_than_weekdays(rule)) return {};
    if (rule.freq == ICAL_DAILY_RECURRENCE || rule.freq == ICAL_WEEKLY_RECURRENCE)
        return weekly(rule, repetition.first);
    return rule.freq == ICAL_MONTHLY_RECURRENCE ? monthly(rule) : std::vector<hours::WeekdayRange>{};
}

std::optional<sys_days> named_end(const Repetition& repetition)
{
    const auto until = from_ical(parse(repetition).until);
    if (!until) return std::nullopt;
    const auto time = repetition.first - floor<days>(repetition.first);
    return sys_days{floor<days>(*until - time).time_since_epoch()};
}

std::optional<sys_days> last_date(const Repetition& repetition)
{
    if (const auto end = named_end(repetition)) return end;
    const auto rule = parse(repetition);
    if (rule.count <= 0) return std::nullopt;
    const auto iterator = begin(rule, repetition.first);
    std::optional<LocalMinute> last;
    for (std::size_t step = 0; iterator; ++step) {
        const auto next = from_ical(icalrecur_iterator_next(iterator.get()));
        if (!next) break;
        if (step >= max_steps) return std::nullopt;
        last = next;
    }
    if (!last) return std::nullopt;
    return sys_days{floor<days>(*last).time_since_epoch()};
}

Occurrences occurrences(const Repetition& repetition, sys_days from, sys_days to)
{
    Occurrences found;
    auto rule = parse(repetition);
    const auto bound = LocalMinute{(to + days{2}).time_since_epoch()};
    const auto until = from_ical(rule.until);
    const bool cut = !until || *until > bound;
    if (cut && rule.count == 0) rule.until = to_ical(bound);
    const auto iterator = begin(rule, repetition.first);
    // Where nothing is counted from the first, the years before `from` need not be walked through.
    const hours::LocalMinute begin_at{from.time_since_epoch()};
    if (iterator && rule.count == 0 && repetition.first < begin_at)
        icalrecur_iterator_set_start(iterator.get(), to_ical(begin_at));
    for (std::size_t step = 0; iterator && step < max_steps; ++step) {
        const auto next = from_ical(icalrecur_iterator_next(iterator.get()));
        if (!next) break;
        const sys_days date{floor<days>(*next).time_since_epoch()};
        if (date > to || found.starts.size() >= max_occurrences) {
            found.goes_on = true;
            break;
        }
        if (date >= from) found.starts.push_back(*next);
    }
    if (cut && rule.count == 0) found.goes_on = true;
    return found;
}

}  // namespace holdfast::ical
