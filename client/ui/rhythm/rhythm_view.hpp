// The rhythm of check-ins in words: what is asked and when, where a version stands, what is due, and answers in their
// place. A check-in that was not given is one neutral line. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Tuesday and Friday at 18:00 (Europe/Berlin), about 2 minutes"
[[nodiscard]] std::string rhythm_times(const wire::RhythmTerms& terms);
/// That line and below it what is asked, safe.
[[nodiscard]] Lines rhythm_lines(const wire::RhythmTerms& terms);

/// Where a version stands; `answer` is the command the other one answers by.
[[nodiscard]] std::string rhythm_state(const client::RhythmView& version, const client::ConversationView& with,
                                       std::string_view answer, const Here& here);

/// All there is to show: the rhythm in force, a proposal, what is due and when the next is. `answer` is the command to
/// answer a proposal by, `give` the one for the check-in.
[[nodiscard]] Lines rhythms_lines(const client::Client& client, const ConversationId& id, std::string_view answer,
                                  std::string_view give, const Here& here);

/// "Your check-in for Tue 1 Dec, 18:00 can be answered now: /check-in". `with`: the name, where there are others.
[[nodiscard]] std::string check_in_due_words(const client::show::CheckInDue& due, std::string_view with,
                                             const Here& here);
/// "No check-in for Fri 4 Dec, 18:00."
[[nodiscard]] std::string no_check_in_words(const client::NoCheckIn& none, const Here& here);

/// As a message of the history: a version, or a word on one of `versions`, where they are at hand. Precondition:
/// records this program took.
[[nodiscard]] Lines rhythm_entry_lines(const wire::Rhythm& rhythm);
[[nodiscard]] std::string rhythm_answer_words(const wire::RhythmAnswer& answer,
                                              const std::vector<client::RhythmView>& versions);
/// The first line over answers, with their place in the rhythm: late, in part, or why they stand beside it.
[[nodiscard]] std::string answered_words(const client::AnsweredView& place, const wire::RhythmCheckIn& answers,
                                         const Here& here);

}  // namespace holdfast::ui
