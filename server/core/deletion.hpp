// What goes once a conversation that a member has ended has nothing more to deliver: its hours and its roster; messages
// are gone by then. The log goes when its receipts do. PROTOCOL.md, "Endings".
#pragma once

#include "server/core/step.hpp"

namespace holdfast::server {

/// Deletes, and tells the members under the relay's signature, where the conversation has ended and nothing of it is in
/// a queue; otherwise changes nothing.
void delete_if_done(Step& step, ConversationRow conversation);

}  // namespace holdfast::server
