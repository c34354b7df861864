#include "server/core/store/conversations.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

const std::string columns = "SELECT c.n, c.id, c.owner, c.ended IS NOT NULL FROM conversation c ";

constexpr std::string_view paired_sql =
    "SELECT 1 FROM member x JOIN member y ON y.conversation = x.conversation "
    "WHERE x.account = ? AND y.account = ? AND x.account <> y.account LIMIT 1";
constexpr std::string_view write_to_each_other_sql =
    "SELECT 1 FROM member x JOIN member y ON y.conversation = x.conversation "
    "JOIN conversation c ON c.n = x.conversation "
    "WHERE x.account = ? AND y.account = ? AND x.account <> y.account AND c.ended IS NULL LIMIT 1";
constexpr std::string_view peers_sql =
    "SELECT DISTINCT y.account FROM member x JOIN member y ON y.conversation = x.conversation "
    "WHERE x.account = ? AND y.account <> x.account ORDER BY y.account";

ConversationRecord record_at(const store::Rows& rows)
{
    return {static_cast<ConversationRow>(rows.int64(0)), rows.id<ConversationId>(1),
            static_cast<AccountRow>(rows.int64(2)), rows.int64(3) != 0};
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

NewHead new_head(ConversationRow row, const ChainHead& head)
{
    return {static_cast<std::uint32_t>(row), head.sequence, head.hash};
}

}  // namespace

Conversations::Conversations(store::Database& db, Accounts& accounts)
    : accounts_{&accounts},
      by_id_{db.prepare("SELECT n FROM conversation WHERE id = ?")},
      by_row_{db.prepare("SELECT n, id, owner, ended IS NOT NULL, sequence, head FROM conversation WHERE n = ?")},
      all_{db.prepare(columns +
                      "JOIN account a ON a.n = c.owner WHERE a.ended IS NULL "
                      "AND NOT EXISTS (SELECT 1 FROM ending e WHERE e.conversation = c.n AND e.deleted IS NOT NULL) "
                      "ORDER BY c.n")},
      of_member_{db.prepare(columns + "JOIN member m ON m.conversation = c.n WHERE m.account = ? ORDER BY c.n")},
      of_owner_{db.prepare(columns +
                           "JOIN member m ON m.conversation = c.n WHERE m.account = ? AND c.owner = m.account "
                           "ORDER BY c.n")},
      add_{db.prepare("INSERT INTO conversation(id, owner) VALUES (?, ?) RETURNING n")},
      add_member_{db.prepare("INSERT INTO member(conversation, account) VALUES (?, ?)")},
      members_{db.prepare("SELECT account FROM member WHERE conversation = ? ORDER BY account")},
      paired_{db.prepare(paired_sql)},
      write_to_each_other_{db.prepare(write_to_each_other_sql)},
      peers_{db.prepare(peers_sql)},
      set_chain_head_{db.prepare("UPDATE conversation SET sequence = ?, head = ? WHERE n = ?")},
      end_{db.prepare("UPDATE conversation SET ended = ? WHERE n = ?")},
      roster_{db.prepare("SELECT roster FROM conversation WHERE n = ?")},
      set_roster_{db.prepare("UPDATE conversation SET roster = ? WHERE n = ?")},
      remove_roster_{db.prepare("UPDATE conversation SET roster = NULL WHERE n = ?")}
{
}

Conversations::Kept& Conversations::kept(ConversationRow row)
{
    if (Kept* known = kept_.find(row)) return *known;
    Kept read;
    {
        auto rows = by_row_.rows(row);
        require(rows.next(), "a conversation is never removed");
        read.record = record_at(rows);
        read.head = {read.record.id, static_cast<std::uint64_t>(rows.int64(4)), rows.id<Digest>(5)};
    }
    read.members = accounts_of(members_.rows(row));
    return kept_.keep(row, std::move(read));
}

void Conversations::note(Changes& changes)
{
    kept_.note_changes([&](ConversationRow row, const Kept& one) { changes.heads.push_back(new_head(row, one.head)); });
}

void Conversations::write(const NewHead& head)
{
    set_chain_head_.run(static_cast<std::int64_t>(head.sequence), head.hash, head.conversation);
}

void Conversations::write_back()
{
    kept_.write_back([&](ConversationRow row, const Kept& one) { write(new_head(row, one.head)); });
    if (rows_.size() > max_kept_rows) rows_.clear();
}

void Conversations::forget() noexcept
{
    kept_.forget();
    rows_.clear();
}

std::optional<ConversationRecord> Conversations::find(const ConversationId& id)
{
    auto known = rows_.find(id);
    if (known == rows_.end()) {
        auto rows = by_id_.rows(id);
        if (!rows.next()) return std::nullopt;
        known = rows_.emplace(id, static_cast<ConversationRow>(rows.int64(0))).first;
    }
    return kept(known->second).record;
}

ConversationRecord Conversations::at(ConversationRow row) { return kept(row).record; }

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
    const auto row = [&] {
        auto rows = add_.rows(id, owner);
        require(rows.next(), "what was added has a row");
        return static_cast<ConversationRow>(rows.int64(0));
    }();
    for (const AccountRow member : members) add_member_.run(row, member);
    return row;
}

void Conversations::end(ConversationRow conversation, Instant now)
{
    kept(conversation).record.ended = true;
    end_.run(now, conversation);
}

bool Conversations::is_member(ConversationRow conversation, AccountRow account)
{
    const auto& all = kept(conversation).members;
    return std::find(all.begin(), all.end(), account) != all.end();
}

std::vector<AccountRow> Conversations::members(ConversationRow conversation) { return kept(conversation).members; }

std::vector<Recipient> Conversations::recipients(ConversationRow conversation, AccountRow writer)
{
    std::vector<Recipient> out;
    for (const AccountRow member : kept(conversation).members)
        if (member != writer) accounts_->add_recipients(member, out);
    std::sort(out.begin(), out.end(), [](const Recipient& a, const Recipient& b) { return a.row < b.row; });
    return out;
}

bool Conversations::paired(AccountRow a, AccountRow b) { return paired_.rows(a, b).next(); }

bool Conversations::write_to_each_other(AccountRow a, AccountRow b) { return write_to_each_other_.rows(a, b).next(); }

std::vector<AccountRow> Conversations::peers(AccountRow account) { return accounts_of(peers_.rows(account)); }

ChainHead Conversations::chain_head(ConversationRow conversation) { return kept(conversation).head; }

void Conversations::set_chain_head(ConversationRow conversation, std::uint64_t sequence, const Digest& hash)
{
    auto& head = kept(conversation).head;
    head.sequence = sequence;
    head.hash = hash;
    kept_.changed(conversation);
}

std::optional<wire::Signed> Conversations::roster(ConversationRow conversation)
{
    auto rows = roster_.rows(conversation);
    if (!rows.next() || rows.is_null(0)) return std::nullopt;
    return decoded<wire::Signed>(rows, 0);
}

void Conversations::remove_roster(ConversationRow conversation) { remove_roster_.run(conversation); }

void Conversations::set_roster(ConversationRow conversation, const wire::Signed& roster)
{
    set_roster_.run(wire::encode(roster), conversation);
}

}  // namespace holdfast::server
