#include "client/audit/schedules.hpp"

#include <algorithm>

namespace holdfast::audit {
namespace {

std::size_t length(const hours_chain::Chain* chain) { return chain ? chain->links().size() : 0; }

/// How many versions of `chain` a head names; empty when it names one that is not there.
std::optional<std::size_t> count_of(const hours_chain::Chain* chain, const std::optional<wire::HoursHead>& head)
{
    if (!head) return 0;
    if (head->version == 0 || head->version > length(chain)) return std::nullopt;
    if (chain->links()[head->version - 1].hash != head->hash) return std::nullopt;
    return head->version;
}

std::size_t received(const hours_chain::Chain* chain, Instant t)
{
    if (!chain) return 0;
    const auto& links = chain->links();
    const auto after = std::ranges::upper_bound(links, t, {}, &hours_chain::VerifiedVersion::received);
    return static_cast<std::size_t>(after - links.begin());
}

std::vector<hours::VersionInForce> versions(const hours_chain::Chain* chain, std::size_t count)
{
    return chain ? hours_chain::in_force(*chain, count) : std::vector<hours::VersionInForce>{};
}

}  // namespace

Schedules::Schedules(const hours_chain::Chain* base, const hours_chain::Chain* own, ScheduleMaker make)
    : base_{base}, own_{own}, make_{std::move(make)}, all_{length(base), length(own)}
{
}

std::optional<Prefix> Schedules::prefix_of(const wire::HoursHeads& heads) const
{
    const auto base = count_of(base_, heads.base);
    const auto own = count_of(own_, heads.own);
    if (!base || !own) return std::nullopt;
    return Prefix{*base, *own};
}

Prefix Schedules::received_by(Instant t) const { return {received(base_, t), received(own_, t)}; }

Schedules::Remembered& Schedules::remembered(const Prefix& prefix)
{
    const auto found = made_.find(prefix);
    if (found != made_.end()) return found->second;
    // Without a base chain there are no hours, whatever a conversation's own says.
    auto schedule =
        prefix.first == 0 ? hours::Schedule{} : make_(versions(base_, prefix.first), versions(own_, prefix.second));
    return made_.emplace(prefix, Remembered{std::move(schedule)}).first->second;
}

const hours::Schedule& Schedules::of(const Prefix& prefix) { return remembered(prefix).schedule; }

Schedules::Remembered& Schedules::look(const Prefix& prefix, Instant t)
{
    auto& known = remembered(prefix);
    if (known.since && *known.since <= t && (!known.until || t < *known.until)) return known;
    known.since = t;
    known.until = known.schedule.next_change(t);
    known.open = known.schedule.is_open(t);
    return known;
}

Decided Schedules::decide(const Prefix& prefix, Instant t)
{
    const auto& known = look(prefix, t);
    Decided decided{known.open, std::nullopt};
    if (const auto window = known.schedule.promise(t)) decided.promise = wire::Promise{window->begin, window->end};
    return decided;
}

/// A schedule of all versions says of each instant what the versions received by then say, so one is enough.
std::optional<Instant> Schedules::opening(Instant t)
{
    const auto& known = look(all_, t);
    return known.open ? std::optional{t} : known.until;
}

}  // namespace holdfast::audit
