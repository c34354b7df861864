#include "server/core/timetable.hpp"

#include <algorithm>

#include "protocol/session/records.hpp"

namespace holdfast::server {
namespace {

/// More versions than a therapist publishes in a life; a bound for the loader.
constexpr std::size_t max_versions = 100'000;

/// Fills in whether it is open at `now`, unless that is known.
void look(Timetable& timetable, Instant now)
{
    const bool known = timetable.since && *timetable.since <= now && (!timetable.until || now < *timetable.until);
    if (known) return;
    timetable.since = now;
    timetable.until = timetable.schedule.next_change(now);
    timetable.open = timetable.schedule.is_open(now);
}

/// How long it is believed that there is no window within ten years.
constexpr Seconds none_believed = std::chrono::hours{1};

/// Whether what was promised before still says what is promised now: the same running window, the same next one.
bool still_promised(const Timetable& timetable, Instant now)
{
    const auto& at = timetable.promised_at;
    if (!at || now < *at) return false;
    if (!timetable.promised) return now < *at + none_believed;
    const auto& [begin, end] = *timetable.promised;
    if (begin > *at) return now < begin;
    return !end || *end - now > timetable.schedule.last_reading(now);
}

/// Precondition: look() was asked at `now`.
std::optional<wire::Promise> promise_at(Timetable& timetable, Instant now)
{
    if (!still_promised(timetable, now)) {
        timetable.promised = timetable.schedule.promise(now);
        const bool running = timetable.promised && timetable.promised->begin <= now;
        // At the end of a window, and in one that promises nothing, the next moment may differ.
        timetable.promised_at.reset();
        if (running || !timetable.open) timetable.promised_at = now;
    }
    const auto& window = timetable.promised;
    if (!window) return std::nullopt;
    return wire::Promise{std::max(window->begin, now), window->end};
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
    look(timetable, now);
    decision.open = timetable.open;
    if (timetable.suspended) return decision;
    decision.promise = promise_at(timetable, now);
    return decision;
}

}  // namespace holdfast::server
