// One question and one answer after another, line by line: on a terminal, and in the same way from a pipe.
#pragma once

#include <optional>
#include <string>

#include "client/shell/visit.hpp"

namespace holdfast::shell {

/// Shows lines (safe words), broken for the screen.
void tell_wrapped(const Output& out, const ui::Lines& lines);

/// Shows a question (safe words) with what an empty answer means, and reads a line. Empty at the end of the input, and
/// when a signal came.
[[nodiscard]] std::optional<std::string> ask_line(const Context& context, Visit& visit, const std::string& question,
                                                  const std::string& suggestion);

/// Asks until yes or no is said; empty when the person leaves.
[[nodiscard]] std::optional<bool> ask_yes_no(const Context& context, Visit& visit, const std::string& question,
                                             bool usual);

}  // namespace holdfast::shell
