// The end of a conversation that its two members agree on: proposals of a last window, and what was said of each. The
// rule: both devices come to the same, in whatever order the messages reach them. PROTOCOL.md, "Endings".
#pragma once

#include <optional>

#include "client/core/step.hpp"

namespace holdfast::client {

/// The last window that counts: agreed on, not withdrawn and not replaced; of several the latest.
[[nodiscard]] std::optional<LastWindow> agreed_end(const State& state, const ConversationId& id);
/// Whether the signed hours still have a window that ends then.
[[nodiscard]] bool has_window(const State& state, const Conversation& conversation, const Span& window);
/// Both; empty once the conversation has ended. A proposal whose window is over is none.
[[nodiscard]] EndPlan end_plan(const State& state, const ConversationId& id, Instant now);

/// Whether a proposal or an answer in a content may be stored; other contents may. Errors: out_of_range.
[[nodiscard]] Status check_end(const State& state, const wire::Content& content);
/// A message is stored, somebody's or one's own.
void note_end(State& state, const ConversationId& id, const AccountId& writer, const MessageId& message,
              const EntryBody& body);
/// One's own message was taken back, or refused: what it said counts no longer.
void forget_end(State& state, const Entry& entry);

}  // namespace holdfast::client
