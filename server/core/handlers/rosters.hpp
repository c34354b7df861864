// Signed rosters: who belongs to a conversation, in the owner's words. The relay keeps them for devices that are
// restored; its own list of members follows from invitations and from rosters it could verify.
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Conversations one therapist may own: a full practice several times over, and what the answer to FetchRosters can
/// hold, with every member's device list, in one batch.
inline constexpr std::size_t max_conversations_owned = 500;

/// A new conversation; where a practice notice about its owner is in force, its log begins with it. Precondition: no
/// conversation has this id.
ConversationRow begin_conversation(Step& step, const ConversationId& id, AccountRow owner,
                                   const std::vector<AccountRow>& members);
[[nodiscard]] Result<Answer> publish_roster(Step& step, const LoggedInDevice& who, const wire::PublishRoster& request);
[[nodiscard]] Result<Answer> fetch_rosters(Step& step, const LoggedInDevice& who, const wire::FetchRosters& request);

}  // namespace holdfast::server
