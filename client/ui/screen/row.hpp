// A full screen as data: rows of styled spans, and where the cursor stands. Pure values; a terminal paints them. The
// rule: weight and space tell things apart, and colour only says it once more, so that nothing is lost without it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui::screen {

enum class Weight : std::uint8_t { normal, bold, dim };
/// `picture`: black on white whatever the terminal's colours are, for a camera.
enum class Colour : std::uint8_t { plain, own, other, attention, picture };

struct Style {
    Weight weight = Weight::normal;
    Colour colour = Colour::plain;
    friend bool operator==(const Style&, const Style&) = default;
};
inline constexpr Style plain{};
inline constexpr Style bold{Weight::bold, Colour::plain};
inline constexpr Style dim{Weight::dim, Colour::plain};
inline constexpr Style attention{Weight::bold, Colour::attention};

struct Span {
    std::string text;  ///< safe (sanitize.hpp), one line
    Style style;
    friend bool operator==(const Span&, const Span&) = default;
};

using Row = std::vector<Span>;
using Rows = std::vector<Row>;

/// Rows and columns of a terminal.
struct Size {
    std::size_t rows = 24;
    std::size_t columns = 80;
    friend bool operator==(const Size&, const Size&) = default;
};

struct Picture {
    Rows rows;  ///< as many as the screen has, none wider than it
    std::size_t cursor_row = 0;
    std::size_t cursor_column = 0;
};

/// The columns a row takes.
[[nodiscard]] std::size_t columns_of(const Row& row) noexcept;

/// Its words alone.
[[nodiscard]] std::string text_of(const Row& row);

/// A row with `left` at its beginning and `right` at its end, cut to fit where the two have no room; `right` gives way
/// first.
[[nodiscard]] Row spread(Row left, const Span& right, std::size_t width);

void append(Rows& rows, Rows more);

/// Safe words broken into rows of at most `width` columns: at spaces, after a hyphen or a slash, and between letters
/// that are written without spaces; inside a word only where it is longer than a row. Rows after the first begin with
/// `hang` spaces, the first with `indent`. Precondition: width >= 4; indent and hang are less than width - 2.
[[nodiscard]] Rows flow(std::string_view safe, std::size_t width, Style style, std::size_t indent = 0,
                        std::size_t hang = 0);

/// Each line as above.
[[nodiscard]] Rows flow_all(const std::vector<std::string>& safe, std::size_t width, Style style,
                            std::size_t indent = 0, std::size_t hang = 0);

}  // namespace holdfast::ui::screen
