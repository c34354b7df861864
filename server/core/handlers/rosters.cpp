#include "server/core/handlers/rosters.hpp"

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

constexpr Quota roster_quota{QuotaKind::roster, 200, std::chrono::hours{24}};

/// The rows of all members, each of them the owner or paired with the owner.
Result<std::vector<AccountRow>> members_of(Step& step, const wire::Roster& roster, AccountRow owner)
{
    std::vector<AccountRow> rows;
    for (const auto& id : roster.members) {
        const auto account = step.tables.accounts.find_open(id);
        if (!account) return Errc::not_found;
        if (account->row != owner && !step.tables.conversations.write_to_each_other(owner, account->row))
            return Errc::not_found;
        rows.push_back(account->row);
    }
    return rows;
}

/// The conversation the roster names, made when its members are all paired with the owner.
Result<ConversationRow> conversation_of(Step& step, const wire::Roster& roster, const LoggedInDevice& owner)
{
    const auto id = session::conversation_id(roster);
    if (const auto known = step.tables.conversations.find(id)) return known->row;
    if (step.tables.conversations.of_owner(owner.account).size() >= max_conversations_owned) return Errc::too_large;
    const auto members = members_of(step, roster, owner.account);
    if (members.has_error()) return members.errc();
    return begin_conversation(step, id, owner.account, *members);
}

Status take_roster(Step& step, const LoggedInDevice& who, const wire::Signed& record)
{
    if (who.role != wire::Role::therapist) return Errc::not_allowed;
    const auto list = session::open_device_list(step.tables.accounts.find(who.account)->device_list);
    if (list.has_error()) return list.errc();
    const auto roster = session::open_roster(record, list->identity);
    if (roster.has_error()) return roster.errc();
    if (!step.tables.quotas.use(roster_quota, who.account, step.now)) return Errc::rate_limited;
    const auto conversation = conversation_of(step, *roster, who);
    if (conversation.has_error()) return conversation.errc();
    step.tables.conversations.set_roster(*conversation, record);
    return ok();
}

}  // namespace

ConversationRow begin_conversation(Step& step, const ConversationId& id, AccountRow owner,
                                   const std::vector<AccountRow>& members)
{
    const auto conversation = step.tables.conversations.add(id, owner, members);
    const auto notice = step.tables.notices.in_force(owner);
    if (!notice) return conversation;
    auto said = wire::decode<wire::PracticeNotice>(notice->body);
    require(said.has_value(), "the relay signed its notice itself");
    step.record(conversation, wire::decided::Noticed{std::move(*said)});
    return conversation;
}

Result<Answer> publish_roster(Step& step, const LoggedInDevice& who, const wire::PublishRoster& request)
{
    if (const auto taken = take_roster(step, who, request.roster); taken.has_error()) return taken.errc();
    return wire::Done{};
}

Result<Answer> fetch_rosters(Step& step, const LoggedInDevice& who, const wire::FetchRosters&)
{
    wire::Rosters answer;
    for (const auto& conversation : step.tables.conversations.of_member(who.account)) {
        auto roster = step.tables.conversations.roster(conversation.row);
        if (!roster || conversation.ended) continue;
        wire::RosterEntry entry{std::move(*roster), {}};
        for (const AccountRow member : step.tables.conversations.members(conversation.row))
            if (const auto account = step.tables.accounts.find(member); !account->ended)
                entry.device_lists.push_back(account->device_list);
        answer.rosters.push_back(std::move(entry));
    }
    return answer;
}

}  // namespace holdfast::server
