#include "server/core/handlers/invitations.hpp"

#include <algorithm>
#include <tuple>

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/handlers/rosters.hpp"

namespace holdfast::server {
namespace {

/// A therapist invites a few people a day; a loop is stopped.
constexpr Quota invitation_quota{QuotaKind::invitation, 100, std::chrono::hours{24}};

/// How long somebody with an expired invitation is told so, rather than that it cannot be used.
constexpr Seconds expired_kept = std::chrono::days{30};

/// The invitation, if it can still be redeemed.
Result<InvitationRow> usable(Step& step, const InvitationId& id)
{
    auto invitation = step.tables.invitations.find(id);
    if (!invitation || step.tables.invitations.redemption(id)) return Errc::invitation_unusable;
    if (invitation->inviter && step.tables.accounts.is_suspended(*invitation->inviter))
        return Errc::invitation_unusable;
    if (invitation->expires <= step.now) return Errc::invitation_expired;
    return std::move(*invitation);
}

bool proves_redemption(Step& step, const Connection& connection, const wire::Redeem& request,
                       const SignPublic& redeem_key)
{
    const wire::RedeemProof proof{step.relay.practice,     connection.exporter, connection.client_nonce,
                                  connection.relay_nonce,  request.invitation,  request.conversation_salt,
                                  request.device_list.body};
    return crypto::verify(crypto::labels::sign_redeem, redeem_key, wire::encode(proof), request.signature).has_value();
}

/// What its maker says of it; when the relay got it, and its number, are the relay's.
bool is_same(const InvitationRow& a, const InvitationRow& b)
{
    const auto said = [](const InvitationRow& one) {
        return std::tie(one.id, one.inviter, one.redeem_key, one.expires, one.record, one.mac);
    };
    return said(a) == said(b);
}

/// The account an earlier redemption with exactly this device list made.
std::optional<AccountRecord> redeemed_before(Step& step, const wire::Redeem& request)
{
    const auto before = step.tables.invitations.redemption(request.invitation);
    if (!before || before->device_list != request.device_list.body) return std::nullopt;
    return step.tables.accounts.find(before->account);
}

void pair(Step& step, AccountRow owner, AccountRow client, const AccountId& client_id, const ByteArray<16>& salt)
{
    wire::Roster roster{salt, step.tables.accounts.find(owner)->id, {}};
    roster.members = {roster.owner, client_id};
    std::sort(roster.members.begin(), roster.members.end());
    begin_conversation(step, session::conversation_id(roster), owner, {owner, client});
}

/// Errors: those of open_device_list; already_exists.
Result<wire::Role> enrol(Step& step, const wire::Redeem& request, const InvitationRow& invitation)
{
    const auto list = session::open_device_list(request.device_list);
    if (list.has_error()) return list.errc();
    if (list->epoch != 1) return Errc::out_of_range;
    const auto id = session::account_id(list->identity);
    if (step.tables.accounts.find(id)) return Errc::already_exists;

    const auto role = invitation.inviter ? wire::Role::client : wire::Role::therapist;
    const auto account = step.tables.accounts.add(id, role, list->epoch, request.device_list, step.now);
    for (const auto& device : list->devices) step.tables.accounts.put_device(account, device);
    if (invitation.inviter) pair(step, *invitation.inviter, account, id, request.conversation_salt);
    step.tables.invitations.set_used(invitation.id, account, request.device_list.body, step.now);
    step.tables.accounts.set_invitation(account, invitation.number, invitation.inviter);
    return role;
}

}  // namespace

Status check_new_invitation(Step& step, const InvitationRow& invitation)
{
    if (invitation.record.size() > max_invitation_record_bytes) return Errc::too_large;
    if (const auto there = step.tables.invitations.find(invitation.id))
        return is_same(*there, invitation) ? Errc::nothing_changed : Errc::already_exists;
    const auto latest = step.now + wire::invitation_lifetime + wire::clock_tolerance;
    if (invitation.expires <= step.now || invitation.expires > latest) return Errc::out_of_range;
    return ok();
}

Result<Answer> publish_invitation(Step& step, const LoggedInDevice& who, const wire::PublishInvitation& request)
{
    if (who.role != wire::Role::therapist) return Errc::not_allowed;
    const InvitationRow invitation{request.invitation, who.account, request.redeem_key, request.expires, request.record,
                                   request.mac,        step.now};
    const auto sound = check_new_invitation(step, invitation);
    if (sound.has_error() && sound.errc() == Errc::nothing_changed) return wire::Done{};
    if (sound.has_error()) return sound.errc();

    if (!step.room) return Errc::no_room;
    auto& invitations = step.tables.invitations;
    const bool too_many = invitations.open_count(who.account, step.now) >= wire::max_open_invitations;
    if (too_many || !step.tables.quotas.use(invitation_quota, who.account, step.now)) return Errc::rate_limited;
    invitations.remove_expired(step.now - expired_kept);
    (void)invitations.add(invitation);
    return wire::Done{};
}

Result<Answer> revoke_invitation(Step& step, const LoggedInDevice& who, const wire::RevokeInvitation& request)
{
    const auto invitation = step.tables.invitations.find(request.invitation);
    if (!invitation || invitation->inviter != who.account) return Errc::not_found;
    if (step.tables.invitations.redemption(request.invitation)) return Errc::invitation_unusable;
    step.tables.invitations.remove(request.invitation);
    return wire::Done{};
}

Result<Answer> fetch_invitation(Step& step, Connection&, const wire::FetchInvitation& request)
{
    const auto invitation = usable(step, request.invitation);
    if (invitation.has_error()) return invitation.errc();
    return wire::Invitation{.record = invitation->record, .mac = invitation->mac};
}

Result<Answer> redeem(Step& step, Connection& connection, const wire::Redeem& request)
{
    const auto stored = step.tables.invitations.find(request.invitation);
    if (!stored) return Errc::invitation_unusable;
    if (!proves_redemption(step, connection, request, stored->redeem_key)) return Errc::bad_signature;
    if (const auto account = redeemed_before(step, request)) return wire::Redeemed{.role = account->role};

    const auto invitation = usable(step, request.invitation);
    if (invitation.has_error()) return invitation.errc();
    if (!step.room) return Errc::no_room;
    const auto role = enrol(step, request, *invitation);
    if (role.has_error()) return role.errc();
    return wire::Redeemed{.role = *role};
}

}  // namespace holdfast::server
