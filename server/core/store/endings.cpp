#include "server/core/store/endings.hpp"

#include "protocol/wire/codec.hpp"
#include "server/core/store/encoded.hpp"

namespace holdfast::server {

Endings::Endings(store::Database& db)
    : find_{db.prepare("SELECT statement, received FROM ending WHERE conversation = ?")},
      add_{db.prepare("INSERT INTO ending(conversation, statement, received) VALUES (?, ?, ?)")},
      undeleted_{db.prepare("SELECT conversation FROM ending WHERE deleted IS NULL ORDER BY conversation")},
      is_deleted_{db.prepare("SELECT 1 FROM ending WHERE conversation = ? AND deleted IS NOT NULL")},
      set_deleted_{db.prepare("UPDATE ending SET deleted = ? WHERE conversation = ?")}
{
}

std::optional<EndingRecord> Endings::find(ConversationRow conversation)
{
    auto rows = find_.rows(conversation);
    if (!rows.next()) return std::nullopt;
    return EndingRecord{decoded<wire::Signed>(rows, 0), rows.instant(1)};
}

void Endings::add(ConversationRow conversation, const EndingRecord& ending)
{
    add_.run(conversation, wire::encode(ending.end), ending.received);
}

std::vector<ConversationRow> Endings::undeleted()
{
    std::vector<ConversationRow> out;
    auto rows = undeleted_.rows();
    while (rows.next()) out.push_back(static_cast<ConversationRow>(rows.int64(0)));
    return out;
}

bool Endings::is_deleted(ConversationRow conversation) { return is_deleted_.rows(conversation).next(); }

void Endings::set_deleted(ConversationRow conversation, Instant at) { set_deleted_.run(at, conversation); }

}  // namespace holdfast::server
