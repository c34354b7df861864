#include "protocol/hours/schedule_builder.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// The newest version received at or before `t`.
const HoursContent* newest_at(std::span<const VersionInForce> chain, Instant t)
{
    const HoursContent* newest = nullptr;
    for (const auto& version : chain)
        if (version.received <= t) newest = &version.content;
    return newest;
}

std::size_t index_of(std::span<const VersionInForce> chain, const HoursContent* content)
{
    const auto has = [content](const VersionInForce& version) { return &version.content == content; };
    return static_cast<std::size_t>(std::find_if(chain.begin(), chain.end(), has) - chain.begin());
}

bool is_ordered(std::span<const VersionInForce> chain)
{
    return std::is_sorted(chain.begin(), chain.end(),
                          [](const VersionInForce& a, const VersionInForce& b) { return a.received < b.received; });
}

std::optional<PlacedError> problem_in(std::span<const VersionInForce> chain, bool inherits)
{
    if (!is_ordered(chain)) return PlacedError{Errc::broken_chain, 0, sentence(Errc::broken_chain)};
    for (const auto& version : chain)
        if (auto checked = check(version.content, inherits); !checked) return checked.error();
    return {};
}

/// Overlapping and touching extra windows are one.
std::vector<Interval> merged(std::vector<Interval> extras)
{
    std::sort(extras.begin(), extras.end(), [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
    std::vector<Interval> out;
    for (const auto& extra : extras) {
        if (!out.empty() && extra.begin <= out.back().end)
            out.back().end = std::max(out.back().end, extra.end);
        else
            out.push_back(extra);
    }
    return out;
}

/// Equal for versions whose rules mean the same.
std::string key_of(const HoursContent& content)
{
    auto key = content.rules + '\n' + content.zone;
    const auto add = [&](const Date& date) {
        key.append("\n").append(std::to_string(sys_days{date}.time_since_epoch().count()));
    };
    if (content.horizon) add(*content.horizon);
    key += '\n';
    for (const auto& date : content.holidays) add(date);
    return key;
}

bool comes_before(const DayOff& a, const DayOff& b)
{
    return std::tie(a.layer, a.dates.first, a.dates.last) < std::tie(b.layer, b.dates.first, b.dates.last);
}

/// The same day off in the version before; null when it is new. Precondition: `before` is sorted.
const DayOff* known_in(const std::vector<DayOff>& before, const DayOff& off)
{
    const auto found = std::lower_bound(before.begin(), before.end(), off, comes_before);
    return found != before.end() && !comes_before(off, *found) ? &*found : nullptr;
}

}  // namespace

Schedule ScheduleBuilder::build()
{
    if (auto bad = problem()) {
        schedule_.problem_ = std::move(bad);
        return std::move(schedule_);
    }
    add_versions(base_, false);
    add_versions(conversation_, true);
    schedule_.base_holds_until_ = base_holds_until();
    const auto marks = boundaries();
    for (std::size_t i = 0; i < marks.size(); ++i)
        schedule_.epochs_.push_back(epoch(marks[i], i + 1 < marks.size() ? marks[i + 1] : Instant::max()));
    return std::move(schedule_);
}

std::optional<PlacedError> ScheduleBuilder::problem() const
{
    if (auto bad = problem_in(base_, false)) return bad;
    return problem_in(conversation_, true);
}

void ScheduleBuilder::add_versions(std::span<const VersionInForce> chain, bool own)
{
    for (std::size_t i = 0; i < chain.size(); ++i) schedule_.versions_.push_back(version(chain, i, own));
}

/// In force from max(valid from, receipt) until max(next receipt + own notice, next valid from).
ScheduleBuilder::Version ScheduleBuilder::version(std::span<const VersionInForce> chain, std::size_t index, bool own)
{
    const auto& [content, received] = chain[index];
    Version made{{own, index + 1}, received, content.valid_from, content.notice, {}, Instant::max(), {}, {}};
    made.begin = std::max(content.valid_from, received);
    if (index + 1 < chain.size())
        made.end = std::max(chain[index + 1].received + content.notice, chain[index + 1].content.valid_from);
    made.calendar = calendar_of(content);
    made.days_off = days_off(chain[index], made);
    return made;
}

/// Versions that differ in other things share their calendar, so that no question is asked of it twice.
std::optional<std::size_t> ScheduleBuilder::calendar_of(const HoursContent& content)
{
    if (content.rules.empty()) return std::nullopt;
    const auto [known, is_new] = calendars_.emplace(key_of(content), schedule_.calendars_.size());
    if (!is_new) return known->second;
    auto rules = parse_rules(content.rules);
    const auto zone = TimeZone::find(content.zone);
    require(rules.has_value() && zone.has_value(), "hours were checked before");
    auto calendar = Calendar::make(*std::move(rules), *zone, holidays_of(content));
    require(calendar.has_value(), "hours were checked before");
    schedule_.calendars_.push_back(*std::move(calendar));
    return known->second;
}

/// Sorted. What the version before named already keeps its first announcement.
std::vector<DayOff> ScheduleBuilder::days_off(const VersionInForce& version, const Version& made) const
{
    const auto& [content, received] = version;
    std::vector<DayOff> out;
    for (const auto& off : content.cancellations)
        out.push_back({{sys_days{off.date}, sys_days{off.date}}, Layer::cancellation, off.reason, received, true});
    for (const auto& off : content.leaves)
        out.push_back({{sys_days{off.from}, sys_days{off.to}}, Layer::leave, off.reason, received, true});
    std::stable_sort(out.begin(), out.end(), comes_before);
    const auto& versions = schedule_.versions_;
    const bool is_first = versions.empty() || versions.back().name.own != made.name.own;
    const auto notice = notice_at(received, made);
    for (auto& off : out) {
        const auto* known = is_first ? nullptr : known_in(versions.back().days_off, off);
        off.announced = known ? known->announced : received;
        off.planned = known ? known->planned : begin_of(off.dates.first, made) >= received + notice;
    }
    return out;
}

/// The longest notice that counts when `made` is received.
Seconds ScheduleBuilder::notice_at(Instant received, const Version& made) const
{
    auto notice = made.notice;
    for (const auto& version : schedule_.versions_)
        if (version.begin <= received && received < version.end) notice = std::max(notice, version.notice);
    return notice;
}

/// When a date begins where the version's rules are at home; a conversation without rules is at home with the base.
Instant ScheduleBuilder::begin_of(sys_days date, const Version& made) const
{
    auto calendar = made.calendar;
    for (const auto& version : schedule_.versions_)
        if (!made.calendar && !version.name.own && version.received <= made.received) calendar = version.calendar;
    if (!calendar) return date;
    return schedule_.calendars_[*calendar].zone().first(LocalMinute{date.time_since_epoch()});
}

/// Until a conversation has hours of its own the base's hold; its first version is a change like any other.
Instant ScheduleBuilder::base_holds_until() const
{
    if (conversation_.empty()) return Instant::max();
    const auto& first = conversation_.front();
    const auto* base = newest_at(base_, first.received);
    const auto notice = base ? base->notice : Seconds{0};
    return std::max(first.received + notice, first.content.valid_from);
}

std::vector<Instant> ScheduleBuilder::boundaries() const
{
    std::vector<Instant> marks{schedule_.base_holds_until_};
    for (const auto& version : schedule_.versions_)
        marks.insert(marks.end(), {version.received, version.begin, version.end});
    std::sort(marks.begin(), marks.end());
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    if (marks.back() == Instant::max()) marks.pop_back();
    return marks;
}

Schedule::Epoch ScheduleBuilder::epoch(Instant begin, Instant end) const
{
    Schedule::Epoch epoch{begin, end, sources_at(begin), {}, {}, {}, default_last_reading};
    const auto* base = newest_at(base_, begin);
    const auto* conversation = newest_at(conversation_, begin);
    if (conversation) epoch.newest.push_back(base_.size() + index_of(conversation_, conversation));
    if (base) epoch.newest.push_back(index_of(base_, base));
    for (const auto* content : {conversation, base})
        if (content) epoch.extras.insert(epoch.extras.end(), content->extras.begin(), content->extras.end());
    epoch.extras = merged(std::move(epoch.extras));
    for (const auto version : epoch.newest)
        for (const auto& off : schedule_.versions_[version].days_off) epoch.without.push_back(off.dates);
    const auto* lead = conversation && !conversation->rules.empty() ? conversation : base;
    if (lead) epoch.last_reading = lead->last_reading;
    return epoch;
}

/// The calendars in force at `t`, newest first, each once.
std::vector<std::size_t> ScheduleBuilder::sources_at(Instant t) const
{
    std::vector<std::size_t> sources;
    bool base_holds = t < schedule_.base_holds_until_;
    for (auto version = schedule_.versions_.rbegin(); version != schedule_.versions_.rend(); ++version) {
        if (t < version->begin || version->end <= t) continue;
        if (!version->name.own && !base_holds) break;
        base_holds = base_holds || !version->calendar;
        const bool known =
            !version->calendar || std::find(sources.begin(), sources.end(), *version->calendar) != sources.end();
        if (!known) sources.push_back(*version->calendar);
    }
    return sources;
}

}  // namespace holdfast::hours
