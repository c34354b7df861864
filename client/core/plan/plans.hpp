// The coping plan of a conversation as this account knows it: its versions, and the client's words on them. One rule:
// a version or a word counts only under its writer's identity key. What both sides agree on follows from the versions
// and the newest word on each, in whatever order they came. PROTOCOL.md, "Coping plan".
#pragma once

#include <optional>

#include "client/core/step.hpp"

namespace holdfast::client {

/// The newest version there is.
[[nodiscard]] std::optional<CopingPlanView> newest_plan(const State& state, const ConversationId& id);
/// The version that both agree on: the newest the client has agreed to, until they take that back. A later one that is
/// not answered, or was declined, changes nothing.
[[nodiscard]] std::optional<CopingPlanView> agreed_plan(const State& state, const ConversationId& id);
/// What helps while nobody reads: the agreed plan, or before the first word the newest.
[[nodiscard]] std::optional<CopingPlanView> plan_while_closed(const State& state, const ConversationId& id);
/// One that there is, as it was signed, and the words on it. Precondition: there is one with this hash.
[[nodiscard]] PlanVersion kept_plan(const State& state, const ConversationId& id, const Digest& hash);
/// What was begun and not sent; empty where nothing was.
[[nodiscard]] CopingPlanDraft plan_draft(const State& state, const ConversationId& id);

/// Whether a plan or a word in a content may be stored; other contents may. `writer`: the identity key of a writer whom
/// this account does not know yet. Errors: those of session::open_plan() and open_plan_word(); out_of_range (another
/// plan under a version there is, a word on a plan that was never sent, or not one text for each step).
[[nodiscard]] Status check_plan(const State& state, const wire::Content& content, const SignPublic* writer);
/// It is stored. Precondition: it was checked, and the conversation is known.
void note_plan(State& state, const wire::Content& content);

/// This account's own, which go out in `message`.
void note_own_plan(State& state, const ConversationId& id, const wire::Signed& plan, const MessageId& message);
void note_own_plan_word(State& state, const wire::PlanWord& word, const MessageId& message);
/// One's own plan or word was taken back, or refused: it counts no longer.
void forget_plan(State& state, const Entry& entry);

/// Without a note and steps none is kept.
void set_plan_draft(State& state, const ConversationId& id, const CopingPlanDraft& draft);

}  // namespace holdfast::client
