#include "server/core/store/invitations.hpp"

namespace holdfast::server {

Invitations::Invitations(store::Database& db)
    : find_{db.prepare("SELECT id, inviter, redeem_key, expires, record, mac FROM invitation WHERE id = ?")},
      redemption_{db.prepare("SELECT used_by, used_list FROM invitation WHERE id = ? AND used_by IS NOT NULL")},
      add_{db.prepare("INSERT INTO invitation(id, inviter, redeem_key, expires, record, mac) "
                      "VALUES (?, ?, ?, ?, ?, ?)")},
      set_used_{db.prepare("UPDATE invitation SET used_by = ?, used_list = ? WHERE id = ?")},
      remove_{db.prepare("DELETE FROM invitation WHERE id = ?")},
      open_count_{db.prepare("SELECT count(*) FROM invitation WHERE inviter = ? AND used_by IS NULL AND expires > ?")},
      remove_expired_{db.prepare("DELETE FROM invitation WHERE used_by IS NULL AND expires < ?")}
{
}

std::optional<InvitationRow> Invitations::find(const InvitationId& id)
{
    auto rows = find_.rows(id);
    if (!rows.next()) return std::nullopt;
    std::optional<AccountRow> inviter;
    if (!rows.is_null(1)) inviter = static_cast<AccountRow>(rows.int64(1));
    return InvitationRow{rows.id<InvitationId>(0), inviter,       rows.id<SignPublic>(2),
                         rows.instant(3),          rows.bytes(4), rows.id<Digest>(5)};
}

std::optional<Redemption> Invitations::redemption(const InvitationId& id)
{
    auto rows = redemption_.rows(id);
    if (!rows.next()) return std::nullopt;
    return Redemption{static_cast<AccountRow>(rows.int64(0)), rows.bytes(1)};
}

void Invitations::add(const InvitationRow& invitation)
{
    add_.run(invitation.id, invitation.inviter, invitation.redeem_key, invitation.expires, invitation.record,
             invitation.mac);
}

void Invitations::set_used(const InvitationId& id, AccountRow account, BytesView device_list)
{
    set_used_.run(account, device_list, id);
}

void Invitations::remove(const InvitationId& id) { remove_.run(id); }

std::size_t Invitations::open_count(AccountRow inviter, Instant now)
{
    auto rows = open_count_.rows(inviter, now);
    require(rows.next(), "count(*) has a row");
    return static_cast<std::size_t>(rows.int64(0));
}

void Invitations::remove_expired(Instant before) { remove_expired_.run(before); }

}  // namespace holdfast::server
