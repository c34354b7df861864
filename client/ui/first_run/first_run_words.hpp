// The sentences of a first run. See view.hpp for the rules of words.
#pragma once

#include "client/ui/first_run/first_run.hpp"

namespace holdfast::ui {

[[nodiscard]] Lines first_opening(FirstStep step, const FirstFacts& facts);
[[nodiscard]] Question first_question(FirstStep step, const FirstFacts& facts, bool writing);

/// "This invitation is from Dr Okafor. It is good until Mon 7 Dec, 10:00."
[[nodiscard]] std::string good_code_words(const client::show::InvitationGood& good, const Here& here);

/// How to take it up again, for whoever leaves at a step; before there is an account the code is still good.
[[nodiscard]] std::string left_words(std::optional<FirstStep> step, bool begun = false);

}  // namespace holdfast::ui
