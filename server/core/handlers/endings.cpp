#include "server/core/handlers/endings.hpp"

#include "protocol/identity/ending.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

/// Far more than the one size a statement has.
constexpr std::size_t max_statement_bytes = 256;

/// Every device of every member but the one that handed the statement over.
void tell_members(Step& step, const LoggedInDevice& who, ConversationRow conversation, const wire::Signed& end)
{
    for (const AccountRow member : step.tables.conversations.members(conversation))
        for (const auto& device : step.tables.accounts.devices(member))
            if (device.row != who.device) step.tell(device.row, wire::ConversationEnded{end});
}

/// Whether a member's identity key is under it. Errors: not_found, and those of open_ending().
Status check_signature(Step& step, const wire::Signed& end, const wire::ConversationEnd& claimed,
                       ConversationRow conversation)
{
    const auto account = step.tables.accounts.find_open(claimed.account);
    if (!account || !step.tables.conversations.is_member(conversation, account->row)) return Errc::not_found;
    const auto list = session::open_device_list(account->device_list);
    if (list.has_error()) return list.errc();
    const auto opened = session::open_ending(end, list->identity);
    return opened.has_error() ? Status{opened.errc()} : ok();
}

}  // namespace

Result<Answer> end_conversation(Step& step, const LoggedInDevice& who, const wire::EndConversation& request)
{
    if (request.end.body.size() > max_statement_bytes) return Errc::too_large;
    const auto claimed = wire::decode<wire::ConversationEnd>(request.end.body);
    if (claimed.has_error()) return claimed.errc();
    const auto conversation = step.tables.conversations.find(claimed->conversation);
    if (!conversation || !step.tables.conversations.is_member(conversation->row, who.account)) return Errc::not_found;
    if (step.tables.endings.find(conversation->row)) return wire::Done{};
    const auto genuine = check_signature(step, request.end, *claimed, conversation->row);
    if (genuine.has_error()) return genuine.errc();
    step.tables.endings.add(conversation->row, {request.end, step.now});
    step.tables.conversations.end(conversation->row, step.now);
    step.record(conversation->row, wire::decided::EndedByMember{request.end});
    tell_members(step, who, conversation->row, request.end);
    look_at(step, conversation->row);  // what was kept goes as soon as nothing waits
    return wire::Done{};
}

}  // namespace holdfast::server
