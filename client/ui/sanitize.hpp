// Everything that came from somebody else (texts, names, reasons, addresses, the relay's words) passes here on its way
// to the screen. The rule: what comes out holds no code point that commands, reorders, hides or piles up; whatever is
// replaced stays visible as a sign in its place. The stored text is never changed by this.
//
//   escape and other C0 controls, DEL     their pictures: ␛ ␇ ␡
//   C1 controls, bytes that are not UTF-8, bidi marks, zero-width and other hidden characters     �, a run as one
//   a mark with nothing before it         on a dotted circle
//   more than max_marks marks             the rest as one �
//   a joiner                              left out between two characters beyond ASCII, else �
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui {

/// Marks on one character: Vietnamese and vocalised Hebrew need three or four at most.
inline constexpr std::size_t max_marks = 4;
/// Columns of a name on the screen; a longer one ends in "…".
inline constexpr std::size_t max_name_columns = 40;

/// One line; line breaks and tabs become spaces.
[[nodiscard]] std::string sanitize_line(std::string_view untrusted);

/// The lines of a text, at least one; LF and CR LF break lines, a tab becomes four spaces.
[[nodiscard]] std::vector<std::string> sanitize_text(std::string_view untrusted);

/// A name or another short word, never empty ("?" instead) and at most max_name_columns wide.
[[nodiscard]] std::string sanitize_name(std::string_view untrusted);

/// Safe text cut to `limit` columns, ending in "…" when something was cut. Precondition: limit >= 1.
[[nodiscard]] std::string fit(std::string_view safe, std::size_t limit);

/// Safe text broken into lines of at most `width` columns, at spaces where there are any; at least one line.
/// Precondition: width >= 2.
[[nodiscard]] std::vector<std::string> wrap(std::string_view safe, std::size_t width);

}  // namespace holdfast::ui
