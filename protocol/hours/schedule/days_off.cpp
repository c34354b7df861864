#include "protocol/hours/schedule/days_off.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

namespace holdfast::hours {
namespace {

using namespace std::chrono;

/// The dates whose days off touch `t`.
std::vector<sys_days> dates_at(const ScheduleData& data, Instant t)
{
    std::vector<sys_days> dates;
    for (const auto source : data.sources_at(t)) {
        const auto& calendar = data.sources[source].calendar();
        dates.emplace_back(calendar.zone().date_of(t));
        for (const auto owner : calendar.owners_at(t)) dates.push_back(owner);
    }
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    return dates;
}

std::vector<std::size_t> newest_at(const ScheduleData& data, Instant t)
{
    std::vector<std::size_t> out;
    const auto head = data.head_at(t);
    if (head == data.heads.size()) return out;
    for (const auto& version : {data.heads[head].own, data.heads[head].base})
        if (version) out.push_back(*version);
    return out;
}

bool touches(const NamedOff& off, const std::vector<sys_days>& dates)
{
    return std::any_of(dates.begin(), dates.end(), [&](sys_days date) { return off.dates.contains(date); });
}

const std::string& reason_of(const Checked& what, const NamedOff& off)
{
    return off.layer == Layer::cancellation ? what.content.cancellations[off.index].reason
                                            : what.content.leaves[off.index].reason;
}

/// The longest notice that counts when version `made` is received.
Seconds notice_at(const ScheduleData& data, std::size_t made)
{
    const auto received = data.versions[made].received;
    auto notice = data.versions[made].what->content.notice_period;
    for (std::size_t i = 0; i < made; ++i)
        if (data.versions[i].counts.contains(received))
            notice = std::max(notice, data.versions[i].what->content.notice_period);
    return notice;
}

/// When a date begins where the version's rules are at home; a conversation without rules is at home with the base.
Instant begin_of(const ScheduleData& data, sys_days date, std::size_t made)
{
    auto source = data.versions[made].source;
    for (std::size_t i = 0; !data.versions[made].source && i < data.base_versions; ++i)
        if (data.versions[i].received <= data.versions[made].received) source = data.versions[i].source;
    if (!source) return date;
    return data.sources[*source].calendar().zone().first(LocalMinute{date.time_since_epoch()});
}

/// For each of `offs` the first of the consecutive versions up to `version` that name it.
std::vector<std::size_t> first_named(const ScheduleData& data, std::size_t version, std::span<const NamedOff> offs)
{
    std::vector<std::size_t> first(offs.size(), version);
    const auto begin = data.versions[version].name.own ? data.base_versions : 0;
    for (auto named = version; named > begin; --named) {
        const auto& before = data.versions[named - 1].what->named;
        bool any = false;
        auto place = before.begin();
        for (std::size_t i = 0; i < offs.size(); ++i) {
            if (first[i] != named) continue;
            while (place != before.end() && comes_before(*place, offs[i])) ++place;
            if (place == before.end() || comes_before(offs[i], *place)) continue;
            first[i] = named - 1;
            any = true;
        }
        if (!any) break;
    }
    return first;
}

}  // namespace

std::vector<DateRange> dates_off_at(const ScheduleData& data, Instant t)
{
    std::vector<DateRange> out;
    for (const auto version : newest_at(data, t)) {
        const auto& dates = data.versions[version].what->without;
        out.insert(out.end(), dates.begin(), dates.end());
    }
    return out;
}

std::vector<DayOff> days_off_at(const ScheduleData& data, Instant t)
{
    std::vector<DayOff> out;
    const auto dates = dates_at(data, t);
    for (const auto version : newest_at(data, t)) {
        const auto& what = *data.versions[version].what;
        std::vector<NamedOff> offs;
        std::copy_if(what.named.begin(), what.named.end(), std::back_inserter(offs),
                     [&](const NamedOff& off) { return touches(off, dates); });
        const auto first = first_named(data, version, offs);
        std::map<std::size_t, Seconds> notices;
        for (std::size_t i = 0; i < offs.size(); ++i) {
            const auto [notice, fresh] = notices.try_emplace(first[i]);
            if (fresh) notice->second = notice_at(data, first[i]);
            const auto announced = data.versions[first[i]].received;
            const bool planned = begin_of(data, offs[i].dates.first, first[i]) >= announced + notice->second;
            out.push_back({offs[i].dates, offs[i].layer, reason_of(what, offs[i]), announced, planned});
        }
    }
    return out;
}

std::optional<DayOff> first_day_off_at(const ScheduleData& data, Instant t)
{
    const auto dates = dates_at(data, t);
    for (const auto version : newest_at(data, t)) {
        const auto& what = *data.versions[version].what;
        for (const auto& off : what.named)
            if (touches(off, dates))
                return DayOff{off.dates, off.layer, reason_of(what, off), data.versions[version].received, true};
    }
    return std::nullopt;
}

}  // namespace holdfast::hours
