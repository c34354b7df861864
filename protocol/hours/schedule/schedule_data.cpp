#include "protocol/hours/schedule/schedule_data.hpp"

#include <algorithm>

namespace holdfast::hours {

std::size_t ScheduleData::head_at(Instant t) const noexcept
{
    const auto after = std::upper_bound(heads.begin(), heads.end(), t,
                                        [](Instant value, const Head& head) { return value < head.begin; });
    return after == heads.begin() ? heads.size() : static_cast<std::size_t>(after - heads.begin()) - 1;
}

Instant ScheduleData::head_end(std::size_t head) const noexcept
{
    return head + 1 < heads.size() ? heads[head + 1].begin : Instant::max();
}

bool ScheduleData::is_off(const Head& head, std::chrono::sys_days date) const noexcept
{
    const auto* own = own_of(head);
    const auto* base = base_of(head);
    return (own && own->is_off(date)) || (base && base->is_off(date));
}

bool ScheduleData::counts_at(std::size_t index, Instant t) const noexcept
{
    if (!versions[index].counts.contains(t)) return false;
    if (versions[index].name.own) return true;
    const auto is_over = [t](const Interval& span) { return span.end <= t; };
    const auto span = std::partition_point(base_counts.begin(), base_counts.end(), is_over);
    return span != base_counts.end() && span->begin <= t;
}

std::vector<std::size_t> ScheduleData::sources_at(Instant t) const
{
    std::vector<std::size_t> found;
    std::vector<bool> known(sources.size());
    for (auto i = versions.size(); i-- > 0;) {
        const auto& source = versions[i].source;
        if (!source || known[*source] || !counts_at(i, t)) continue;
        known[*source] = true;
        found.push_back(*source);
    }
    return found;
}

std::optional<Interval> ScheduleData::extra_ending_after(Instant t) const noexcept
{
    const auto current = head_at(t);
    for (auto i = current == heads.size() ? 0 : current; i < heads.size(); ++i) {
        const auto from = std::max(t, heads[i].begin);
        const auto until = head_end(i);
        std::optional<Interval> first;
        for (const auto* what : {own_of(heads[i]), base_of(heads[i])}) {
            if (!what) continue;
            const auto is_over = [from](const Interval& extra) { return extra.end <= from; };
            const auto extra = std::partition_point(what->extras.begin(), what->extras.end(), is_over);
            if (extra == what->extras.end() || extra->begin >= until) continue;
            const Interval part{std::max(extra->begin, heads[i].begin), std::min(extra->end, until)};
            if (!first || part.begin < first->begin || (part.begin == first->begin && part.end > first->end))
                first = part;
        }
        if (first) return first;
    }
    return std::nullopt;
}

}  // namespace holdfast::hours
