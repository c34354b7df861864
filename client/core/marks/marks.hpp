// What is to be brought to the next session: marks on messages of a conversation, one list for both members. One rule:
// of what the two said of a message the last word holds, by the time the practice's server received it; a word of one's
// own that it has not received is the last. So both lists are the same once both have the same messages. PROTOCOL.md,
// "Marks".
#pragma once

#include <vector>

#include "client/core/step.hpp"

namespace holdfast::client {

/// Whether it is a message that stands, and no mark itself.
[[nodiscard]] bool may_be_marked(const ListedEntry& head);
/// Marked and ticked off, in the order of the messages; without those whose message is not here, or was taken back.
[[nodiscard]] std::vector<MarkView> marks_of(const State& state, const ConversationId& id);
/// What holds now of one message; off where nothing was said.
[[nodiscard]] wire::MarkState mark_on(const State& state, const ConversationId& id, const MessageId& message);
/// This account has set as many as it may and none is off or ticked off.
[[nodiscard]] bool are_marks_full(const State& state, const ConversationId& id);

/// Whether a mark in a content may be stored; other contents may. Errors: out_of_range (of no message, of itself, or
/// one too many), wrong_address (a message of another conversation).
[[nodiscard]] Status check_mark(const State& state, const wire::Content& content);
/// It is stored. Precondition: it was checked, and the conversation is known.
void note_mark(State& state, const wire::Content& content);

/// This account's own, which goes out in `message`.
void note_own_mark(State& state, const ConversationId& id, const wire::Mark& mark, const MessageId& message);
/// One's own mark was taken back, or refused: what was said before it holds again.
void forget_mark(State& state, const Entry& entry);

}  // namespace holdfast::client
