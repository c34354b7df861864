// The end of a conversation in words: who ended it, what stays, and an end that is agreed on or proposed. Nobody is
// asked why, and nobody is blamed. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// Who ended the conversation and when, and what that means. Precondition: it has ended.
[[nodiscard]] std::string ended_words(const client::ConversationView& conversation, const Here& here);

/// "The practice's server deleted what it kept of this conversation, …"; empty where it has not.
[[nodiscard]] std::optional<std::string> deletion_words(const client::ConversationView& conversation, const Here& here);

/// "The last window is Tue 15 Dec, 09:00–12:00. …", and what is proposed; empty where there is neither.
[[nodiscard]] Lines end_plan_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                                   const Here& here);

/// As entries of the history, without and with the times. `mine`: this account's.
[[nodiscard]] std::string end_proposal_words(const wire::EndProposal& proposal,
                                             const std::optional<hours::TimeZone>& zone, const Here& here);
[[nodiscard]] std::string_view end_answer_words(const wire::EndAnswer& answer) noexcept;
[[nodiscard]] std::string ended_entry_words(const client::Entry& entry, std::string_view name, bool mine,
                                            const Here& here);

/// What ending, or blocking, means, before it is done.
[[nodiscard]] std::string before_ending_words(const client::ConversationView& conversation);
/// What becomes of the messages of one's own that were not read: at least one.
[[nodiscard]] std::string ends_with_words(std::size_t held, bool take_back);
[[nodiscard]] Lines before_blocking_lines(const client::ConversationView& conversation);

}  // namespace holdfast::ui
