#include "server/core/timetable.hpp"

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

Timetable& Timetables::of(ConversationRow conversation)
{
    const auto found = timetables_.find(conversation);
    if (found != timetables_.end()) return found->second;
    return timetables_.emplace(conversation, make(tables_.conversations.at(conversation))).first->second;
}

Timetable Timetables::make(const ConversationRecord& conversation)
{
    Timetable timetable;
    timetable.suspended = tables_.notices.in_force(conversation.owner).has_value();
    const auto base = load({conversation.owner, std::nullopt});
    const auto own = load({conversation.owner, conversation.row});
    if (base.has_error() || own.has_error()) return timetable;  // no hours: held, and nothing promised
    timetable.schedule = hours_chain::schedule(*base, &*own);
    timetable.heads = hours_chain::heads(*base, &*own);
    return timetable;
}

void Timetables::forget(AccountRow owner)
{
    for (const auto& conversation : tables_.conversations.of_owner(owner)) timetables_.erase(conversation.row);
}

Decision decide(Timetable& timetable, Instant now, bool trusted)
{
    Decision decision;
    if (!trusted) return decision;
    look(timetable, now);
    decision.open = timetable.open;
    if (timetable.suspended) return decision;
    if (const auto window = timetable.schedule.promise(now))
        decision.promise = wire::Promise{window->begin, window->end};
    return decision;
}

}  // namespace holdfast::server
