#include "server/core/outages.hpp"

#include <utility>

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
void note_outage(Step& step, Instant last)
{
    if (step.now - last <= outage_min) return;
    // It may have run on for as long as its clock's progress is not written down, and have signed something then.
    const auto from = last + clock_saved_every;
    step.tables.outages.add({from, step.now});
    for (const auto& conversation : step.tables.conversations.all())
        step.record(conversation.row, wire::decided::WasDown{from});
}

std::vector<wire::Signed> outages_to_tell(Step& step)
{
    std::vector<wire::Signed> out;
    for (const auto& outage : step.tables.outages.since(step.now - wire::outages_told, wire::max_outages)) {
        auto& [end, told] = step.memory.told_outages[outage.from];
        if (std::exchange(end, outage.to) != outage.to)
            told = session::sign_record(crypto::labels::sign_outage, step.relay.key, outage);
        out.push_back(told);
    }
    return out;
}

}  // namespace holdfast::server
