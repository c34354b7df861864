#include "client/core/hours/days_off.hpp"

#include <algorithm>

#include "client/core/hours/change.hpp"

namespace holdfast::client {
namespace {

using hours_chain::Chain;
using std::chrono::days;
using std::chrono::sys_days;

bool names(const wire::HoursVersion& version, const DayOff& off)
{
    const auto has = [](const auto& all, const auto& one) { return std::ranges::find(all, one) != all.end(); };
    if (off.cancellation) return has(version.cancellations, wire::Cancellation{off.from, off.reason});
    return has(version.leaves, wire::Leave{off.from, off.to, off.reason});
}

/// By the receipt of the first of the consecutive versions that name it, up to the newest.
bool came_with_notice(const Chain& chain, const Chain& base, const DayOff& off, const hours::TimeZone& zone)
{
    const auto& links = chain.links();
    auto first = links.size() - 1;
    while (first > 0 && names(links[first - 1].version, off)) --first;
    const auto announced = links[first].received;
    auto notice = longest_notice(chain, first, announced);
    if (&chain != &base) notice = std::max(notice, longest_notice(base, base.links().size(), announced));
    return hours::is_planned({off.from, off.to, off.reason}, zone, announced, notice);
}

/// A day off and the chain whose newest version names it. Whether it was planned is worked out for those alone that are
/// told of: it takes a walk through the chain.
struct Named {
    DayOff off;
    const Chain* chain = nullptr;
};

void add_those_of(std::vector<Named>& all, const Chain& chain, const wire::HoursVersion& version)
{
    for (const auto& leave : version.leaves) all.push_back({{leave.from, leave.to, leave.reason, false}, &chain});
    for (const auto& one : version.cancellations) all.push_back({{one.date, one.date, one.reason, true}, &chain});
}

void sort_by_date(std::vector<Named>& all)
{
    std::ranges::stable_sort(all, {}, [](const Named& named) { return std::pair{named.off.from, named.off.to}; });
}

/// By their first date.
std::vector<Named> days_off(const Chain& base, const Chain* own)
{
    std::vector<Named> all;
    for (const auto* chain : {&base, own})
        if (chain && !chain->links().empty()) add_those_of(all, *chain, chain->links().back().version);
    sort_by_date(all);
    return all;
}

/// Of the days off a version names, those whose last day it was the newest on, or is.
void add_begun(std::vector<Named>& all, const Chain& chain, std::size_t version, const hours::TimeZone& zone, Instant t)
{
    const auto& links = chain.links();
    std::vector<Named> named;
    add_those_of(named, chain, links[version].version);
    const bool newest = version + 1 == links.size();
    for (auto& one : named) {
        const auto over = begin_of(Date{sys_days{one.off.to} + days{1}}, zone);
        const bool replaced = !newest && links[version + 1].received < over;
        // What was over when the version came stood in an earlier one.
        const bool late = version > 0 && over <= links[version].received;
        if (begin_of(one.off.from, zone) <= t && !replaced && !late) all.push_back(std::move(one));
    }
}

DayOff whole(Named named, const Chain& base, const hours::TimeZone& zone)
{
    named.off.planned = came_with_notice(*named.chain, base, named.off, zone);
    return std::move(named.off);
}

int days_between(const Date& from, const Date& to) { return static_cast<int>((sys_days{to} - sys_days{from}).count()); }

Absence told_of(const DayOff& off, const hours::Schedule& schedule, const hours::TimeZone& zone, Instant t)
{
    const auto today = zone.date_of(t);
    const auto begins = begin_of(off.from, zone);
    Absence absence{off, off.from <= today, days_between(today, off.from), {}, {}};
    absence.resumes = resumption(schedule, zone, off.to);
    if (absence.begun) {
        absence.days = absence.resumes ? days_between(today, zone.date_of(absence.resumes->begin)) : 0;
        return absence;
    }
    const auto before = windows_between(schedule, t, begins);
    if (!before.empty() && before.back().begin > t) absence.last = before.back();
    return absence;
}

}  // namespace

Instant begin_of(const Date& date, const hours::TimeZone& zone)
{
    return zone.first(hours::LocalMinute{sys_days{date}.time_since_epoch()});
}

Seconds longest_notice(const Chain& chain, std::size_t count, Instant t)
{
    const auto& links = chain.links();
    Seconds longest{0};
    for (std::size_t i = 0; i < count && links[i].received <= t; ++i) {
        const bool replaced = i + 1 < count && links[i + 1].received + links[i].version.notice_period <= t;
        if (!replaced) longest = std::max(longest, links[i].version.notice_period);
    }
    return longest;
}

std::optional<hours::Window> resumption(const hours::Schedule& schedule, const hours::TimeZone& zone, const Date& last)
{
    return schedule.promise(begin_of(Date{sys_days{last} + days{1}}, zone));
}

std::optional<Absence> absence_at(const Chain& base, const Chain* own, const hours::Schedule& schedule, Instant t)
{
    const auto zone = schedule.zone();
    if (!zone) return std::nullopt;
    const auto all = days_off(base, own);
    const auto today = sys_days{zone->date_of(t)};
    const auto coming = std::ranges::find_if(all, [&](const Named& named) { return sys_days{named.off.to} >= today; });
    if (coming == all.end() || sys_days{coming->off.from} - today > absence_told) return std::nullopt;
    return told_of(whole(*coming, base, *zone), schedule, *zone, t);
}

std::vector<DayOff> begun_days_off(const Chain& base, const Chain* own, const hours::TimeZone& zone, Instant t)
{
    std::vector<Named> all;
    for (const auto* chain : {&base, own})
        for (std::size_t i = 0; chain && i < chain->links().size(); ++i) add_begun(all, *chain, i, zone, t);
    sort_by_date(all);
    std::vector<DayOff> begun;
    for (auto& named : all) begun.push_back(whole(std::move(named), base, zone));
    return begun;
}

std::optional<DayOff> day_off_at(const Chain& base, const Chain* own, const hours::TimeZone& zone, Instant t)
{
    const auto date = zone.date_of(t);
    const auto all = days_off(base, own);
    const auto found =
        std::ranges::find_if(all, [&](const Named& named) { return named.off.from <= date && date <= named.off.to; });
    return found == all.end() ? std::nullopt : std::optional{whole(*found, base, zone)};
}

}  // namespace holdfast::client
