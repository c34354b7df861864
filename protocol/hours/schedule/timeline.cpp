#include "protocol/hours/schedule/timeline.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// Instants asked about up to so long after `from` are answered for the whole search_horizon.
constexpr days reach_ahead{33};
/// The windows of a date lie within so much of its midnight in UTC: windows of two days, clocks of a day either way.
constexpr days before_midnight{2};
constexpr days after_midnight{4};
/// Nothing that reaches to an instant is owned by a date so long before.
constexpr days worth_skipping{4};
/// More than the windows of some months: past that a timeline is begun anew.
constexpr std::size_t most_found = 4096;

const auto later_turn = [](const auto& a, const auto& b) { return a.frontier > b.frontier; };
const auto later_begin = [](const Interval& a, const Interval& b) { return a.begin > b.begin; };

bool overlaps(const Interval& a, const Interval& b) { return a.begin < b.end && b.begin < a.end; }

Interval common(const Interval& a, const Interval& b) { return {std::max(a.begin, b.begin), std::min(a.end, b.end)}; }

/// Of sorted, separate intervals those that end after `t`.
std::span<const Interval> not_over(std::span<const Interval> all, Instant t)
{
    const auto is_over = [t](const Interval& span) { return span.end <= t; };
    return all.subspan(static_cast<std::size_t>(std::partition_point(all.begin(), all.end(), is_over) - all.begin()));
}

}  // namespace

Timeline::Timeline(std::shared_ptr<const ScheduleData> data, Instant from)
    : Timeline{std::move(data), from, from + search_horizon + reach_ahead}
{
}

Timeline::Timeline(std::shared_ptr<const ScheduleData> data, Instant from, Instant limit)
    : data_{std::move(data)}, from_{from}, limit_{limit}
{
    add_walkers();
}

bool Timeline::is_near(Instant t) const noexcept
{
    if (t < from_ || found_.size() > most_found) return false;
    return t < from_ + reach_ahead || (!found_.empty() && t < found_.back().end && found_.back().end < limit_);
}

std::optional<Interval> Timeline::ending_after(Instant t)
{
    const auto is_over = [t](const Interval& window) { return window.end <= t; };
    const auto known = std::partition_point(found_.begin(), found_.end(), is_over);
    if (known != found_.end()) return *known;
    while (find())
        if (!is_over(found_.back())) return found_.back();
    return std::nullopt;
}

void Timeline::add_walkers()
{
    for (const auto& source : data_->sources) {
        Walker walker{&source, 0, from_, std::nullopt};
        settle(walker);
        if (walker.span == source.spans.size()) continue;
        add_turn({walker.frontier, walkers_.size()});
        walkers_.push_back(std::move(walker));
    }
}

void Timeline::add_turn(Turn turn)
{
    turns_.push_back(turn);
    std::push_heap(turns_.begin(), turns_.end(), later_turn);
}

/// Moves to the first span that is not over, and the frontier to where its source begins to count.
void Timeline::settle(Walker& walker) const
{
    const auto* source = walker.source;
    const auto& spans = source->spans;
    for (; walker.span < spans.size(); ++walker.span) {
        const auto& span = spans[walker.span];
        if (span.end <= walker.frontier) continue;
        auto begin = std::max(walker.frontier, span.begin);
        if (!source->own) {
            const auto counts = not_over(data_->base_counts, begin);
            if (counts.empty()) {
                walker.span = spans.size();
                return;
            }
            begin = std::max(begin, counts.front().begin);
        }
        if (begin >= span.end) continue;
        walker.frontier = begin;
        return;
    }
}

Instant Timeline::frontier() const noexcept { return turns_.empty() ? Instant::max() : turns_.front().frontier; }

bool Timeline::is_done(const Walker& walker)
{
    return walker.span == walker.source->spans.size() || (walker.walk && walker.walk->at_end());
}

/// Loads the earliest date that is left; false when there is none. Open times wholly before `open_until` add nothing to
/// a window that is open until then, so a source that is behind catches up without being looked at.
bool Timeline::load(Instant open_until)
{
    if (frontier() >= limit_) return false;
    const auto turn = turns_.front();
    std::pop_heap(turns_.begin(), turns_.end(), later_turn);
    turns_.pop_back();
    auto& walker = walkers_[turn.walker];
    if (turn.frontier == walker.frontier && walker.frontier + worth_skipping < open_until) {
        walker.frontier = open_until;
        settle(walker);
    } else if (turn.frontier == walker.frontier) {
        load(turn.walker);
    }
    if (!is_done(walker)) add_turn({walker.frontier, turn.walker});
    return true;
}

void Timeline::load(std::size_t index)
{
    auto& walker = walkers_[index];
    const auto& calendar = walker.source->calendar();
    if (!walker.walk)
        walker.walk.emplace(calendar, calendar.first_owner(walker.frontier),
                            sys_days{calendar.zone().date_of(limit_)} + days{1});
    else if (walker.walk->frontier() < walker.frontier)
        walker.walk->skip_to(calendar.first_owner(walker.frontier));  // between two spans
    if (walker.walk->at_end()) return;
    loaded_.clear();
    walker.walk->load(loaded_, alike_until(*walker.walk));
    for (const auto& owned : loaded_) {
        keep(walker, owned);
        if (owned.interval.end > furthest_.end) furthest_ = {owned.interval.end, index};
    }
    walker.frontier = std::max(walker.frontier, walker.walk->frontier());
    settle(walker);
}

/// While the newest versions still change, no two dates are alike; then up to the next day off.
sys_days Timeline::alike_until(const DateWalk& walk) const
{
    const auto& last = data_->heads.back();
    if (walk.frontier() < last.begin + after_midnight) return walk.date();
    auto until = sys_days::max();
    for (const auto* what : {data_->own_of(last), data_->base_of(last)})
        if (what) until = std::min(until, what->next_off(walk.date()));
    return until;
}

/// The part of an open time that takes place: at or after `from`, while its source counts, and not on days off.
void Timeline::keep(const Walker& walker, const OwnedInterval& owned)
{
    const Interval interval{std::max(owned.interval.begin, from_), owned.interval.end};
    if (interval.begin >= interval.end) return;
    const auto& off = off_around(owned.owner);
    for (const auto& span : not_over(walker.source->spans, interval.begin)) {
        if (!overlaps(span, interval)) break;
        if (walker.source->own)
            keep_on(common(interval, span), off);
        else
            for (const auto& counts : not_over(data_->base_counts, std::max(interval.begin, span.begin))) {
                if (!overlaps(counts, common(interval, span))) break;
                keep_on(common(common(interval, span), counts), off);
            }
    }
}

/// Without the times at which its date was off.
void Timeline::keep_on(Interval interval, const std::vector<Interval>& off)
{
    for (const auto& away : off) {
        if (away.end <= interval.begin) continue;
        if (away.begin >= interval.end) break;
        if (interval.begin < away.begin) push({interval.begin, away.begin});
        interval.begin = away.end;
        if (interval.begin >= interval.end) return;
    }
    push(interval);
}

void Timeline::push(Interval interval)
{
    pending_.push_back(interval);
    std::push_heap(pending_.begin(), pending_.end(), later_begin);
}

Interval Timeline::pop()
{
    std::pop_heap(pending_.begin(), pending_.end(), later_begin);
    const auto interval = pending_.back();
    pending_.pop_back();
    return interval;
}

/// The source that reaches furthest goes on alone while it keeps the window open: then the others need not be looked
/// at.
void Timeline::run_ahead(Interval& window)
{
    const auto& walker = walkers_[furthest_.walker];
    while (window.end < limit_ && walker.frontier <= window.end && !is_done(walker)) {
        load(furthest_.walker);
        join(window);
    }
}

/// Adds what is pending and overlaps or touches.
void Timeline::join(Interval& window)
{
    while (!pending_.empty() && pending_.front().begin <= window.end) window.end = std::max(window.end, pop().end);
}

/// Finds the next window; false when there is none before the limit.
bool Timeline::find()
{
    if (!found_.empty() && found_.back().end >= limit_) return false;
    while ((pending_.empty() || pending_.front().begin >= frontier()) && load(from_)) {
    }
    if (pending_.empty()) return false;
    auto window = pop();
    join(window);
    run_ahead(window);
    while (window.end < limit_ && frontier() <= window.end && load(window.end)) {
        join(window);
        run_ahead(window);
    }
    found_.push_back(window);
    return true;
}

/// The calendars are walked side by side, so that most ask for the same dates.
const std::vector<Interval>& Timeline::off_around(sys_days date)
{
    if (off_ && off_->date == date) return off_->when;
    off_ = Off{date, {}};
    const Interval around{Instant{date} - before_midnight, Instant{date} + after_midnight};
    const auto first = data_->head_at(around.begin);
    for (auto i = first == data_->heads.size() ? 0 : first; i < data_->heads.size(); ++i) {
        const auto& head = data_->heads[i];
        if (head.begin >= around.end) break;
        if (!data_->is_off(head, date)) continue;
        auto& when = off_->when;
        if (!when.empty() && when.back().end == head.begin)
            when.back().end = data_->head_end(i);
        else
            when.push_back({head.begin, data_->head_end(i)});
    }
    return off_->when;
}

}  // namespace holdfast::hours
