#include "server/core/schedule_cache.hpp"

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

/// More versions than a therapist publishes in a life; a bound for the loader.
constexpr std::size_t max_versions_loaded = 100'000;

}  // namespace

Result<hours_chain::Chain> ScheduleCache::load(const ChainKey& key)
{
    const auto owner = tables_.accounts.find(key.owner);
    require(owner.has_value(), "the row of an account is never removed");
    const auto list = session::open_device_list(owner->device_list);
    const auto links = tables_.hours.links(key, 1, max_versions_loaded);
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

void ScheduleCache::remove(AccountRow owner)
{
    forget(owner);
    std::erase_if(chains_, [&](const auto& entry) { return entry.first.owner == owner; });
}

void ScheduleCache::remove(AccountRow owner, ConversationRow conversation)
{
    const ChainKey own{owner, conversation};
    sources_.erase(conversation);
    schedules_.erase(own);
    chains_.erase(own);
}

}  // namespace holdfast::server
