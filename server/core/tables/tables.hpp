// All subjects of the store together with the database they share.
#pragma once

#include "protocol/store/sqlite.hpp"
#include "server/core/tables/accounts.hpp"
#include "server/core/tables/conversations.hpp"
#include "server/core/tables/holidays.hpp"
#include "server/core/tables/hours.hpp"
#include "server/core/tables/invitations.hpp"
#include "server/core/tables/names.hpp"
#include "server/core/tables/notices.hpp"
#include "server/core/tables/outages.hpp"
#include "server/core/tables/prekeys.hpp"
#include "server/core/tables/queue.hpp"
#include "server/core/tables/quotas.hpp"
#include "server/core/tables/receipts.hpp"
#include "server/core/tables/relay_row.hpp"

namespace holdfast::server {

/// Stays where it is: the statements belong to `db`.
struct Tables {
    explicit Tables(store::Database database) : db{std::move(database)} {}
    Tables(const Tables&) = delete;
    Tables& operator=(const Tables&) = delete;

    store::Database db;
    RelayRow relay{db};
    Accounts accounts{db};
    Conversations conversations{db};
    Invitations invitations{db};
    PrekeyDirectory prekeys{db};
    HoursLinks hours{db};
    PracticeNotices notices{db};
    Queue queue{db};
    Receipts receipts{db};
    Quotas quotas{db};
    Outages outages{db};
    SuggestedHolidays holidays{db};
    SealedNames names{db};
};

}  // namespace holdfast::server
