// The pace of a conversation: what the therapist proposed for one reading window, what the client answered, and how
// much of it is used. One rule: it never keeps anyone from sending; what is over it waits as a draft until it is sent
// anyway. PROTOCOL.md, "Hours".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Empty where no pace is proposed. `now`: corrected time.
[[nodiscard]] std::optional<PaceView> pace_of(const State& state, const Conversation& conversation, Instant now);

/// True when this text is more than its writer agreed to.
[[nodiscard]] bool is_over_pace(const State& state, const Conversation& conversation, std::string_view text,
                                Instant now);

void answer_pace(Step& step, Ticket ticket, const command::AnswerPace& order);
/// One's own answer was taken back, or refused: it counts no longer, and the newest other one does.
void forget_pace(State& state, const Entry& entry);
/// The client's answer has arrived at the therapist's.
void note_pace(State& state, const ConversationId& conversation, const wire::PaceAnswer& answer);

}  // namespace holdfast::client
