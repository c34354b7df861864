// A clock of this computer that is wrong, as a sentence that says what to do. See view.hpp for the rules of words.
#pragma once

#include <chrono>
#include <optional>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "This computer's clock is wrong: by the practice's server it is 93 days ahead. …"; `ahead` as Client::clock_fault().
[[nodiscard]] std::string clock_fault_words(std::chrono::milliseconds ahead);

/// Why an order was refused, in words of its own: those of `place`, or those about the clock where that is the reason.
/// Empty where there are none but the sentence for `code`.
[[nodiscard]] std::optional<hours::PlacedError> refusal_words(const client::Client& client, Errc code,
                                                              const std::optional<hours::PlacedError>& place);

}  // namespace holdfast::ui
