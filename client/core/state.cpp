#include "client/core/state.hpp"

#include <algorithm>

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
Status State::load(Vault& vault)
{
    if (const auto loaded = Tables::load(vault); loaded.has_error()) return loaded.errc();
    hours.recall_forks();
    for (const auto& [row, head] : entries.heads())
        if (head.is<NewerKind>())
            if (auto body = read_newer_kind(std::get<NewerKind>(entries.at(row).body))) {
                read_now.push_back(head.message);
                entries.edit(row).body = std::move(*body);
            }
    if (!account) return ok();
    if (!keys || !prekeys) return Errc::store_broken;
    if (is_therapist()) follow_hours(account->id, std::nullopt);
    for (const auto& [row, conversation] : conversations.rows()) {
        const auto& owner = conversation.roster.owner;
        follow_hours(owner, conversation.id);
        if (hours.compare({owner, std::nullopt}, conversation.heads.base)) hours.withheld({owner, std::nullopt});
        if (hours.compare({owner, conversation.id}, conversation.heads.own)) hours.withheld({owner, conversation.id});
        for (const ChainName& name : {ChainName{owner, std::nullopt}, ChainName{owner, conversation.id}})
            if (names_newer(name)) hours.withheld(name);
    }
    return ok();
}

bool State::names_newer(const ChainName& name) const
{
    return promises
        .find([&](const SaidPromise& said) {
            const auto* conversation = this->conversation(said.conversation);
            if (!conversation || !said.heads || conversation->roster.owner != name.owner) return false;
            if (name.conversation && *name.conversation != conversation->id) return false;
            return hours.lacks(name, name.conversation ? said.heads->own : said.heads->base);
        })
        .has_value();
}

session::LocalDevice State::local() const
{
    return {session::practice_id(account->relay_key), account->device, keys->agreement, account->device_list};
}

std::optional<Row> State::row_of(const ConversationId& id) const
{
    return conversations.find([&](const Conversation& candidate) { return candidate.id == id; });
}

std::optional<Row> State::row_of(const AccountId& id) const
{
    return contacts.find([&](const Contact& candidate) { return candidate.account == id; });
}

std::optional<Row> State::row_of(const Address& peer) const
{
    return sessions.find([&](const PeerSessions& candidate) { return candidate.peer() == peer; });
}

std::optional<Row> State::outbox_row(const MessageId& message) const
{
    const auto& rows = outbox.facts().by_message;
    const auto found = rows.find(message);
    return found == rows.end() ? std::nullopt : std::optional{found->second};
}

std::optional<Row> State::entry_row(const MessageId& message) const { return entries.row_of(message); }

const Conversation* State::conversation(const ConversationId& id) const
{
    const auto row = row_of(id);
    return row ? &conversations.at(*row) : nullptr;
}

const Contact* State::contact(const AccountId& id) const
{
    const auto row = row_of(id);
    return row ? &contacts.at(*row) : nullptr;
}

const PeerSessions* State::sessions_with(const Address& peer) const
{
    const auto row = row_of(peer);
    return row ? &sessions.at(*row) : nullptr;
}

std::vector<AccountId> State::others(const Conversation& conversation) const
{
    auto members = conversation.roster.members;
    std::erase(members, account->id);
    return members;
}

const Ending* State::ending(const ConversationId& id) const
{
    const auto row = endings.find([&](const Ending& one) { return one.conversation == id; });
    return row ? &endings.at(*row) : nullptr;
}

std::optional<Instant> State::over_since(const Conversation& conversation) const
{
    if (const auto* known = ending(conversation.id)) return known->at;
    std::optional<Instant> last;
    bool somebody = false;
    for (const auto& member : others(conversation)) {
        const auto* known = contact(member);
        const auto ended = known ? known->ended : std::nullopt;
        if (ended && member == conversation.roster.owner) return ended;
        somebody = somebody || !ended;
        if (ended) last = std::max(last.value_or(*ended), *ended);
    }
    return somebody ? std::nullopt : last;
}

bool State::takes_nothing(const Conversation& conversation) const
{
    const auto* known = ending(conversation.id);
    if (known && known->by == account->id && !known->handed_over) return false;
    return over_since(conversation).has_value();
}

Errc State::frozen_reason() const
{
    const auto reason = account->frozen_reason;
    return reason == 0 ? Errc::device_frozen : static_cast<Errc>(reason);
}

std::vector<Address> State::recipients(const Conversation& conversation) const
{
    std::vector<Address> addresses;
    for (const auto& member : others(conversation)) {
        const auto* known = contact(member);
        if (!known) return {};
        if (known->ended) continue;
        for (const auto& device : list_of(known->device_list).devices) addresses.push_back({member, device.device});
    }
    return addresses;
}

Entry& State::add_entry(Entry entry) { return entries.add(std::move(entry)); }

Entry* State::edit_entry(const MessageId& message)
{
    const auto row = entry_row(message);
    return row ? &entries.edit(*row) : nullptr;
}

const Entry& State::fill_entry(Row gap, Entry entry) { return entries.replace(gap, std::move(entry)); }

void State::follow_hours(const AccountId& owner, const std::optional<ConversationId>& conversation)
{
    const auto* known = contact(owner);
    if (owner != account->id && !known) return;
    const auto identity = known ? list_of(known->device_list).identity : keys->identity.pub;
    hours.follow({owner, std::nullopt}, identity, account->relay_key);
    if (conversation) hours.follow({owner, conversation}, identity, account->relay_key);
}

std::optional<wire::Promise> State::promise_at(const Conversation& conversation, Instant t) const
{
    const auto& owner = conversation.roster.owner;
    if (hours.problem(owner, conversation.id) || notice_for(owner) || over_since(conversation)) return std::nullopt;
    const auto window = hours.schedule(owner, conversation.id).promise(t);
    if (!window) return std::nullopt;
    return wire::Promise{window->begin, window->end};
}

bool State::suspended_at(const AccountId& therapist, Instant t) const
{
    return notice_spans
        .find([&](const NoticeSpan& span) {
            return span.therapist == therapist && span.from <= t && (!span.to || t < *span.to);
        })
        .has_value();
}

const StoredNotice* State::notice_for(const AccountId& therapist) const
{
    const auto row = notices.find([&](const StoredNotice& notice) { return notice.therapist == therapist; });
    return row && !notices.at(*row).text.empty() ? &notices.at(*row) : nullptr;
}

wire::DeviceList list_of(const wire::Signed& device_list)
{
    auto list = wire::decode<wire::DeviceList>(device_list.body);
    require(list.has_value(), "a stored device list was opened before it was stored");
    return std::move(list.value());
}

}  // namespace holdfast::client
