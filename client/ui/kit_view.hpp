// The recovery kit as it is printed. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// Four groups per line, numbered, as they are to be printed; then how to keep the page.
[[nodiscard]] Lines kit_lines(const client::show::Kit& kit);

/// "6, 14 and 34"
[[nodiscard]] std::string numbers_words(const std::vector<std::size_t>& groups);

}  // namespace holdfast::ui
