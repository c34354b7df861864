// Where a line of text may be broken. Used for words on the screen and for the text being written alike, so that a
// message looks as it did while it was typed.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace holdfast::ui::screen {

/// A part of a text, in bytes.
struct Piece {
    std::size_t begin = 0;
    std::size_t end = 0;
    friend bool operator==(const Piece&, const Piece&) = default;
};

/// The columns that the character at `at`, as people see it, takes once it is safe. At most two for a base alone.
[[nodiscard]] std::size_t cluster_columns(std::string_view text, const Piece& cluster);

/// A text without line breaks in pieces of at most `first` columns, then `rest`; at least one piece, and together they
/// are the text. Spaces at the end of a piece count for nothing. Precondition: first >= 2, rest >= 2.
[[nodiscard]] std::vector<Piece> broken(std::string_view text, std::size_t first, std::size_t rest);

}  // namespace holdfast::ui::screen
