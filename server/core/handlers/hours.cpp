#include "server/core/handlers/hours.hpp"

#include <algorithm>
#include <set>

#include "protocol/wire/codec.hpp"
#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

/// More than anyone changes by hand in a day.
constexpr Quota hours_quota{QuotaKind::hours, 200, std::chrono::hours{24}};

/// The chain a version belongs to, if it is the sender's own.
Result<ChainKey> own_chain(Step& step, const LoggedInDevice& who, const wire::HoursVersion& version)
{
    if (who.role != wire::Role::therapist) return Errc::not_allowed;
    if (version.owner != who.address.account) return Errc::not_found;
    if (!version.conversation) return ChainKey{who.account, std::nullopt};
    const auto conversation = step.tables.conversations.find(*version.conversation);
    if (!conversation || conversation->owner != who.account) return Errc::not_found;
    if (conversation->ended) return Errc::conversation_ended;
    return ChainKey{who.account, conversation->row};
}

/// A conversation's hours stand beside the base's: without those they would mean nothing.
Status has_base(Step& step, AccountRow owner)
{
    const auto base = step.memory.schedules.chain({owner, std::nullopt});
    if (base.has_error()) return base.errc();
    return (*base)->links().empty() ? Status{Errc::no_base_hours} : ok();
}

/// A receipt of now, never before that of the version before it. Errc::rate_limited while the clock is not trusted, or
/// where the version before was received by a clock that was ahead: a wrong instant would stand in the chain for good.
Result<wire::Signed> new_receipt(Step& step, const hours_chain::Chain& chain, const wire::HoursVersion& version,
                                 const Digest& hash)
{
    if (!step.memory.clock.trusted()) return Errc::rate_limited;
    const auto before = chain.links().empty() ? step.now : chain.links().back().received;
    if (before > step.now + wire::clock_tolerance) return Errc::rate_limited;
    const wire::HoursReceipt receipt{version.owner, version.conversation, hash, std::max(step.now, before),
                                     step.relay.incarnation};
    return hours_chain::sign_receipt(receipt, step.relay.key);
}

/// Adds the version to the chain: under the receipt it had before the relay was restored from a backup, if that is this
/// relay's word about exactly this version, and otherwise under a new one.
Result<wire::HoursLink> append(Step& step, hours_chain::Chain& chain, const wire::PublishHours& request,
                               const wire::HoursVersion& version)
{
    if (request.earlier) {
        const wire::HoursLink link{request.version, *request.earlier};
        if (chain.append(link)) return link;
    }
    auto receipt = new_receipt(step, chain, version, hours_chain::hash_of(request.version.body));
    if (receipt.has_error()) return receipt.errc();
    const wire::HoursLink link{request.version, std::move(*receipt)};
    if (const auto taken = chain.append(link); taken.has_error()) return taken.errc();
    return link;
}

struct Published {
    ChainKey key;
    wire::HoursLink link;
    bool fresh = false;  ///< false: published before, word for word
};

Result<Published> take_version(Step& step, const LoggedInDevice& who, const wire::PublishHours& request)
{
    const auto& version = request.version;
    // Only to know which chain it is for; it is verified before anything follows from it.
    if (version.body.size() > wire::max_hours_bytes) return Errc::too_large;
    const auto claimed = wire::decode<wire::HoursVersion>(version.body);
    if (claimed.has_error()) return claimed.errc();
    const auto key = own_chain(step, who, *claimed);
    if (key.has_error()) return key.errc();
    if (!step.tables.quotas.use(hours_quota, who.account, step.now)) return Errc::rate_limited;
    const auto found = step.memory.schedules.chain(*key);
    if (found.has_error()) return found.errc();
    auto& chain = **found;
    if (key->conversation && chain.links().empty())
        if (const auto base = has_base(step, key->owner); base.has_error()) return base.errc();

    const auto next = chain.check_next(version);
    if (next.has_error() && next.errc() == Errc::nothing_changed)
        return Published{*key, chain.links()[claimed->version - 1].link, false};
    if (next.has_error()) return next.errc();
    auto link = append(step, chain, request, *next);
    if (link.has_error()) return link.errc();
    step.tables.hours.add(*key, next->version, *link);
    return Published{*key, std::move(*link), true};
}

std::vector<ConversationRow> concerned(Step& step, const ChainKey& key)
{
    if (key.conversation) return {*key.conversation};
    std::vector<ConversationRow> rows;
    for (const auto& conversation : step.tables.conversations.of_owner(key.owner)) rows.push_back(conversation.row);
    return rows;
}

/// Everyone online whom the chain concerns, but for the one who published it.
void schedule_push(Step& step, const LoggedInDevice& publisher, const std::vector<ConversationRow>& conversations,
                   const wire::HoursChain& news)
{
    std::set<AccountRow> accounts{publisher.account};
    for (const ConversationRow conversation : conversations)
        for (const AccountRow member : step.tables.conversations.members(conversation)) accounts.insert(member);
    for (const AccountRow account : accounts)
        for (const auto& device : step.tables.accounts.devices(account))
            if (const Connection* online = step.memory.connections.of(device.row);
                online && device.row != publisher.device)
                step.schedule_push(*online, news);
}

/// The owner, or who is paired with the owner; for a conversation's chain its members only.
std::optional<ChainKey> readable(Step& step, const LoggedInDevice& who, const wire::FetchHours& request)
{
    const auto owner = step.tables.accounts.find(request.owner);
    if (!owner) return std::nullopt;
    if (!request.conversation) {
        const bool paired = owner->row == who.account || step.tables.conversations.paired(who.account, owner->row);
        return paired ? std::optional{ChainKey{owner->row, std::nullopt}} : std::nullopt;
    }
    const auto conversation = step.tables.conversations.find(*request.conversation);
    if (!conversation || conversation->owner != owner->row) return std::nullopt;
    if (!step.tables.conversations.is_member(conversation->row, who.account)) return std::nullopt;
    return ChainKey{owner->row, conversation->row};
}

}  // namespace

Result<Answer> publish_hours(Step& step, const LoggedInDevice& who, const wire::PublishHours& request)
{
    const auto published = take_version(step, who, request);
    if (published.has_error()) return published.errc();
    std::optional<ConversationId> scope;
    if (published->key.conversation) scope = step.tables.conversations.at(*published->key.conversation).id;
    const wire::HoursChain news{.owner = who.address.account, .conversation = scope, .links = {published->link}};
    if (!published->fresh) return news;

    const auto conversations = concerned(step, published->key);
    schedule_push(step, who, conversations, news);
    step.memory.schedules.forget(published->key.owner);
    for (const ConversationRow conversation : conversations) look_at(step, conversation);
    return news;
}

Result<Answer> fetch_hours(Step& step, const LoggedInDevice& who, const wire::FetchHours& request)
{
    const auto key = readable(step, who, request);
    if (!key) return Errc::not_found;
    auto links = step.tables.hours.links(*key, request.from, wire::hours_page);
    if (!links) return Errc::store_broken;
    return wire::HoursChain{.owner = request.owner, .conversation = request.conversation, .links = std::move(*links)};
}

}  // namespace holdfast::server
