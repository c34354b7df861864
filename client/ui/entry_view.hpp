// The history as lines: entries of a conversation and the ends of messages. See view.hpp for the rules of words.
#pragma once

#include "client/ui/item.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// After sending: "Held. Dr Okafor reads … You can take it back until then." or "Sent to Dr Okafor. …".
[[nodiscard]] std::string accepted_sentence(const client::show::Accepted& accepted,
                                            const client::ConversationView& with, const client::Outlook& outlook,
                                            const Here& here);

/// "Dr Okafor's hours opened earlier than planned …: your message has gone out, so it can no longer be taken back."
[[nodiscard]] std::string released_words(const client::show::ReleasedEarly& released,
                                         const client::ConversationView& with, const client::Outlook& outlook,
                                         const Here& here);

/// The words of an entry as lines, unindented and safe.
[[nodiscard]] Lines body_lines(const client::EntryBody& body);

/// The same where what they answer is at hand: the answers to a questionnaire with its questions and what they come to.
[[nodiscard]] Lines body_lines(const client::Entry& entry, const client::Client& client);

/// Whether it has answers that tell of thoughts of harming oneself: the therapist reads those first.
[[nodiscard]] bool tells_of_self_harm(const client::Entry& entry, const client::Client& client);

/// An entry of told_first() above a history that has it too: the answers to be read first without the others.
[[nodiscard]] Lines first_notice(const client::Entry& entry, const client::Client& client, const Here& here);

/// The words as one text, exactly as written and not made safe: for `--json`.
[[nodiscard]] std::string body_text(const client::EntryBody& body);

/// Whether somebody wrote them, as opposed to an answer that the program puts into words.
[[nodiscard]] bool has_own_words(const client::EntryBody& body) noexcept;

/// After taking it back: that it is gone, and how its words come back. `entry` may be null; `never_left`: the relay
/// never had it.
[[nodiscard]] std::string taken_back_words(const client::Entry* entry, bool never_left);

/// "text", "check_in", "repair", "pace", "agreement", "agreement_answer", "measure_offer", "measure_answers", "rhythm",
/// "rhythm_answer", "rhythm_check_in", "no_check_in", "broken", "missing" or, of a newer program, "unknown".
[[nodiscard]] std::string_view kind_name(const client::EntryBody& body) noexcept;

/// One entry: who and when, then the words, indented. `who` is the other one: the writer, or of one's own the receiver.
/// A missing one is one line; of one's own, a stage worth saying (not sent yet, taken back, refused) is said, but never
/// a tick for each message.
[[nodiscard]] Lines entry_lines(const client::Entry& entry, std::string_view who, const Here& here);

/// The same with the hours of its conversation at hand: what was broken is said with its windows (breach_view.hpp).
[[nodiscard]] Lines entry_lines(const client::Entry& entry, const client::Client& client, const Here& here);

/// Its first line in parts; empty for what nobody wrote.
[[nodiscard]] std::optional<Heading> heading_of(const client::Entry& entry, const client::Client& client,
                                                const Here& here);

/// Nobody has been shown it yet.
[[nodiscard]] bool is_new(const client::EntryHead& entry) noexcept;
/// The same with the word "New" before it.
[[nodiscard]] Lines new_entry_lines(const client::Entry& entry, const client::Client& client, const Here& here);

}  // namespace holdfast::ui
