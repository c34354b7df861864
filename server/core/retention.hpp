// How long the relay keeps what nobody needs any more, and the slices in which it lets go of it while it runs.
#pragma once

#include "protocol/base/instant.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::server {

struct Step;

/// A practice may keep each longer; none shorter than what people's devices still ask for.
struct Retention {
    /// The log of decisions: an audit goes back as far.
    Seconds receipts = wire::receipts_kept;
    /// They explain windows in which nothing was read.
    Seconds outages = wire::receipts_kept;
    /// As long a device may ask again for the answer to its redemption.
    Seconds used_invitations = wire::receipts_kept;
    /// Submit numbers of devices that are in no list any more, should one come back.
    Seconds dropped_devices = std::chrono::days{365};
    /// What the practice did.
    Seconds deeds = std::chrono::days{3 * 365};
};

/// The most rows of one kind that a step lets go of.
inline constexpr std::size_t prune_slice = 200;

/// A slice of each kind that is due: once an hour, and in the next step again where there is more.
void prune(Step& step);

}  // namespace holdfast::server
