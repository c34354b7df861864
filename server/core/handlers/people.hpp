// What the practice does about people: it lists accounts, devices and invitations, and ends access. Nothing here reads
// what anybody wrote or lets anything through the gate.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

[[nodiscard]] AdminAnswer list_accounts(Step& step);
[[nodiscard]] AdminAnswer list_devices(Step& step, const AccountId& account);
[[nodiscard]] AdminAnswer list_invitations(Step& step);
[[nodiscard]] AdminAnswer list_notices(Step& step);

/// Each is written to the practice's record where it changed something. Errors: see people.hpp.
[[nodiscard]] Status suspend_account(Step& step, const AccountId& account);
[[nodiscard]] Status resume_account(Step& step, const AccountId& account);
[[nodiscard]] Status remove_account(Step& step, const AccountId& account);
[[nodiscard]] Status revoke_device(Step& step, const Address& device);
[[nodiscard]] Status revoke_invitation(Step& step, std::uint64_t number);

}  // namespace holdfast::server
