#include "server/core/handlers/people.hpp"

#include <algorithm>
#include <string_view>

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/gate.hpp"
#include "server/core/handlers/devices.hpp"
#include "server/core/handlers/login.hpp"
#include "server/core/handlers/notices.hpp"

namespace holdfast::server {
namespace {

/// What her clients are told at once; the practice's own words may follow.
constexpr std::string_view suspension_text =
    "Your therapist cannot read or answer here for now. What you wrote is kept. The practice will tell you more.";

std::optional<AccountId> id_of(Step& step, const std::optional<AccountRow>& row)
{
    if (!row) return std::nullopt;
    return step.tables.accounts.find(*row)->id;
}

AccountLine line_of(Step& step, const AccountRecord& account)
{
    const auto devices = step.tables.accounts.devices(account.row);
    const auto stopped = std::ranges::count_if(devices, [](const auto& d) { return d.stopped != Stopped::no; });
    const auto conversations = step.tables.conversations.of_member(account.row).size();
    return {account.id,
            account.role,
            account.created,
            static_cast<std::uint32_t>(devices.size()),
            static_cast<std::uint32_t>(stopped),
            static_cast<std::uint32_t>(conversations),
            step.tables.notices.in_force(account.row).has_value(),
            account.invited_as,
            id_of(step, account.invited_by),
            account.last_month,
            account.suspended};
}

void turn_out(Step& step, AccountRow account, Errc reason)
{
    for (const auto& device : step.tables.accounts.devices(account)) {
        Connection* open = step.memory.connections.of(device.row);
        if (open == nullptr) continue;
        step.refuse(*open, 0, reason);
        step.hang_up(*open, reason);
    }
}

bool has_account(Step& step, AccountRow row) { return !step.tables.accounts.find(row)->ended; }

/// Whether somebody is left to write to once `leaving` is gone.
bool goes_on_without(Step& step, const ConversationRecord& conversation, AccountRow leaving)
{
    if (conversation.owner == leaving) return false;
    const auto members = step.tables.conversations.members(conversation.row);
    return std::ranges::count_if(members,
                                 [&](AccountRow member) { return member != leaving && has_account(step, member); }) > 1;
}

/// What is held in a therapist's conversations waits for hours that are gone with her: nothing would let it through.
void end_conversations(Step& step, AccountRow account, const wire::AccountEnd& end)
{
    for (const auto& conversation : step.tables.conversations.of_member(account)) {
        if (step.tables.endings.is_deleted(conversation.row)) continue;
        if (conversation.owner == account) record_dropped(step, step.tables.queue.drop_held(conversation.row));
        const bool owner_left = conversation.owner == account || has_account(step, conversation.owner);
        if (owner_left) step.record(conversation.row, wire::decided::Ended{end});
        if (!goes_on_without(step, conversation, account)) step.tables.conversations.end(conversation.row, step.now);
    }
}

}  // namespace

AdminAnswer list_accounts(Step& step)
{
    AccountLines lines;
    for (const auto& account : step.tables.accounts.all()) lines.accounts.push_back(line_of(step, account));
    return lines;
}

AdminAnswer list_devices(Step& step, const AccountId& id)
{
    const auto account = step.tables.accounts.find_open(id);
    if (!account) return AdminRefused{Errc::not_found};
    DeviceLines lines;
    for (const auto& device : step.tables.accounts.devices(account->row))
        lines.devices.push_back({device.address.device, device.stopped});
    return lines;
}

AdminAnswer list_invitations(Step& step)
{
    InvitationLines lines;
    for (const auto& one : step.tables.invitations.list(max_invitation_lines)) {
        const bool waits = one.inviter && !one.used_by && step.tables.accounts.is_suspended(*one.inviter);
        lines.invitations.push_back(
            {one.number, id_of(step, one.inviter), one.made, one.expires, id_of(step, one.used_by), waits});
    }
    return lines;
}

AdminAnswer list_notices(Step& step)
{
    NoticeLines lines;
    for (const auto& account : step.tables.accounts.all()) {
        if (account.role != wire::Role::therapist) continue;
        const auto peers = step.tables.conversations.peers(account.row);
        const auto clients = std::ranges::count_if(peers, [&](AccountRow peer) { return has_account(step, peer); });
        NoticeLine line{account.id, static_cast<std::uint32_t>(clients), {}, {}, false};
        if (const auto notice = step.tables.notices.in_force(account.row)) {
            const auto said = wire::decode<wire::PracticeNotice>(notice->body);
            require(said.has_value(), "the relay signed its notice itself");
            line.text = said->text;
            line.issued = said->issued;
            line.by_suspension = step.tables.notices.is_by_suspension(account.row);
        }
        lines.therapists.push_back(std::move(line));
    }
    return lines;
}

Status suspend_account(Step& step, const AccountId& id)
{
    const auto account = step.tables.accounts.find_open(id);
    if (!account) return Errc::not_found;
    if (account->suspended) return Errc::nothing_changed;
    step.tables.accounts.set_suspended(account->row, step.now);
    turn_out(step, account->row, Errc::account_suspended);
    if (account->role == wire::Role::therapist && !step.tables.notices.in_force(account->row))
        issue_notice(step, *account, suspension_text, true);
    step.tables.deeds.add(step.now, "suspend", id);
    return ok();
}

Status resume_account(Step& step, const AccountId& id)
{
    const auto account = step.tables.accounts.find_open(id);
    if (!account) return Errc::not_found;
    if (!account->suspended) return Errc::nothing_changed;
    step.tables.accounts.set_suspended(account->row, std::nullopt);
    if (step.tables.notices.is_by_suspension(account->row)) issue_notice(step, *account, {});
    step.tables.deeds.add(step.now, "resume", id);
    return ok();
}

Status remove_account(Step& step, const AccountId& id)
{
    const auto account = step.tables.accounts.find_open(id);
    if (!account) return Errc::not_found;
    turn_out(step, account->row, Errc::account_ended);
    for (const auto& device : step.tables.accounts.devices(account->row)) drop_device(step, device.row);
    const wire::AccountEnd end{id, step.now};
    end_conversations(step, account->row, end);
    const auto signed_end = session::sign_record(crypto::labels::sign_account_end, step.relay.key, end);
    for (const AccountRow peer : step.tables.conversations.peers(account->row))
        step.tell(peer, wire::AccountEnded{signed_end});
    step.tables.hours.remove_of(account->row);
    step.tables.notices.remove_of(account->row);
    step.tables.invitations.remove_of(account->row);
    step.tables.accounts.end(account->row, step.now);
    step.memory.schedules.remove(account->row);
    step.memory.budgets.erase(account->row);
    step.tables.deeds.add(step.now, "remove", id);
    return ok();
}

Status revoke_device(Step& step, const Address& address)
{
    const auto device = step.tables.accounts.find_device(address);
    if (!device) return Errc::not_found;
    if (device->stopped != Stopped::no) return Errc::nothing_changed;
    stop(step, {device->account, device->row, device->role, device->address, device->last_submit},
         Stopped::by_practice);
    step.tables.deeds.add(step.now, "revoke-device", address.account);
    return ok();
}

Status revoke_invitation(Step& step, std::uint64_t number)
{
    const auto invitation = step.tables.invitations.find(number);
    if (!invitation) return Errc::not_found;
    if (step.tables.invitations.redemption(invitation->id)) return Errc::invitation_unusable;
    step.tables.invitations.remove(invitation->id);
    step.tables.deeds.add(step.now, "revoke-invitation", std::nullopt, std::to_string(number));
    return ok();
}

}  // namespace holdfast::server
