#include "server/core/schedule_cache.hpp"

#include <algorithm>

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

/// More versions than a therapist publishes in a life; a bound for the loader.
constexpr std::size_t max_versions = 100'000;

/// How long a "no window found" result is cached.
constexpr Seconds none_believed = std::chrono::hours{1};

/// Whether it is known what is open at `now`; an opening that was foreseen is taken as it comes.
bool knows_state(CachedSchedule& cached, Instant now)
{
    auto& span = cached.span;
    if (!cached.since || now < *cached.since) return false;
    if (!span.until || now < *span.until) return true;
    if (!span.next || !span.next->contains(now)) return false;
    cached.since = span.next->begin;
    span = {true, span.next->end, span.next_promise, std::nullopt, std::nullopt};
    return true;
}

/// Whether what was promised at `since` still says what is promised now: a window that leaves time to read, or the next
/// one. Only a shorter last_reading makes one that was too short be promised after all.
bool knows_promise(const CachedSchedule& cached, Instant now)
{
    const auto& [open, until, promise, next, next_promise] = cached.span;
    const auto last_reading = cached.schedule.last_reading(now);
    if (promise && promise->begin <= now) return !promise->end || *promise->end - now > last_reading;
    if (open && last_reading < cached.schedule.last_reading(*cached.since)) return false;
    return promise || now < *cached.since + none_believed;
}

void ask(CachedSchedule& cached, Instant now)
{
    cached.since = now;
    cached.span = cached.schedule.span_at(now);
}

}  // namespace

Result<hours_chain::Chain> ScheduleCache::load(const ChainKey& key)
{
    const auto owner = tables_.accounts.find(key.owner);
    require(owner.has_value(), "an account is never removed");
    const auto list = session::open_device_list(owner->device_list);
    const auto links = tables_.hours.links(key, 1, max_versions);
    if (list.has_error() || !links) return Errc::store_broken;

    std::optional<ConversationId> conversation;
    if (key.conversation) conversation = tables_.conversations.at(*key.conversation).id;
    hours_chain::Chain chain{{owner->id, list->identity, relay_, conversation}};
    for (const auto& link : *links)
        if (chain.append(link).has_error()) return Errc::store_broken;
    return chain;
}

Result<hours_chain::Chain*> ScheduleCache::chain(const ChainKey& key)
{
    const auto found = chains_.find(key);
    if (found != chains_.end()) return &found->second;
    auto loaded = load(key);
    if (loaded.has_error()) return loaded.errc();
    return &chains_.emplace(key, std::move(*loaded)).first->second;
}

ChainKey ScheduleCache::source_of(ConversationRow conversation)
{
    const auto known = sources_.find(conversation);
    if (known != sources_.end()) return known->second;
    const ChainKey own{tables_.conversations.at(conversation).owner, conversation};
    const auto links = chain(own);
    const bool has_own = links.has_error() || !(*links)->links().empty();
    return sources_.emplace(conversation, has_own ? own : ChainKey{own.owner, std::nullopt}).first->second;
}

CachedSchedule& ScheduleCache::of(ConversationRow conversation)
{
    const auto source = source_of(conversation);
    const auto found = schedules_.find(source);
    if (found != schedules_.end()) return found->second;
    return schedules_.emplace(source, make(source)).first->second;
}

CachedSchedule ScheduleCache::make(const ChainKey& source)
{
    CachedSchedule cached;
    cached.suspended = tables_.notices.in_force(source.owner).has_value();
    const ChainKey base_key{source.owner, std::nullopt};
    const auto base = chain(base_key);
    const auto own = chain(source);
    if (base.has_error() || own.has_error()) return cached;  // no hours: held, and nothing promised
    const auto* second = source.conversation ? *own : nullptr;
    cached.schedule = hours_chain::schedule(**base, second);
    cached.heads = hours_chain::heads(**base, second);
    return cached;
}

void ScheduleCache::forget(AccountRow owner)
{
    std::erase_if(sources_, [&](const auto& entry) { return entry.second.owner == owner; });
    std::erase_if(schedules_, [&](const auto& entry) { return entry.first.owner == owner; });
}

Decision decide(CachedSchedule& cached, Instant now, bool trusted)
{
    Decision decision;
    if (!trusted) return decision;
    if (!knows_state(cached, now) || !knows_promise(cached, now)) ask(cached, now);
    decision.open = cached.span.open;
    if (const auto& promise = cached.span.promise; promise && !cached.suspended)
        decision.promise = wire::Promise{std::max(promise->begin, now), promise->end};
    return decision;
}

}  // namespace holdfast::server
