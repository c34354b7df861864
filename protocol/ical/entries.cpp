#include "protocol/ical/entries.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/rule_list.hpp"
#include "protocol/ical/zones.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::LocalMinute;
using hours::Rule;

constexpr minutes one_day = days{1};
/// How much of a long tentative entry is compared with the windows.
constexpr days tentative_reach{31};

sys_days date_of(LocalMinute t) { return sys_days{floor<days>(t).time_since_epoch()}; }
LocalMinute midnight(sys_days date) { return LocalMinute{date.time_since_epoch()}; }
int minute_of(LocalMinute t) { return static_cast<int>((t - floor<days>(t)).count()); }

Rule rule_of(std::vector<hours::WeekdayRange> weekdays, LocalMinute start, minutes length)
{
    Rule rule;
    rule.weekdays = hours::tidy(weekdays);
    rule.times = {{minute_of(start), minute_of(start) + static_cast<int>(length.count())}};
    return rule;
}

}  // namespace

void Entries::note(const Item& item, std::string sentence)
{
    if (notes_.size() < max_notes) notes_.push_back({item.number, item.summary, std::move(sentence)});
}

void Entries::note_replacements(const std::vector<Item>& items)
{
    for (const auto& item : items)
        if (item.replaces && !item.uid.empty()) replaced_[item.uid].push_back(*item.replaces);
}

std::optional<LocalMinute> Entries::start_at_home(const Item& item)
{
    if (!item.start) {
        note(item, "It has no beginning and was left out. Give it a date and a time.");
        return {};
    }
    auto start = at_home(*item.start, home_);
    if (!start)
        note(item, "Its time zone \"" + item.start->zone +
                       "\" is not known, so it was left out. Choose a zone such as Europe/London for it.");
    return start;
}

Repetition Entries::repetition(const Item& item) const
{
    const auto& start = *item.start;
    auto zone = start.zone.empty() ? home_ : find_zone(start.zone).value_or(home_);
    if (start.utc) zone = hours::TimeZone::find("Etc/UTC").value();
    return {item.repeats.front(), start.local, zone};
}

bool Entries::can_repeat(const Item& item)
{
    ++repeating_;
    if (item.repeats.size() > 1) {
        note(item, "It repeats in more than one way and was left out. Make one entry of each.");
        return false;
    }
    if (!repeats_by_days(repetition(item))) {
        note(item, "It repeats in a way hours cannot say and was left out. Let it repeat by days, weeks or months.");
        return false;
    }
    if (item.replaces_following)
        note(item, "It changes this and all later dates. Check that the dates after it are as you want them.");
    return true;
}

std::set<LocalMinute> Entries::left_out(const Item& item) const
{
    std::set<LocalMinute> times;
    const auto add = [&](const When& when) {
        // A date alone means the occurrence that begins on it.
        const auto day_only = when.whole_day && !item.start->whole_day;
        const auto t = at_home(when, home_);
        const auto start = at_home(*item.start, home_);
        if (t && start) times.insert(day_only ? floor<days>(*t) + (*start - floor<days>(*start)) : *t);
    };
    for (const auto& when : item.except) add(when);
    if (const auto found = replaced_.find(item.uid); found != replaced_.end() && !item.replaces)
        for (const auto& when : found->second) add(when);
    return times;
}

std::vector<sys_days> Entries::left_out_dates(const Item& item) const
{
    std::vector<sys_days> dates;
    for (const auto t : left_out(item)) dates.push_back(date_of(t));
    return dates;
}

std::vector<hours::WeekdayRange> Entries::weekdays_of(const Item& item) const
{
    if (!keeps_home_time(*item.start, home_)) return {};
    return plain_weekdays(repetition(item));
}

std::vector<LocalMinute> Entries::starts(const Item& item, bool single_dates)
{
    std::vector<LocalMinute> found;
    if (!item.start) return found;
    const auto take = [&](LocalMinute local) {
        auto when = *item.start;
        when.local = local;
        if (const auto t = at_home(when, home_)) found.push_back(*t);
    };
    if (item.repeats.empty()) {
        take(item.start->local);
    } else {
        const auto occurring = occurrences(repetition(item), draft_.today() - days{1}, horizon());
        for (const auto local : occurring.starts) take(local);
        if (occurring.goes_on && single_dates)
            note(item,
                 "It repeats in a way rules cannot say, so its single dates of the next year were taken. Import "
                 "the calendar again before they end.");
    }
    for (const auto& when : item.also)
        if (const auto t = at_home(when, home_)) found.push_back(*t);
    const auto except = left_out(item);
    std::erase_if(found, [&](LocalMinute t) { return except.contains(t); });
    return found;
}

// ---- available ------------------------------------------------------------------------------------------------------

DateSpan Entries::bounds_of(const Item& item)
{
    DateSpan bounds;
    if (!item.start) return bounds;
    const auto begin = at_home(*item.start, home_);
    if (!begin) {
        note(item, "Its time zone is not known. Its dates were taken as they stand; check them.");
    }
    const auto from = begin.value_or(item.start->local);
    const auto first = date_of(from + one_day - minutes{1});
    if (first > draft_.today()) bounds.first = first;
    std::optional<LocalMinute> to;
    if (item.end) to = at_home(*item.end, home_).value_or(item.end->local);
    if (!item.end && item.duration) to = from + *item.duration;
    if (to) bounds.last = date_of(*to) - days{1};
    const bool cut = (bounds.first && minute_of(from) != 0) || (to && minute_of(*to) != 0);
    if (cut) note(item, "It begins or ends within a day. Only its whole days were taken.");
    return bounds;
}

void Entries::open_single(LocalMinute start, minutes length, const DateSpan& bounds)
{
    const auto date = date_of(start);
    const auto begin = minute_of(start);
    if (bounds.contains(date)) draft_.open_on(date, {begin, begin + static_cast<int>(length.count())});
}

void Entries::available(const Item& item, const DateSpan& bounds)
{
    const auto start = start_at_home(item);
    if (!start) return;
    const auto length = item.length();
    if (length <= minutes{0} || length > one_day)
        return note(item, "It lasts no time, or longer than a day, and was left out. Give each day its own times.");
    if (item.repeats.empty() || item.replaces) {
        for (const auto t : starts(item, true)) open_single(t, length, bounds);
        return;
    }
    if (!can_repeat(item)) return;
    const auto weekdays = weekdays_of(item);
    if (weekdays.empty()) {
        for (const auto t : starts(item, true)) open_single(t, length, bounds);
        return;
    }
    const auto ends = last_date(repetition(item));
    const auto own = DateSpan{date_of(*start), ends}.within(bounds);
    if (own.last && *own.last < draft_.today()) return;
    draft_.open(rule_of(weekdays, *start, length), own, left_out_dates(item));
    for (const auto& when : item.also)
        if (const auto t = at_home(when, home_)) open_single(*t, length, bounds);
}

// ---- busy -----------------------------------------------------------------------------------------------------------

void Entries::close_single(const Busy& busy)
{
    const auto from = std::max(busy.from, midnight(draft_.today()));
    const auto to = std::min(busy.to, midnight(horizon() + days{1}));
    if (from >= to) return;
    if (!busy.whole_days) return draft_.close_between(from, to);
    for (auto date = date_of(from); midnight(date) < to; date += days{1}) days_off_.insert(date);
}

void Entries::busy_list(const Item& item)
{
    for (const auto& [from, length] : item.busy)
        if (const auto t = at_home(from, home_)) close_single({*t, *t + length, false});
}

void Entries::busy_weekly(const Item& item, LocalMinute start, const std::vector<hours::WeekdayRange>& weekdays)
{
    auto rule = rule_of(weekdays, start, item.length());
    if (item.start->whole_day) rule.times.clear();
    const auto ends = last_date(repetition(item));
    if (ends && *ends < draft_.today()) return;
    for (const auto t : starts(item, false))
        if (draft_.meets_window(t, t + item.length()))
            return draft_.close(std::move(rule), {date_of(start), ends}, left_out_dates(item));
}

void Entries::busy(const Item& item)
{
    if (item.free) return;
    if (item.kind == "VFREEBUSY") return busy_list(item);
    const auto start = start_at_home(item);
    const auto length = item.length();
    if (!start || length <= minutes{0}) return;
    const bool repeats = !item.repeats.empty() && !item.replaces;
    if (item.tentative) {
        const auto reach = std::min<minutes>(length, tentative_reach);
        if (!repeats && draft_.meets_window(*start, *start + reach))
            note(item,
                 "It is not certain yet, so your hours stay open. Confirm it and import again, or cancel the "
                 "date.");
        return;
    }
    if (repeats && !can_repeat(item)) return;
    if (repeats && length <= one_day) {
        if (const auto weekdays = weekdays_of(item); !weekdays.empty()) return busy_weekly(item, *start, weekdays);
    }
    for (const auto t : starts(item, true)) {
        if (t > midnight(horizon()))
            note(item, "It lies more than a year ahead and was left out. Import the calendar again nearer the time.");
        close_single({t, t + length, item.start->whole_day});
    }
}

}  // namespace holdfast::ical
