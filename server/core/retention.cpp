#include "server/core/retention.hpp"

#include "server/core/step.hpp"

namespace holdfast::server {
namespace {

constexpr std::chrono::hours prune_every{1};

}  // namespace

void prune(Step& step)
{
    const auto& keep = step.config.retention;
    const bool receipts_left = step.tables.receipts.prune(step.now - keep.receipts, prune_slice);
    if (step.now < step.memory.prune_at) return;
    const auto full = [](std::size_t gone) { return gone == prune_slice; };
    const bool more = full(step.tables.outages.prune(step.now - keep.outages, prune_slice)) |
                      full(step.tables.invitations.prune_used(step.now - keep.used_invitations, prune_slice)) |
                      full(step.tables.accounts.forget_dropped(step.now - keep.dropped_devices, prune_slice)) |
                      full(step.tables.deeds.prune(step.now - keep.deeds, prune_slice)) | receipts_left;
    step.memory.prune_at = more ? step.now : step.now + prune_every;
}

}  // namespace holdfast::server
