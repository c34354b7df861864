// The directory: prekeys and device lists. Everything in it is signed by its owner, and given only to accounts that
// share a conversation with them; to anyone else nothing exists. PROTOCOL.md, "Prekeys" and "Device lists".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// One-time prekeys kept for one device: a full batch arriving before the old one is used up.
inline constexpr std::uint32_t max_one_time_prekeys = 2 * wire::one_time_prekey_batch;

[[nodiscard]] Result<Answer> publish_prekeys(Step& step, const LoggedInDevice& who,
                                             const wire::PublishPrekeys& request);
[[nodiscard]] Result<Answer> fetch_bundle(Step& step, const LoggedInDevice& who, const wire::FetchBundle& request);
/// Before or after login: the list proves itself. The device that asks may be one that it drops.
[[nodiscard]] Result<Answer> publish_devices(Step& step, Connection& connection, const wire::PublishDevices& request);

/// Deletes everything of a device that is in no list any more. Its row stays for a while, so that its submit numbers
/// are not forgotten.
void drop_device(Step& step, DeviceRow device);

}  // namespace holdfast::server
