// The alliance pulse as lines: the question, a client's answers, and for a therapist in one sentence how the last one
// stands to those before it. See view.hpp for the rules of words.
#pragma once

#include <string>
#include <string_view>

#include "client/core/pulse/pulses.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Did you feel understood? 7 of 10. (about a window)", as a message of the history.
[[nodiscard]] std::string pulse_entry_words(const wire::PulseAnswer& answer);

/// "Did you feel understood in the window that ended Tue 3 Mar, 12:00?"
[[nodiscard]] std::string pulse_question(const client::PulseOccasion& occasion,
                                         const std::optional<hours::TimeZone>& zone, const Here& here);
/// The question as it is shown once, above the conversation: it can be passed over.
[[nodiscard]] std::string pulse_invitation(const client::PulseOccasion& occasion,
                                           const std::optional<hours::TimeZone>& zone, const Here& here);

/// "4 of 10 on Tue 3 Mar; the median of the 5 before it is 8."; empty where there is no answer.
[[nodiscard]] std::string pulse_trend(const client::PulseView& pulse, const Here& here);

/// A client's own with what is shared, or what came to a therapist.
[[nodiscard]] Lines pulse_lines(const client::PulseView& pulse, const client::ConversationView& with,
                                const std::optional<hours::TimeZone>& zone, const Here& here);

/// For a therapist, after a fall; `command`: what opens the draft.
[[nodiscard]] std::string pulse_fall_words(std::string_view command);
/// A first wording of what a therapist may say then.
[[nodiscard]] std::string pulse_repair_draft();

}  // namespace holdfast::ui
