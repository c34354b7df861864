// Leave and cancelled dates in words: announced, counted down to, and when reading resumes; and the moment before hours
// close. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// How long before closing a therapist is asked whether to stay, and by how much.
inline constexpr std::chrono::minutes closing_told{10};
inline constexpr std::chrono::minutes kept_open{15};

/// "Dr Okafor is away in 9 days: Sat 1 Aug – Fri 14 Aug (Summer). The last window before it: …. Reading resumes …";
/// empty when nobody is away or soon will be. A leave that came later than the notice period says so.
[[nodiscard]] Lines away_lines(const client::ConversationView& conversation, const client::Outlook& outlook,
                               const Here& here);

/// "Your hours close … To keep them open 15 minutes longer: /keep"; for the therapist, shortly before it.
[[nodiscard]] std::optional<std::string> closing_words(const client::ConversationView& conversation,
                                                       const client::Outlook& outlook, const Here& here);

/// "Your message has a reading time now: …", or that it has moved, and why. `written`: where it is about one message.
[[nodiscard]] Lines moved_lines(const client::show::PromiseMoved& moved, const client::Outlook& outlook,
                                std::string_view name, const std::optional<Instant>& written, const Here& here);

/// "You have given 2 extra windows this month, 1 last month."; empty for none.
[[nodiscard]] std::optional<std::string> extras_words(const client::ExtrasGiven& given);

}  // namespace holdfast::ui
