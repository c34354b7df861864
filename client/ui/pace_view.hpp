// The pace of a conversation in words: what is proposed, what was agreed, and how much of it is used while somebody
// writes. It never sounds like a rule that was broken. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "up to 3 messages a window, up to 1000 characters each". Precondition: one of the two is bounded.
[[nodiscard]] std::string pace_words(const wire::Pace& pace);

/// Before it is answered: who proposes it, and what an agreement does. For a client; as pace_words().
[[nodiscard]] Lines proposed_lines(const client::ConversationView& conversation, const wire::Pace& pace);

/// What a client is asked below it.
[[nodiscard]] std::string pace_question(bool agrees);

/// Beside the hours: for a client what is proposed and how to answer, or what was agreed; for the therapist what was
/// answered. Empty where no pace is proposed, and for a client who declined it.
[[nodiscard]] Lines pace_lines(const client::ConversationView& conversation, const client::Outlook& outlook);

/// "Message 2 of 3 for this window, 120 of 1000 characters.", for the text being written; for clients who agreed.
[[nodiscard]] std::optional<std::string> pace_used(const client::ConversationView& conversation,
                                                   const client::Outlook& outlook, std::string_view text);

/// "2 more messages in this window, up to 1000 characters each.", for clients who agreed to a number of messages.
[[nodiscard]] std::optional<std::string> pace_left(const client::ConversationView& conversation,
                                                   const client::Outlook& outlook);

/// Why a text was kept as a draft. Precondition: it is over the agreed pace.
[[nodiscard]] std::string over_pace_words(const client::PaceView& pace, std::string_view text);

/// "Agreed to a pace of …", as it stands in a conversation.
[[nodiscard]] std::string answer_words(const wire::PaceAnswer& answer);

}  // namespace holdfast::ui
