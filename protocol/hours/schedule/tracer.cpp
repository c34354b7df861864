#include "protocol/hours/schedule/tracer.hpp"

#include <algorithm>
#include <utility>

#include "protocol/hours/schedule/days_off.hpp"
#include "protocol/hours/schedule/effective_walk.hpp"

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// How far ahead changes of the clocks are looked for: to the next window, but no further than this.
constexpr days clock_look_ahead{8};

ClockEffect effect_of(const LocalWindow& window, sys_days date, const TimeZone& zone)
{
    const auto& [written, actual] = window;
    if (actual.begin >= actual.end) return ClockEffect::no_window;
    const minutes length{written.end - written.begin};
    if (actual.end - actual.begin == length) return ClockEffect::none;
    const auto shows = [&](Instant t, int minute) { return zone.wall_clock(t).time == local_minute(date, minute); };
    if (!shows(actual.begin, written.begin)) return ClockEffect::late_begin;
    if (!shows(actual.end, written.end)) return ClockEffect::late_end;
    return actual.end - actual.begin > length ? ClockEffect::longer : ClockEffect::shorter;
}

}  // namespace

Tracer::Tracer(const Schedule& schedule, Instant t)
    : schedule_{schedule},
      t_{t},
      ruling_{schedule.ruling(t)},
      promised_{schedule.promise(t)},
      change_{schedule.next_change(t)}
{
    if (!schedule.data_) return;
    const auto& data = *schedule.data_;
    without_ = dates_off_at(data, t);
    for (const auto& version : data.versions) {
        const bool received = version.received <= t;
        any_received_ = any_received_ || received;
        own_received_ = own_received_ || (received && version.name.own);
        inherits_ = inherits_ || (!version.source && version.counts.contains(t));
    }
    base_counts_ = t < data.base_holds_until || inherits_;
}

Trace Tracer::run()
{
    add_versions();
    if (any_received_) {
        add_dates();
        add_one_offs();
        add_rules();
        add_clock_changes();
    }
    add_outcome();
    return std::move(steps_);
}

void Tracer::add_versions()
{
    if (!any_received_) {
        steps_.emplace_back(step::NoHours{schedule_.problem()});
        return;
    }
    const auto& versions = schedule_.data_->versions;
    for (auto i = versions.size(); i-- > 0;)
        if (versions[i].received <= t_ && t_ < versions[i].counts.end && (versions[i].name.own || base_counts_))
            add_version(i);
}

void Tracer::add_version(std::size_t index)
{
    const auto& version = schedule_.data_->versions[index];
    const auto why = standing(index);
    auto until = why == VersionStatus::newest ? Instant::max() : version.counts.end;
    if (why == VersionStatus::beside) until = std::min(until, schedule_.data_->base_holds_until);
    steps_.emplace_back(step::Version{version.name, why, version.received, version.counts.begin,
                                      until == Instant::max() ? std::nullopt : std::optional{until},
                                      version.what->content.notice_period, !version.source});
    if (why == VersionStatus::waits || !version.source) return;
    const auto has = [&](const Source& source) { return source.source == *version.source; };
    if (std::none_of(sources_.begin(), sources_.end(), has)) sources_.push_back({*version.source, version.name});
}

VersionStatus Tracer::standing(std::size_t index) const
{
    const auto& version = schedule_.data_->versions[index];
    if (t_ < version.counts.begin) return VersionStatus::waits;
    if (!version.name.own && own_received_ && !inherits_) return VersionStatus::beside;
    const auto* next = successor(index);
    if (!next) return VersionStatus::newest;
    return t_ < next->received + version.what->content.notice_period ? VersionStatus::notice
                                                                     : VersionStatus::until_next;
}

const ScheduleData::Version* Tracer::successor(std::size_t index) const
{
    const auto& versions = schedule_.data_->versions;
    const auto next = index + 1;
    if (next == versions.size() || versions[next].name.own != versions[index].name.own) return nullptr;
    return versions[next].received <= t_ ? &versions[next] : nullptr;
}

bool Tracer::is_off(sys_days date) const
{
    return std::any_of(without_.begin(), without_.end(),
                       [date](const DateRange& range) { return range.contains(date); });
}

sys_days Tracer::owning_date(const Source& source) const
{
    const auto deciding = calendar(source).deciding(t_, without_);
    return deciding.open ? deciding.date : sys_days{calendar(source).zone().date_of(t_)};
}

void Tracer::add_dates()
{
    for (const auto& source : sources_) {
        const auto zone = calendar(source).zone();
        const Date date{owning_date(source)};
        const auto says_so = [&](const Step& step) {
            const auto* said = std::get_if<step::OwningDate>(&step);
            return said && said->zone.name() == zone.name() && said->date == date;
        };
        if (std::none_of(steps_.begin(), steps_.end(), says_so))
            steps_.emplace_back(step::OwningDate{source.version, zone, date, date != zone.date_of(t_)});
    }
    for (const auto& source : sources_) {
        const auto date = owning_date(source);
        const auto& horizon = calendar(source).horizon();
        const bool beyond = horizon && date > *horizon;
        if (beyond || calendar(source).is_holiday(date))
            steps_.emplace_back(step::Holiday{source.version, Date{beyond ? *horizon : date}, beyond});
    }
}

void Tracer::add_one_offs()
{
    const auto& data = *schedule_.data_;
    if (const auto extra = data.extra_ending_after(t_); extra && extra->begin <= t_)
        steps_.emplace_back(step::Extra{{extra->begin, extra->end}});
    bool decides = ruling_.layer == Layer::leave || ruling_.layer == Layer::cancellation;
    for (auto& off : days_off_at(data, t_)) {
        steps_.emplace_back(step::Off{std::move(off), decides});
        decides = false;
    }
}

void Tracer::add_rules()
{
    for (const auto& source : sources_)
        for (const auto& speaking : calendar(source).speaking(t_))
            steps_.emplace_back(step::RuleSpeaks{source.version, to_text(*speaking.rule),
                                                 layer_of(speaking.rule, speaking.on_holiday),
                                                 speaking.rule->state == RuleState::open, Date{speaking.date},
                                                 voice(source, speaking), speaking.rule->reason});
}

RuleEffect Tracer::voice(const Source& source, const Speaking& speaking) const
{
    const auto& deciding = ruling_.deciding;
    if (ruling_.source == source.source && speaking.rule == deciding.rule &&
        (speaking.date == deciding.date || !deciding.open))
        return RuleEffect::decides;
    if (speaking.replaced) return RuleEffect::replaced;
    return speaking.covers ? RuleEffect::overruled : RuleEffect::silent;
}

void Tracer::add_clock_changes()
{
    for (const auto& source : sources_) add_clock_changes(source, calendar(source));
}

/// From the date of the instant to that of the window promised, which may be another because of the clocks.
void Tracer::add_clock_changes(const Source& source, const Calendar& calendar)
{
    const auto& zone = calendar.zone();
    const auto first = owning_date(source);
    const auto seen = promised_ ? sys_days{zone.date_of(promised_->begin)} : first;
    for (auto date = first; date <= std::min(std::max(seen, first), first + clock_look_ahead); date += days{1}) {
        if (is_off(date)) continue;
        for (const auto& window : calendar.windows_on(date))
            if (const auto effect = effect_of(window, date, zone); effect != ClockEffect::none)
                steps_.emplace_back(
                    step::ClocksChange{source.version, zone, Date{date}, window.written, effect, window.actual});
    }
}

void Tracer::add_outcome()
{
    steps_.emplace_back(step::Decision{Schedule::explanation(ruling_)});
    steps_.emplace_back(step::Change{change_});
    steps_.emplace_back(promise());
}

step::Promise Tracer::promise() const
{
    step::Promise out{PromiseReason::no_hours, promised_, schedule_.last_reading(t_), std::nullopt, std::nullopt};
    if (!schedule_.data_) return out;
    const auto until = EffectiveWalk{schedule_}.open_until(t_, false);
    if (promised_ && until) {
        out.why = promised_->begin == t_ ? PromiseReason::this_window : PromiseReason::too_late;
        if (*until != Instant::max()) out.closes = until;
    } else if (promised_) {
        out.why = ruling_.layer == Layer::extra ? PromiseReason::extra_only : PromiseReason::next_window;
    } else if (any_received_) {
        out.horizon = end_of_holidays();
        out.why = out.horizon ? PromiseReason::holidays_end : PromiseReason::nothing_opens;
    }
    return out;
}

/// The last date that a list of holidays in force covers.
std::optional<Date> Tracer::end_of_holidays() const
{
    std::optional<sys_days> last;
    for (const auto& source : sources_) last = std::max(last, calendar(source).horizon());
    return last ? std::optional{Date{*last}} : std::nullopt;
}

}  // namespace holdfast::hours
