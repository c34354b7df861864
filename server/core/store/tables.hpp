// All subjects of the store together with the database they share.
#pragma once

#include "protocol/store/sqlite.hpp"
#include "server/core/store/accounts.hpp"
#include "server/core/store/changes.hpp"
#include "server/core/store/conversations.hpp"
#include "server/core/store/deeds.hpp"
#include "server/core/store/endings.hpp"
#include "server/core/store/holidays.hpp"
#include "server/core/store/hours.hpp"
#include "server/core/store/invitations.hpp"
#include "server/core/store/names.hpp"
#include "server/core/store/notices.hpp"
#include "server/core/store/outages.hpp"
#include "server/core/store/prekeys.hpp"
#include "server/core/store/queue.hpp"
#include "server/core/store/quotas.hpp"
#include "server/core/store/receipts.hpp"
#include "server/core/store/relay_row.hpp"

namespace holdfast::server {

/// Stays where it is: the statements belong to `db`.
struct Tables {
    explicit Tables(store::Database database) : db{std::move(database)} {}
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    /// Writes what has changed in memory: the last before a commit, see RelayStore::begin.
    void write_back();
    /// The next commit writes the rows themselves, for those who look at the file.
    void write_rows_next() noexcept { write_rows_ = true; }
    /// Reads everything from the store again: what has changed in memory is lost.
    void forget() noexcept;
    /// Writes the rows whose changes were noted, where that has to be: the first in a batch.
    void recover();

    store::Database db;
    RelayRow relay{db};
    Accounts accounts{db};
    Conversations conversations{db, accounts};
    Invitations invitations{db};
    PrekeyDirectory prekeys{db, accounts};
    HoursLinks hours{db};
    PracticeNotices notices{db};
    DeedLog deeds{db};
    Queue queue{db, accounts, conversations};
    Receipts receipts{db};
    Quotas quotas{db};
    Endings endings{db};
    Outages outages{db};
    SuggestedHolidays holidays{db};
    SealedNames names{db};
    ChangeLog changes{db};

  private:
    void write_rows();
    bool recovered_ = false;
    bool write_rows_ = false;
};

}  // namespace holdfast::server
