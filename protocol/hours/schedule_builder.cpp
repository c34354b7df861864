#include "protocol/hours/schedule_builder.hpp"

#include <algorithm>
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

}  // namespace

Schedule ScheduleBuilder::build()
{
    if (auto bad = problem()) {
        schedule_.problem_ = std::move(bad);
        return std::move(schedule_);
    }
    base_spans_ = spans_of(base_);
    conversation_spans_ = spans_of(conversation_);
    conversation_spans_.insert(conversation_spans_.begin(), before_conversation());
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

/// In force from max(valid from, receipt) until max(next receipt + own notice, next valid from).
std::vector<ScheduleBuilder::Span> ScheduleBuilder::spans_of(std::span<const VersionInForce> chain)
{
    std::vector<Span> spans;
    for (std::size_t i = 0; i < chain.size(); ++i) {
        const auto& [content, received] = chain[i];
        Span span{std::max(content.valid_from, received), Instant::max(), add_calendar(content)};
        if (i + 1 < chain.size())
            span.end = std::max(chain[i + 1].received + content.notice, chain[i + 1].content.valid_from);
        spans.push_back(span);
    }
    return spans;
}

std::optional<std::size_t> ScheduleBuilder::add_calendar(const HoursContent& content)
{
    if (content.rules.empty()) return std::nullopt;
    auto rules = parse_rules(content.rules);
    const auto zone = TimeZone::find(content.zone);
    require(rules.has_value() && zone.has_value(), "hours were checked before");
    auto calendar = Calendar::make(*std::move(rules), *zone, holidays_of(content));
    require(calendar.has_value(), "hours were checked before");
    schedule_.calendars_.push_back(*std::move(calendar));
    return schedule_.calendars_.size() - 1;
}

/// Until a conversation has hours of its own the base's hold; its first version is a change like any other.
ScheduleBuilder::Span ScheduleBuilder::before_conversation() const
{
    if (conversation_.empty()) return {Instant::min(), Instant::max(), std::nullopt};
    const auto& first = conversation_.front();
    const auto* base = newest_at(base_, first.received);
    const auto notice = base ? base->notice : Seconds{0};
    return {Instant::min(), std::max(first.received + notice, first.content.valid_from), std::nullopt};
}

std::vector<Instant> ScheduleBuilder::boundaries() const
{
    std::vector<Instant> marks;
    for (const auto chain : {base_, conversation_})
        for (const auto& version : chain) marks.push_back(version.received);
    for (const auto* spans : {&base_spans_, &conversation_spans_})
        for (const auto& span : *spans)
            for (const auto mark : {span.begin, span.end})
                if (mark != Instant::min() && mark != Instant::max()) marks.push_back(mark);
    std::sort(marks.begin(), marks.end());
    marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
    return marks;
}

Schedule::Epoch ScheduleBuilder::epoch(Instant begin, Instant end) const
{
    Schedule::Epoch epoch{begin, end, sources_at(begin), {}, {}, {}, default_last_reading};
    const auto* base = newest_at(base_, begin);
    const auto* conversation = newest_at(conversation_, begin);
    for (const auto* content : {conversation, base})
        if (content) add_one_offs(epoch, *content);
    epoch.extras = merged(std::move(epoch.extras));
    for (const auto& off : epoch.days_off) epoch.without.push_back(off.dates);
    const auto* lead = conversation && !conversation->rules.empty() ? conversation : base;
    if (lead) epoch.last_reading = lead->last_reading;
    return epoch;
}

/// The calendars in force at `t`, newest first.
std::vector<std::size_t> ScheduleBuilder::sources_at(Instant t) const
{
    const auto in_force = [t](const Span& span) { return span.begin <= t && t < span.end; };
    std::vector<std::size_t> sources;
    bool inherits = false;
    for (auto span = conversation_spans_.rbegin(); span != conversation_spans_.rend(); ++span) {
        if (!in_force(*span)) continue;
        if (span->calendar) sources.push_back(*span->calendar);
        inherits = inherits || !span->calendar;
    }
    for (auto span = base_spans_.rbegin(); inherits && span != base_spans_.rend(); ++span)
        if (in_force(*span) && span->calendar) sources.push_back(*span->calendar);
    return sources;
}

void ScheduleBuilder::add_one_offs(Schedule::Epoch& epoch, const HoursContent& content)
{
    for (const auto& off : content.cancellations)
        epoch.days_off.push_back({{sys_days{off.date}, sys_days{off.date}}, Layer::cancellation, off.reason});
    for (const auto& off : content.leaves)
        epoch.days_off.push_back({{sys_days{off.from}, sys_days{off.to}}, Layer::leave, off.reason});
    epoch.extras.insert(epoch.extras.end(), content.extras.begin(), content.extras.end());
}

}  // namespace holdfast::hours
