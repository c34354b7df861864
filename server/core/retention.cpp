#include "server/core/retention.hpp"

#include <algorithm>
#include <array>

#include "server/core/step.hpp"

namespace holdfast::server {
namespace {

constexpr std::chrono::hours prune_every{1};

}  // namespace

void prune(Step& step)
{
    const auto& keep = step.config.retention;
    (void)step.tables.receipts.prune(step.now - keep.receipts, prune_slice);
    if (step.now < step.memory.prune_at) return;
    const std::array gone{step.tables.outages.prune(step.now - keep.outages, prune_slice),
                          step.tables.invitations.prune_used(step.now - keep.used_invitations, prune_slice),
                          step.tables.accounts.forget_dropped(step.now - keep.dropped_devices, prune_slice),
                          step.tables.deeds.prune(step.now - keep.deeds, prune_slice)};
    const bool more = std::ranges::count(gone, prune_slice) > 0;
    step.memory.prune_at = more ? step.now : step.now + prune_every;
}

}  // namespace holdfast::server
