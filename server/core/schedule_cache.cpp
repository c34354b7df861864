#include "server/core/schedule_cache.hpp"

#include <algorithm>

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

/// More versions than a therapist publishes in a life; a bound for the loader.
constexpr std::size_t max_versions = 100'000;

/// How long it is believed that there is no window within ten years.
constexpr Seconds none_believed = std::chrono::hours{1};

/// Whether it is known what is open at `now`; an opening that was foreseen is taken as it comes.
bool knows_state(Timetable& timetable, Instant now)
{
    auto& stretch = timetable.stretch;
    if (!timetable.since || now < *timetable.since) return false;
    if (!stretch.until || now < *stretch.until) return true;
    if (!stretch.next || !stretch.next->contains(now)) return false;
    timetable.since = stretch.next->begin;
    stretch = {true, stretch.next->end, stretch.next_promise, std::nullopt, std::nullopt};
    return true;
}

/// Whether what was promised at `since` still says what is promised now: a window that leaves time to read, or the next
/// one. Only a shorter last_reading makes one that was too short be promised after all.
bool knows_promise(const Timetable& timetable, Instant now)
{
    const auto& [open, until, promise, next, next_promise] = timetable.stretch;
    const auto last_reading = timetable.schedule.last_reading(now);
    if (promise && promise->begin <= now) return !promise->end || *promise->end - now > last_reading;
    if (open && last_reading < timetable.schedule.last_reading(*timetable.since)) return false;
    return promise || now < *timetable.since + none_believed;
}

void ask(Timetable& timetable, Instant now)
{
    timetable.since = now;
    timetable.stretch = timetable.schedule.stretch_at(now);
}

}  // namespace

Result<hours_chain::Chain> Timetables::load(const ChainKey& key)
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

Result<hours_chain::Chain*> Timetables::chain(const ChainKey& key)
{
    const auto found = chains_.find(key);
    if (found != chains_.end()) return &found->second;
    auto loaded = load(key);
    if (loaded.has_error()) return loaded.errc();
    return &chains_.emplace(key, std::move(*loaded)).first->second;
}

ChainKey Timetables::source_of(ConversationRow conversation)
{
    const auto known = sources_.find(conversation);
    if (known != sources_.end()) return known->second;
    const ChainKey own{tables_.conversations.at(conversation).owner, conversation};
    const auto links = chain(own);
    const bool has_own = links.has_error() || !(*links)->links().empty();
    return sources_.emplace(conversation, has_own ? own : ChainKey{own.owner, std::nullopt}).first->second;
}

Timetable& Timetables::of(ConversationRow conversation)
{
    const auto source = source_of(conversation);
    const auto found = timetables_.find(source);
    if (found != timetables_.end()) return found->second;
    return timetables_.emplace(source, make(source)).first->second;
}

Timetable Timetables::make(const ChainKey& source)
{
    Timetable timetable;
    timetable.suspended = tables_.notices.in_force(source.owner).has_value();
    const ChainKey base_key{source.owner, std::nullopt};
    const auto base = chain(base_key);
    const auto own = chain(source);
    if (base.has_error() || own.has_error()) return timetable;  // no hours: held, and nothing promised
    const auto* second = source.conversation ? *own : nullptr;
    timetable.schedule = hours_chain::schedule(**base, second);
    timetable.heads = hours_chain::heads(**base, second);
    return timetable;
}

void Timetables::forget(AccountRow owner)
{
    std::erase_if(sources_, [&](const auto& entry) { return entry.second.owner == owner; });
    std::erase_if(timetables_, [&](const auto& entry) { return entry.first.owner == owner; });
}

Decision decide(Timetable& timetable, Instant now, bool trusted)
{
    Decision decision;
    if (!trusted) return decision;
    if (!knows_state(timetable, now) || !knows_promise(timetable, now)) ask(timetable, now);
    decision.open = timetable.stretch.open;
    if (const auto& promise = timetable.stretch.promise; promise && !timetable.suspended)
        decision.promise = wire::Promise{std::max(promise->begin, now), promise->end};
    return decision;
}

}  // namespace holdfast::server
