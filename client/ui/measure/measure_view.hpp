// Questionnaires in words: what is asked, what was answered, and what it comes to. A total stands beside the words of
// the publishers, as theirs; nothing here is a verdict. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"
#include "protocol/measure/score.hpp"

namespace holdfast::ui {

/// "PHQ-8 (Patient Health Questionnaire, 8 questions)".
[[nodiscard]] std::string measure_name(const wire::Measure& measure);

/// The whole of it, as it is offered: every question and choice, how it is scored, where it is from and on what terms.
[[nodiscard]] Lines measure_lines(const wire::Measure& measure);

/// "1: Several days"; "1" where the choice has no words.
[[nodiscard]] std::string choice_words(const wire::MeasureChoice& choice);
/// Its number and words: "3. Trouble falling …"; "Question 3 of your form" where it has none.
[[nodiscard]] std::string item_words(const wire::Measure& measure, std::size_t item);

/// Every question with what was chosen, in order; what was left out is called so. Precondition: check_chosen().
[[nodiscard]] Lines chosen_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen);

/// "10 of 24: in the range the publishers call moderate."; what is missing stands before it. The same precondition.
[[nodiscard]] Lines result_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen);
/// The same in a few words, for a list: "10 of 24, moderate", "not scored: 5 of 8 answered".
[[nodiscard]] std::string result_words(const wire::Measure& measure, const wire::MeasureChosen& chosen);

/// As messages of the history.
[[nodiscard]] Lines offer_lines(const wire::MeasureOffer& offer);
/// `known`: the words that were answered; null where this device does not have them.
[[nodiscard]] Lines answers_lines(const wire::MeasureAnswers& answers, const wire::Measure* known);

/// One offer with what has come of it: "PHQ-8, offered Tue 3 Mar …: answered Thu 5 Mar …: 10 of 24, moderate".
[[nodiscard]] std::string measure_state(const client::MeasureView& view, const client::ConversationView& with,
                                        const Here& here);
/// Those of a conversation, oldest first.
[[nodiscard]] Lines measure_list(const std::vector<client::MeasureView>& views, const client::ConversationView& with,
                                 const Here& here);

/// For a client, before a question about harming oneself: who sees the answer, and when.
[[nodiscard]] Lines before_self_harm(const client::ConversationView& with, const client::Outlook& outlook,
                                     const Here& here);
/// For the therapist, above everything that is new: the question and the answer.
[[nodiscard]] Lines read_first_lines(const wire::Measure& measure, const wire::MeasureChosen& chosen,
                                     std::string_view who);

}  // namespace holdfast::ui
