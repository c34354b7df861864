// Invitations, from publishing to the account they make. The relay keeps a record it cannot read through or forge, and
// learns no secret. PROTOCOL.md, "Invitation".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// An encoded InvitationRecord: a device list, crisis contacts and a sealed name, with room to spare.
inline constexpr std::size_t max_invitation_record_bytes = 16 * 1024;

/// Checks that all invitations have to pass, whoever makes them. Errors: too_large, out_of_range (expires too late or
/// already has), already_exists (another one under this id), nothing_changed (exactly this one is there).
[[nodiscard]] Status check_new_invitation(Step& step, const InvitationRow& invitation);

[[nodiscard]] Result<Answer> publish_invitation(Step& step, const LoggedInDevice& who,
                                                const wire::PublishInvitation& request);
[[nodiscard]] Result<Answer> revoke_invitation(Step& step, const LoggedInDevice& who,
                                               const wire::RevokeInvitation& request);
[[nodiscard]] Result<Answer> fetch_invitation(Step& step, Connection& connection, const wire::FetchInvitation& request);
/// Makes the account, and with a therapist's invitation the conversation of two.
[[nodiscard]] Result<Answer> redeem(Step& step, Connection& connection, const wire::Redeem& request);

}  // namespace holdfast::server
