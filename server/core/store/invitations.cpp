#include "server/core/store/invitations.hpp"

#include <algorithm>
#include <string>

namespace holdfast::server {

namespace {

const std::string invitation_columns =
    "SELECT id, inviter, redeem_key, expires, record, mac, made, number FROM invitation ";

std::optional<AccountRow> person_at(const store::Rows& rows, int column)
{
    if (rows.is_null(column)) return std::nullopt;
    return static_cast<AccountRow>(rows.int64(column));
}

std::optional<InvitationRow> invitation_in(store::Rows rows)
{
    if (!rows.next()) return std::nullopt;
    return InvitationRow{rows.id<InvitationId>(0),
                         person_at(rows, 1),
                         rows.id<SignPublic>(2),
                         rows.instant(3),
                         rows.bytes(4),
                         rows.id<Digest>(5),
                         rows.instant(6),
                         static_cast<std::uint64_t>(rows.int64(7))};
}

}  // namespace

Invitations::Invitations(store::Database& db)
    : find_{db.prepare(invitation_columns + "WHERE id = ?")},
      by_number_{db.prepare(invitation_columns + "WHERE number = ?")},
      last_number_{db.prepare("UPDATE relay SET last_invitation = last_invitation + 1 RETURNING last_invitation")},
      remove_open_{db.prepare("DELETE FROM invitation WHERE used_by IS NULL")},
      remove_of_{db.prepare("DELETE FROM invitation WHERE inviter = ? OR used_by = ?")},
      list_{db.prepare("SELECT number, inviter, made, expires, used_by FROM invitation ORDER BY number DESC LIMIT ?")},
      prune_used_{db.prepare("DELETE FROM invitation WHERE id IN (SELECT id FROM invitation WHERE used_at < ? "
                             "AND used_by IS NOT NULL ORDER BY used_at LIMIT ?) RETURNING 1")},
      redemption_{db.prepare("SELECT used_by, used_list FROM invitation WHERE id = ? AND used_by IS NOT NULL")},
      add_{db.prepare("INSERT INTO invitation(id, inviter, redeem_key, expires, record, mac, made, number) "
                      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)")},
      set_used_{db.prepare("UPDATE invitation SET used_by = ?, used_list = ?, used_at = ? WHERE id = ?")},
      remove_{db.prepare("DELETE FROM invitation WHERE id = ?")},
      open_count_{db.prepare("SELECT count(*) FROM invitation WHERE inviter = ? AND used_by IS NULL AND expires > ?")},
      remove_expired_{db.prepare("DELETE FROM invitation WHERE used_by IS NULL AND expires < ?")}
{
}

std::optional<InvitationRow> Invitations::find(const InvitationId& id) { return invitation_in(find_.rows(id)); }

std::optional<InvitationRow> Invitations::find(std::uint64_t number)
{
    return invitation_in(by_number_.rows(static_cast<std::int64_t>(number)));
}

std::optional<Redemption> Invitations::redemption(const InvitationId& id)
{
    auto rows = redemption_.rows(id);
    if (!rows.next()) return std::nullopt;
    return Redemption{static_cast<AccountRow>(rows.int64(0)), rows.bytes(1)};
}

std::uint64_t Invitations::next_number()
{
    auto rows = last_number_.rows();
    require(rows.next(), "an opened store has its row");
    return static_cast<std::uint64_t>(rows.int64(0));
}

std::uint64_t Invitations::add(const InvitationRow& invitation)
{
    const auto number = next_number();
    add_.run(invitation.id, invitation.inviter, invitation.redeem_key, invitation.expires, invitation.record,
             invitation.mac, invitation.made, static_cast<std::int64_t>(number));
    return number;
}

void Invitations::set_used(const InvitationId& id, AccountRow account, BytesView device_list, Instant now)
{
    set_used_.run(account, device_list, now, id);
}

void Invitations::remove_open() { remove_open_.run(); }

void Invitations::remove_of(AccountRow account) { remove_of_.run(account, account); }

std::vector<InvitationSummary> Invitations::list(std::size_t limit)
{
    std::vector<InvitationSummary> out;
    for (auto rows = list_.rows(static_cast<std::int64_t>(limit)); rows.next();)
        out.push_back({static_cast<std::uint64_t>(rows.int64(0)), person_at(rows, 1), rows.instant(2), rows.instant(3),
                       person_at(rows, 4)});
    std::ranges::reverse(out);
    return out;
}

std::size_t Invitations::prune_used(Instant before, std::size_t limit)
{
    std::size_t gone = 0;
    for (auto rows = prune_used_.rows(before, static_cast<std::int64_t>(limit)); rows.next();) ++gone;
    return gone;
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
