// Lines on a screen of some width: broken between words, never within one, so that a link or a code is copied whole.
#pragma once

#include <cstddef>
#include <string_view>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// Safe text in rows of at most `width` columns, but for a word that alone is wider. What follows the first row begins
/// below its first word: behind the blanks, behind a number or a mark ("1. ", "· "), and in the second of two columns.
/// At least one row. Precondition: width >= 2.
[[nodiscard]] Lines laid_out(std::string_view safe, std::size_t width);

/// Whether no line of a drawing is wider.
[[nodiscard]] bool fits_on(const Lines& safe, std::size_t width) noexcept;

}  // namespace holdfast::ui
