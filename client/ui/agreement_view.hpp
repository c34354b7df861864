// The agreement of a conversation about messages, in words. Nobody is kept from writing by any of it, and the
// words never sound as if. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "30 November 2026".
[[nodiscard]] std::string long_date(const Date& date);

/// A text to begin with, for a therapist to take or change; `name` is how her clients know her.
[[nodiscard]] std::string default_agreement(std::string_view name);

/// "You agreed to the text about messages (version 2), on 30 November 2026." Without `who`, which is safe, it stands in
/// both histories below the name of the writer: "Agreed to the text …".
[[nodiscard]] std::string word_words(const wire::AgreementWord& word, std::string_view who = {});

/// The text with its version and date, whole and safe.
[[nodiscard]] Lines agreement_lines(const client::AgreementView& agreement);

/// Where it stands: agreed, not agreed, or not answered, and how to answer; `answer` is the command a client does it
/// by.
[[nodiscard]] std::string agreement_state(const client::AgreementView& agreement,
                                          const client::ConversationView& conversation, std::string_view answer);

/// As a message of the history: the text, or the word on one. Precondition: the record is one this program took.
[[nodiscard]] Lines agreement_entry_lines(const wire::Agreement& agreement);
[[nodiscard]] std::string agreement_answer_words(const wire::AgreementAnswer& answer);

}  // namespace holdfast::ui
