#include "server/core/outages.hpp"

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

/// As long as receipts: what an audit explains by them.
constexpr Seconds outages_kept = wire::receipts_kept;

}  // namespace

void note_outage(Turn& turn, Instant last)
{
    turn.tables.outages.prune(turn.now - outages_kept);
    if (turn.now - last <= outage_min) return;
    // It may have run on for as long as its clock's progress is not written down, and have signed something then.
    const auto from = last + clock_saved_every;
    turn.tables.outages.add({from, turn.now});
    for (const auto& conversation : turn.tables.conversations.all())
        turn.record(conversation.row, wire::decided::WasDown{from});
}

std::vector<wire::Signed> outages_to_tell(Turn& turn)
{
    std::vector<wire::Signed> out;
    for (const auto& outage : turn.tables.outages.since(turn.now - wire::outages_told, wire::max_outages))
        out.push_back(session::sign_record(crypto::labels::sign_outage, turn.relay.key, outage));
    return out;
}

}  // namespace holdfast::server
