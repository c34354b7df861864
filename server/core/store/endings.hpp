// Conversations that a member has ended. PROTOCOL.md, "Endings".
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/records.hpp"
#include "server/core/store/rows.hpp"

namespace holdfast::server {

struct EndingRecord {
    wire::Signed end;  ///< a wire::ConversationEnd
    Instant received;
};

class Endings {
  public:
    explicit Endings(store::Database& db);

    [[nodiscard]] std::optional<EndingRecord> find(ConversationRow conversation);
    /// Precondition: no member has ended it.
    void add(ConversationRow conversation, const EndingRecord& ending);

    /// Of which something is kept besides the log.
    [[nodiscard]] std::vector<ConversationRow> undeleted();
    [[nodiscard]] bool is_deleted(ConversationRow conversation);
    void set_deleted(ConversationRow conversation, Instant at);

  private:
    store::Statement find_;
    store::Statement add_;
    store::Statement undeleted_;
    store::Statement is_deleted_;
    store::Statement set_deleted_;
};

}  // namespace holdfast::server
