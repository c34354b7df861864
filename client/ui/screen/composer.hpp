// The text being written, whole, in rows of its own. Pure: text and cursor go in, rows come out; the editor keeps the
// text (line_editor.hpp). It is broken where a message on the screen would be.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/ui/screen/break.hpp"
#include "client/ui/screen/row.hpp"

namespace holdfast::ui::screen {

/// A text in rows of `width` columns at most, of which the last column is the cursor's alone.
class ComposerRows {
  public:
    /// Precondition: width >= 4.
    ComposerRows(std::string_view text, std::size_t width);

    [[nodiscard]] std::size_t count() const noexcept { return pieces_.size(); }
    /// Safe, and narrower than the width.
    [[nodiscard]] std::string shown(std::size_t row) const;

    struct Cursor {
        std::size_t row = 0;
        std::size_t column = 0;
    };
    /// Of a byte of the text that begins a character, or of its end.
    [[nodiscard]] Cursor cursor(std::size_t at) const;
    /// The byte at a row and a column, or at the end of the row where it is shorter. Precondition: the row is there.
    [[nodiscard]] std::size_t byte_at(const Cursor& cursor) const;
    /// One row up or down from a byte; empty at the edge.
    [[nodiscard]] std::optional<std::size_t> above(std::size_t at) const;
    [[nodiscard]] std::optional<std::size_t> below(std::size_t at) const;

  private:
    std::string_view text_;
    std::size_t width_;
    std::vector<Piece> pieces_;  ///< without the line breaks between them
};

/// Behind `prompt` (safe), in at most `height` rows; the row of the cursor is among them.
struct ComposerView {
    Rows rows;
    std::size_t cursor_row = 0;
    std::size_t cursor_column = 0;
};
[[nodiscard]] ComposerView compose_rows(std::string_view prompt, std::string_view text, std::size_t cursor, Size size);

/// The columns the text itself has beside this prompt.
[[nodiscard]] std::size_t composer_width(std::string_view prompt, std::size_t width);

}  // namespace holdfast::ui::screen
