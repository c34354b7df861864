#include "server/core/store/conversations.hpp"

#include <string>

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

const std::string columns = "SELECT c.n, c.id, c.owner FROM conversation c ";

constexpr std::string_view recipients_sql =
    "SELECT d.n, a.id, d.id, a.role, coalesce(d.prekey_expires, 0) FROM member m JOIN account a ON a.n = m.account "
    "JOIN device d ON d.account = a.n WHERE m.conversation = ? AND m.account <> ? AND d.dropped = 0 ORDER BY d.n";
constexpr std::string_view paired_sql =
    "SELECT 1 FROM member x JOIN member y ON y.conversation = x.conversation "
    "WHERE x.account = ? AND y.account = ? AND x.account <> y.account LIMIT 1";
constexpr std::string_view peers_sql =
    "SELECT DISTINCT y.account FROM member x JOIN member y ON y.conversation = x.conversation "
    "WHERE x.account = ? AND y.account <> x.account ORDER BY y.account";

ConversationRecord record_at(const store::Rows& rows)
{
    return {static_cast<ConversationRow>(rows.int64(0)), rows.id<ConversationId>(1),
            static_cast<AccountRow>(rows.int64(2))};
}

std::vector<ConversationRecord> records_of(store::Rows rows)
{
    std::vector<ConversationRecord> out;
    while (rows.next()) out.push_back(record_at(rows));
    return out;
}

std::vector<AccountRow> accounts_of(store::Rows rows)
{
    std::vector<AccountRow> out;
    while (rows.next()) out.push_back(static_cast<AccountRow>(rows.int64(0)));
    return out;
}

}  // namespace

Conversations::Conversations(store::Database& db)
    : by_id_{db.prepare(columns + "WHERE c.id = ?")},
      by_row_{db.prepare(columns + "WHERE c.n = ?")},
      all_{db.prepare(columns + "ORDER BY c.n")},
      of_member_{db.prepare(columns + "JOIN member m ON m.conversation = c.n WHERE m.account = ? ORDER BY c.n")},
      of_owner_{db.prepare(columns +
                           "JOIN member m ON m.conversation = c.n WHERE m.account = ? AND c.owner = m.account "
                           "ORDER BY c.n")},
      add_{db.prepare("INSERT INTO conversation(id, owner) VALUES (?, ?)")},
      add_member_{db.prepare("INSERT INTO member(conversation, account) VALUES (?, ?)")},
      is_member_{db.prepare("SELECT 1 FROM member WHERE conversation = ? AND account = ?")},
      members_{db.prepare("SELECT account FROM member WHERE conversation = ? ORDER BY account")},
      recipients_{db.prepare(recipients_sql)},
      paired_{db.prepare(paired_sql)},
      peers_{db.prepare(peers_sql)},
      chain_head_{db.prepare("SELECT id, sequence, head FROM conversation WHERE n = ?")},
      set_chain_head_{db.prepare("UPDATE conversation SET sequence = ?, head = ? WHERE n = ?")},
      roster_{db.prepare("SELECT roster FROM conversation WHERE n = ?")},
      set_roster_{db.prepare("UPDATE conversation SET roster = ? WHERE n = ?")}
{
}

std::optional<ConversationRecord> Conversations::find(const ConversationId& id)
{
    auto rows = by_id_.rows(id);
    if (!rows.next()) return std::nullopt;
    return record_at(rows);
}

ConversationRecord Conversations::at(ConversationRow row)
{
    auto rows = by_row_.rows(row);
    require(rows.next(), "a conversation is never removed");
    return record_at(rows);
}

std::vector<ConversationRecord> Conversations::all() { return records_of(all_.rows()); }

std::vector<ConversationRecord> Conversations::of_member(AccountRow account)
{
    return records_of(of_member_.rows(account));
}

std::vector<ConversationRecord> Conversations::of_owner(AccountRow account)
{
    return records_of(of_owner_.rows(account));
}

ConversationRow Conversations::add(const ConversationId& id, AccountRow owner, const std::vector<AccountRow>& members)
{
    add_.run(id, owner);
    const auto row = find(id)->row;
    for (const AccountRow member : members) add_member_.run(row, member);
    return row;
}

bool Conversations::is_member(ConversationRow conversation, AccountRow account)
{
    return is_member_.rows(conversation, account).next();
}

std::vector<AccountRow> Conversations::members(ConversationRow conversation)
{
    return accounts_of(members_.rows(conversation));
}

std::vector<Recipient> Conversations::recipients(ConversationRow conversation, AccountRow writer)
{
    std::vector<Recipient> out;
    for (auto rows = recipients_.rows(conversation, writer); rows.next();)
        out.push_back({static_cast<DeviceRow>(rows.int64(0)),
                       {rows.id<AccountId>(1), rows.id<DeviceId>(2)},
                       static_cast<wire::Role>(rows.int64(3)),
                       rows.instant(4)});
    return out;
}

bool Conversations::paired(AccountRow a, AccountRow b) { return paired_.rows(a, b).next(); }

std::vector<AccountRow> Conversations::peers(AccountRow account) { return accounts_of(peers_.rows(account)); }

ChainHead Conversations::chain_head(ConversationRow conversation)
{
    auto rows = chain_head_.rows(conversation);
    require(rows.next(), "a conversation is never removed");
    return {rows.id<ConversationId>(0), static_cast<std::uint64_t>(rows.int64(1)), rows.id<Digest>(2)};
}

void Conversations::set_chain_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash)
{
    set_chain_head_.run(static_cast<std::int64_t>(sequence), hash, conversation);
}

std::optional<wire::Signed> Conversations::roster(ConversationRow conversation)
{
    auto rows = roster_.rows(conversation);
    if (!rows.next() || rows.is_null(0)) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

void Conversations::set_roster(ConversationRow conversation, const wire::Signed& roster)
{
    set_roster_.run(wire::encode(roster), conversation);
}

}  // namespace holdfast::server
