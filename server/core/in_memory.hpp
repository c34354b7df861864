// All that the relay knows and its store does not. It ends with the process, and a second relay on the same database
// would not see it: before one may run beside the first, each of these has to move into the store, be told from one
// relay to the other, or be shown to do no harm where it differs. All else a step reads and writes in one transaction.
//
// The tables themselves keep rows that are at work, as the last commit left them: the numbers of devices, members and
// chain heads of conversations, what waits from whom, and quotas (store/kept_rows.hpp); the first and last receipt too,
// and which therapists have notices. What another relay commits would have to make this one read them again; two that
// both count on from what they remember would give one number twice. Their changes are in the store, though not in the
// rows (store/changes.hpp). Acks alone are not: they wait for the next commit (Queue::ack_later), and after a crash the
// reader is asked for them again.
//
// The shell keeps besides, for the sockets it has: what has arrived and is not stepped (event_queue.hpp), what is on
// its way out, and how many connections an address has (server/shell/crowd.hpp).
#pragma once

#include <map>
#include <optional>
#include <set>
#include <utility>

#include "server/core/agenda.hpp"
#include "server/core/clock.hpp"
#include "server/core/connections.hpp"
#include "server/core/request_budget.hpp"
#include "server/core/schedule_cache.hpp"

namespace holdfast::server {

struct InMemory {
    /// Who is connected and logged in here, and what is in flight to them. A login at another relay would have to end
    /// the one here, and what another relay queues or holds again would have to reach the connection here.
    Connections connections{};
    /// What each account has left, over all its connections. Two relays would give it twice.
    std::map<AccountRow, Budget> budgets{};
    /// Verified copies of chains and notices, forgotten where this relay changes them.
    ScheduleCache schedules;
    /// The instant this relay acted at last. The store has it within `clock_saved_every`, and whether it is trusted.
    Clock clock;
    /// When the relay before this process was last seen at work, which makes an outage; empty: on this store none ran.
    /// While another relay runs there is no outage.
    std::optional<Instant> ran_until{};
    /// When to look at each conversation in which something waits; not of what another relay lets wait. At the start
    /// the store says which, and all of them are due.
    Agenda agenda{};
    /// When to let go again of what was kept long enough. Two relays would do it twice, which changes nothing.
    Instant prune_at{};
    /// Whether this process has taken its first step.
    bool begun = false;
    /// Outages by their beginning, with their end, as they were signed: every login tells them.
    std::map<Instant, std::pair<std::optional<Instant>, wire::Signed>> told_outages{};
    /// wire::PracticeTerms by this process's configuration: every login tells them.
    std::optional<wire::Signed> terms{};
    /// Conversations whose newest receipt was compared with the chain's head since the start; only a repeated check.
    std::set<ConversationRow> checked_heads{};
};

}  // namespace holdfast::server
