#include "server/core/handlers/invitations.hpp"

#include <algorithm>

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
Result<InvitationRow> usable(Turn& turn, const InvitationId& id)
{
    auto invitation = turn.tables.invitations.find(id);
    if (!invitation || turn.tables.invitations.redemption(id)) return Errc::invitation_unusable;
    if (invitation->expires <= turn.now) return Errc::invitation_expired;
    return std::move(*invitation);
}

bool proves_redemption(Turn& turn, const Session& session, const wire::Redeem& request, const SignPublic& redeem_key)
{
    const wire::RedeemProof proof{turn.relay.practice,     session.exporter,   session.client_nonce,
                                  session.relay_nonce,     request.invitation, request.conversation_salt,
                                  request.device_list.body};
    return crypto::verify(crypto::labels::sign_redeem, redeem_key, wire::encode(proof), request.signature).has_value();
}

/// The account an earlier redemption with exactly this device list made.
std::optional<AccountRecord> redeemed_before(Turn& turn, const wire::Redeem& request)
{
    const auto before = turn.tables.invitations.redemption(request.invitation);
    if (!before || before->device_list != request.device_list.body) return std::nullopt;
    return turn.tables.accounts.find(before->account);
}

void pair(Turn& turn, AccountRow owner, AccountRow client, const AccountId& client_id, const ByteArray<16>& salt)
{
    wire::Roster roster{salt, turn.tables.accounts.find(owner)->id, {}};
    roster.members = {roster.owner, client_id};
    std::sort(roster.members.begin(), roster.members.end());
    begin_conversation(turn, session::conversation_id(roster), owner, {owner, client});
}

/// Errors: those of open_device_list; already_exists.
Result<wire::Role> enrol(Turn& turn, const wire::Redeem& request, const InvitationRow& invitation)
{
    const auto list = session::open_device_list(request.device_list);
    if (list.has_error()) return list.errc();
    if (list->epoch != 1) return Errc::out_of_range;
    const auto id = session::account_id(list->identity);
    if (turn.tables.accounts.find(id)) return Errc::already_exists;

    const auto role = invitation.inviter ? wire::Role::client : wire::Role::therapist;
    const auto account = turn.tables.accounts.add(id, role, list->epoch, request.device_list, turn.now);
    for (const auto& device : list->devices) turn.tables.accounts.put_device(account, device);
    if (invitation.inviter) pair(turn, *invitation.inviter, account, id, request.conversation_salt);
    turn.tables.invitations.set_used(invitation.id, account, request.device_list.body);
    return role;
}

}  // namespace

Status check_new_invitation(Turn& turn, const InvitationRow& invitation)
{
    if (invitation.record.size() > max_invitation_record_bytes) return Errc::too_large;
    if (const auto there = turn.tables.invitations.find(invitation.id))
        return *there == invitation ? Errc::nothing_changed : Errc::already_exists;
    const auto latest = turn.now + wire::invitation_lifetime + wire::clock_tolerance;
    if (invitation.expires <= turn.now || invitation.expires > latest) return Errc::out_of_range;
    return ok();
}

void publish_invitation(Turn& turn, Session& session, const wire::PublishInvitation& request)
{
    if (session.who->role != wire::Role::therapist) return turn.refuse(session, request.request, Errc::not_allowed);
    const InvitationRow invitation{request.invitation, session.who->account, request.redeem_key,
                                   request.expires,    request.record,       request.mac};
    const auto sound = check_new_invitation(turn, invitation);
    if (sound.has_error() && sound.errc() == Errc::nothing_changed)
        return turn.send(session, wire::Done{request.request});
    if (sound.has_error()) return turn.refuse(session, request.request, sound.errc());

    if (!turn.room) return turn.refuse(session, request.request, Errc::no_room);
    auto& invitations = turn.tables.invitations;
    const bool too_many = invitations.open_count(session.who->account, turn.now) >= wire::max_open_invitations;
    if (too_many || !turn.tables.quotas.use(invitation_quota, session.who->account, turn.now))
        return turn.refuse(session, request.request, Errc::rate_limited);
    invitations.remove_expired(turn.now - expired_kept);
    invitations.add(invitation);
    turn.send(session, wire::Done{request.request});
}

void revoke_invitation(Turn& turn, Session& session, const wire::RevokeInvitation& request)
{
    const auto invitation = turn.tables.invitations.find(request.invitation);
    if (!invitation || invitation->inviter != session.who->account)
        return turn.refuse(session, request.request, Errc::not_found);
    if (turn.tables.invitations.redemption(request.invitation))
        return turn.refuse(session, request.request, Errc::invitation_unusable);
    turn.tables.invitations.remove(request.invitation);
    turn.send(session, wire::Done{request.request});
}

void fetch_invitation(Turn& turn, Session& session, const wire::FetchInvitation& request)
{
    const auto invitation = usable(turn, request.invitation);
    if (invitation.has_error()) return turn.refuse(session, request.request, invitation.errc());
    turn.send(session, wire::Invitation{request.request, invitation->record, invitation->mac});
}

void redeem(Turn& turn, Session& session, const wire::Redeem& request)
{
    const auto stored = turn.tables.invitations.find(request.invitation);
    if (!stored) return turn.refuse(session, request.request, Errc::invitation_unusable);
    if (!proves_redemption(turn, session, request, stored->redeem_key))
        return turn.refuse(session, request.request, Errc::bad_signature);
    if (const auto account = redeemed_before(turn, request))
        return turn.send(session, wire::Redeemed{request.request, account->role});

    const auto invitation = usable(turn, request.invitation);
    if (invitation.has_error()) return turn.refuse(session, request.request, invitation.errc());
    if (!turn.room) return turn.refuse(session, request.request, Errc::no_room);
    const auto role = enrol(turn, request, *invitation);
    if (role.has_error()) return turn.refuse(session, request.request, role.errc());
    turn.send(session, wire::Redeemed{request.request, *role});
}

}  // namespace holdfast::server
