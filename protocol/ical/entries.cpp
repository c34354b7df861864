#include "protocol/ical/entries.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/notation/rule_list.hpp"

namespace holdfast::ical {
namespace {

using namespace std::chrono;
using hours::day_of;
using hours::LocalMinute;
using hours::Rule;

constexpr minutes one_day = days{1};
/// How much of a long entry is compared with the windows where it takes nothing away.
constexpr days compared_reach{31};

LocalMinute midnight(sys_days date) { return LocalMinute{date.time_since_epoch()}; }
int minute_of(LocalMinute t) { return static_cast<int>((t - floor<days>(t)).count()); }

Rule rule_of(const std::vector<hours::WeekdayRange>& weekdays, LocalMinute start, minutes length)
{
    Rule rule;
    rule.weekdays = hours::tidy(weekdays);
    rule.times = {{minute_of(start), minute_of(start) + static_cast<int>(length.count())}};
    return rule;
}

}  // namespace

void Entries::note_replacements(const std::vector<Item>& items)
{
    for (const auto& item : items) {
        if (item.uid.empty()) continue;
        if (!item.repeats.empty() && !item.replaces) repeating_uids_.insert(item.uid);
        if (!item.replaces) continue;
        if (item.replaces_following)
            changes_[item.uid].push_back(&item);
        else
            replaced_[item.uid].push_back(*item.replaces);
    }
}

bool Entries::belongs_to_series(const Item& item) const
{
    return item.replaces_following && repeating_uids_.contains(item.uid);
}

std::optional<Entries::Span> Entries::span_at_home(const Item& item)
{
    const auto nothing = [&](const std::string& sentence) {
        notes_.add(item, sentence);
        return std::nullopt;
    };
    if (!item.problem.empty()) {
        notes_.add_problem(item);
        return std::nullopt;
    }
    if (!item.start) return nothing("It has no beginning and was left out. Give it a date and a time.");
    const auto from = zones_.at_home(*item.start);
    const bool has_end = item.end && !item.duration;
    const bool one_clock = !has_end || (item.end->zone == item.start->zone && item.end->utc == item.start->utc) ||
                           item.start->whole_day || item.end->whole_day;
    const auto to = one_clock ? from : zones_.at_home(*item.end);
    if (!from || !to) {
        notes_.add_unknown_zone(item, from ? item.end->zone : item.start->zone);
        return std::nullopt;
    }
    const Span span{*from, one_clock ? *from + item.length() : *to};
    if (span.to < span.from)
        return nothing("It ends before it begins and was left out. Correct it in the calendar program.");
    return span;
}

bool Entries::can_repeat(const Item& item)
{
    ++repeating_;
    if (item.repeats.size() > 1) {
        notes_.add(item, "It repeats in more than one way and was left out. Make one entry of each.");
        return false;
    }
    if (!repeats_by_days(repetition_of(item, zones_))) {
        notes_.add(item,
                   "It repeats in a way hours cannot say and was left out. Let it repeat by days, weeks or months.");
        return false;
    }
    return true;
}

std::vector<Series> Entries::series_of(const Item& item)
{
    const auto changes = changes_.find(item.uid);
    auto found = parts_of(item, changes == changes_.end() ? std::vector<const Item*>{} : changes->second, zones_);
    for (const auto* change : found.unfollowed)
        notes_.add(*change,
                   "It changes this and all later dates in a way that cannot be followed. Check that the "
                   "dates after it are as you want them.");
    return std::move(found.parts);
}

void Entries::note_lost_change(const Item& item)
{
    if (item.replaces_following && item.start && day_of(item.start->local) >= draft_.today())
        notes_.add(item,
                   "It changes this and all later dates of a series that is not in this calendar. Check that the "
                   "dates after it are as you want them.");
}

std::set<LocalMinute> Entries::left_out(const Item& item, minutes shift) const
{
    std::set<LocalMinute> times;
    const auto start = zones_.at_home(*item.start);
    const auto add = [&](const When& when) {
        // A date alone means the occurrence that begins on it.
        const auto day_only = when.whole_day && !item.start->whole_day;
        const auto t = zones_.at_home(when);
        if (t && start) times.insert((day_only ? floor<days>(*t) + (*start - floor<days>(*start)) : *t) + shift);
    };
    for (const auto& when : item.except) add(when);
    if (const auto found = replaced_.find(item.uid); found != replaced_.end() && !item.replaces)
        for (const auto& when : found->second) add(when);
    return times;
}

std::vector<sys_days> Entries::left_out_dates(const Series& series) const
{
    std::vector<sys_days> dates;
    for (const auto t : left_out(*series.item, series.shift)) dates.push_back(day_of(t));
    return dates;
}

DateSpan Entries::rule_dates(const Series& series, LocalMinute start) const
{
    auto ends = last_date(repetition_of(*series.item, zones_));
    const auto by = series.days_moved();
    if (ends) *ends += by;
    DateSpan moved = series.dates;
    if (moved.first) *moved.first += by;
    if (moved.last) *moved.last += by;
    return DateSpan{day_of(start), ends}.within(moved);
}

std::vector<LocalMinute> Entries::starts(const Series& series, bool single_dates)
{
    const auto& item = *series.item;
    std::vector<LocalMinute> found;
    const auto take = [&](LocalMinute local) {
        auto when = *item.start;
        when.local = local + series.shift;
        if (const auto t = zones_.at_home(when)) found.push_back(*t);
    };
    if (!repeats(item)) {
        take(item.start->local);
    } else {
        const auto by = series.days_moved();
        const DateSpan near{draft_.today() - days{1} - by, horizon() - by};
        const auto asked = near.within(series.dates);
        if (asked.is_empty()) return found;
        const auto occurring = occurrences(repetition_of(item, zones_), *asked.first, *asked.last);
        for (const auto local : occurring.starts) take(local);
        if (occurring.goes_on && single_dates && asked.last == near.last)
            notes_.add(item,
                       "It repeats in a way rules cannot say, so its single dates of the next year were taken. Import "
                       "the calendar again before they end.");
    }
    if (series.shape == series.item)
        for (const auto& when : item.also)
            if (const auto t = zones_.at_home(when)) found.push_back(*t);
    const auto except = left_out(item, series.shift);
    std::erase_if(found, [&](LocalMinute t) { return except.contains(t); });
    return found;
}

// ---- available ------------------------------------------------------------------------------------------------------

DateSpan Entries::bounds_of(const Item& item)
{
    DateSpan bounds;
    if (!item.start) return bounds;
    const auto begin = zones_.at_home(*item.start);
    if (!begin) notes_.add(item, "Its time zone is not known. Its dates were taken as they stand; check them.");
    const auto from = begin.value_or(item.start->local);
    const auto first = day_of(from + one_day - minutes{1});
    if (first > draft_.today()) bounds.first = first;
    std::optional<LocalMinute> to;
    if (item.end) to = zones_.at_home(*item.end).value_or(item.end->local);
    if (!item.end && item.duration) to = from + *item.duration;
    if (to) bounds.last = day_of(*to) - days{1};
    const bool cut = (bounds.first && minute_of(from) != 0) || (to && minute_of(*to) != 0);
    if (cut) notes_.add(item, "It begins or ends within a day. Only its whole days were taken.");
    return bounds;
}

void Entries::open_single(LocalMinute start, minutes length, const DateSpan& bounds)
{
    const auto date = day_of(start);
    const auto begin = minute_of(start);
    if (bounds.contains(date)) draft_.open_on(date, {begin, begin + static_cast<int>(length.count())});
}

void Entries::open_series(const Series& series, const DateSpan& bounds)
{
    const auto span = span_at_home(*series.shape);
    if (!span || series.shape->cancelled) return;
    const auto length = span->to - span->from;
    if (length <= minutes{0} || length > one_day)
        return notes_.add(*series.shape,
                          "It lasts no time, or longer than a day, and was left out. Give each day its own times.");
    const auto weekdays = repeats(*series.item) ? weekdays_of(series, zones_) : std::vector<hours::WeekdayRange>{};
    if (weekdays.empty()) {
        for (const auto t : starts(series, true)) open_single(t, length, bounds);
        return;
    }
    const auto own = rule_dates(series, series.first()).within(bounds);
    if (own.first && *own.first > last_draft_date)
        return notes_.add(*series.shape, "It lies too far ahead and was left out.");
    if (own.last && *own.last < draft_.today()) return;
    draft_.open(rule_of(weekdays, series.first(), length), own, left_out_dates(series));
    if (series.shape != series.item) return;
    for (const auto& when : series.item->also)
        if (const auto t = zones_.at_home(when)) open_single(*t, length, bounds);
}

void Entries::available(const Item& item, const DateSpan& bounds)
{
    if (belongs_to_series(item)) return;
    if (!repeats(item)) {
        note_lost_change(item);
        return open_series({&item, &item, minutes{0}, {}}, bounds);
    }
    if (!span_at_home(item) || !can_repeat(item)) return;
    for (const auto& series : series_of(item)) open_series(series, bounds);
}

// ---- busy -----------------------------------------------------------------------------------------------------------

void Entries::close_single(const Span& busy, bool whole_days)
{
    const auto from = std::max(busy.from, midnight(draft_.today()));
    const auto to = std::min(busy.to, midnight(horizon() + days{1}));
    if (from >= to) return;
    if (!whole_days) return draft_.close_between(from, to);
    for (auto date = day_of(from); midnight(date) < to; date += days{1}) days_off_.insert(date);
}

void Entries::busy_list(const Item& item)
{
    for (const auto& [from, length] : item.busy)
        if (const auto t = zones_.at_home(from)) close_single({*t, *t + length}, false);
}

bool Entries::close_weekly(const Series& series, const Span& span)
{
    const auto length = span.to - span.from;
    if (length > one_day) return false;
    const auto weekdays = weekdays_of(series, zones_);
    if (weekdays.empty()) return false;
    const auto all = starts(series, false);
    const auto meets = [&](LocalMinute t) { return draft_.meets_window(t, t + length); };
    const auto by_rule = [&](LocalMinute t) { return draft_.takes_from_own_date(t, t + length); };
    if (std::none_of(all.begin(), all.end(), meets)) return true;
    const bool over_midnight = draft_.has_windows_over_midnight() || span.to > midnight(day_of(span.from) + days{1});
    if (over_midnight && !std::all_of(all.begin(), all.end(), by_rule)) return false;
    auto rule = rule_of(weekdays, series.first(), length);
    if (series.item->start->whole_day) rule.times.clear();
    draft_.close(std::move(rule), rule_dates(series, series.first()), left_out_dates(series));
    return true;
}

void Entries::close_dates(const Series& series, minutes length)
{
    for (const auto t : starts(series, true)) {
        if (t > midnight(horizon()))
            notes_.add(*series.shape,
                       "It lies more than a year ahead and was left out. Import the calendar again nearer the time.");
        close_single({t, t + length}, series.item->start->whole_day);
    }
}

void Entries::close_series(const Series& series)
{
    const auto& shape = *series.shape;
    if (shape.free || shape.cancelled || shape.tentative) return;
    const auto span = span_at_home(shape);
    if (!span || span->from == span->to) return;
    if (!repeats(*series.item) || !close_weekly(series, *span)) close_dates(series, span->to - span->from);
}

void Entries::note_if_it_matters(const Item& item, std::string sentence)
{
    const auto span = span_at_home(item);
    if (!span || (repeats(item) && !can_repeat(item))) return;
    const auto length = std::min<minutes>(span->to - span->from, compared_reach);
    if (length == minutes{0}) return;
    const auto meets = [&](LocalMinute t) { return draft_.meets_window(t, t + length); };
    const auto all = starts({&item, &item, minutes{0}, {}}, false);
    if (std::any_of(all.begin(), all.end(), meets)) notes_.add(item, std::move(sentence));
}

void Entries::busy(const Item& item)
{
    if (item.cancelled || belongs_to_series(item)) return;
    if (item.free) {
        // Birthdays and the like repeat, and are nobody's leave.
        if (item.problem.empty() && item.start && item.start->whole_day && !repeats(item))
            note_if_it_matters(item,
                               "It is marked as free, so your hours stay open. Mark it as busy and import again, or "
                               "take leave: holdfast hours leave");
        return;
    }
    if (item.kind == "VFREEBUSY") return busy_list(item);
    if (item.tentative)
        return note_if_it_matters(item,
                                  "It is not certain yet, so your hours stay open. Confirm it and import again, or "
                                  "cancel the date.");
    if (!repeats(item)) {
        note_lost_change(item);
        return close_series({&item, &item, minutes{0}, {}});
    }
    if (!span_at_home(item) || !can_repeat(item)) return;
    for (const auto& series : series_of(item)) close_series(series);
}

}  // namespace holdfast::ical
