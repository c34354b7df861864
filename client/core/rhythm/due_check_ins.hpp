// The check-ins of the rhythm as they fall due: told to the client, answered, or noted on both sides as not answered.
// Whether one was missed is judged by the relay's time. A client's device knows what it wrote; a therapist's judges by
// the last instant at which everything the relay had let through was here, if the hours were open then: what waits at
// the relay is no miss.
#pragma once

#include <optional>

#include "client/core/rhythm/rhythms.hpp"
#include "client/core/step.hpp"

namespace holdfast::client {

/// So far back due times are judged; a device that was away longer says nothing of older ones.
inline constexpr std::chrono::days due_reach{21};
/// A due time is over so long after the next one, for answers on their way.
inline constexpr std::chrono::minutes over_after{5};

/// How answers of `entry` stand to the rhythm.
[[nodiscard]] AnsweredView answered_view(const State& state, const Entry& entry, const wire::RhythmCheckIn& answers);
/// The next due time of a conversation; none once the conversation is over.
[[nodiscard]] std::optional<Instant> next_due(const State& state, const ConversationId& id, Instant now);
/// The last due time of a conversation, as long as it can be answered; none once the conversation is over.
[[nodiscard]] std::optional<DueView> due_view(const State& state, const ConversationId& id, Instant now);
[[nodiscard]] std::vector<CountedAnswers> counted_answers_of(const State& state, const ConversationId& id);

/// Whether a version asks for all that is answered, by the names it has for it.
[[nodiscard]] bool asks_for(const wire::RhythmTerms& terms, const wire::RhythmCheckIn& answers);

/// The answers in `entry`, which is stored; they take the place of a miss. Those that do not count settle nothing.
void note_check_in(Step& step, const Entry& entry);
/// One's own answers were taken back, or refused.
void forget_check_in(State& state, const Entry& entry);

[[nodiscard]] std::optional<wire::RhythmCheckIn> due_draft_of(const State& state, const ConversationId& id);
/// Answers without any are not kept.
void set_due_draft(State& state, const ConversationId& id, const wire::RhythmCheckIn& answers);

/// A client's: what is due is told, once, and what was missed noted. In every step.
void tell_due(Step& step);
/// A therapist's: what was missed is noted. Whenever everything has arrived.
void judge_check_ins(Step& step);

}  // namespace holdfast::client
