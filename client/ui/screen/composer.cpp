#include "client/ui/screen/composer.hpp"

#include <algorithm>
#include <utility>

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui::screen {
namespace {

/// A longer prompt stands in a row of its own: two fifths of the width.
bool stands_beside(std::string_view prompt, std::size_t width) { return columns(prompt) * 5 <= width * 2; }

constexpr std::string_view below_prompt = "> ";

std::string_view begin_of(std::string_view prompt, std::size_t width)
{
    return stands_beside(prompt, width) ? prompt : below_prompt;
}

}  // namespace

ComposerRows::ComposerRows(std::string_view text, std::size_t width) : text_{text}, width_{width}
{
    for (std::size_t begin = 0;;) {
        const auto end = std::min(text.find('\n', begin), text.size());
        for (const auto& piece : broken(text.substr(begin, end - begin), width - 1, width - 1))
            pieces_.push_back({begin + piece.begin, begin + piece.end});
        if (end == text.size()) break;
        begin = cluster_end(text, end);  // a mark that follows a line break is part of it
    }
}

std::string ComposerRows::shown(std::size_t row) const
{
    std::string shown;
    std::size_t used = 0;
    for (auto at = pieces_[row].begin; at < pieces_[row].end;) {
        const auto end = cluster_end(text_, at);
        used += cluster_columns(text_, {at, end});
        if (used >= width_) break;  // spaces at the end of the row, or one character that is wider than it
        shown += sanitize_line(text_.substr(at, end - at));
        at = end;
    }
    return shown;
}

ComposerRows::Cursor ComposerRows::cursor(std::size_t at) const
{
    const auto after = std::ranges::upper_bound(pieces_, at, {}, &Piece::begin);
    const auto& piece = *std::prev(after);
    Cursor cursor{static_cast<std::size_t>(std::prev(after) - pieces_.begin()), 0};
    for (auto next = piece.begin; next < std::min(at, piece.end);) {
        const auto end = cluster_end(text_, next);
        cursor.column += cluster_columns(text_, {next, end});
        next = end;
    }
    cursor.column = std::min(cursor.column, width_ - 1);
    return cursor;
}

std::size_t ComposerRows::byte_at(const Cursor& cursor) const
{
    const auto& piece = pieces_[cursor.row];
    // Where the text goes on in the row below, the end of this row is the begin of that one.
    const bool goes_on = cursor.row + 1 < pieces_.size() && pieces_[cursor.row + 1].begin == piece.end;
    std::size_t column = 0;
    for (auto at = piece.begin; at < piece.end;) {
        const auto end = cluster_end(text_, at);
        const auto width = cluster_columns(text_, {at, end});
        if (column + width > cursor.column || (goes_on && end == piece.end)) return at;
        column += width;
        at = end;
    }
    return piece.end;
}

std::optional<std::size_t> ComposerRows::above(std::size_t at) const
{
    const auto here = cursor(at);
    if (here.row == 0) return std::nullopt;
    return byte_at({here.row - 1, here.column});
}

std::optional<std::size_t> ComposerRows::below(std::size_t at) const
{
    const auto here = cursor(at);
    if (here.row + 1 == count()) return std::nullopt;
    return byte_at({here.row + 1, here.column});
}

std::size_t composer_width(std::string_view prompt, std::size_t width)
{
    return width - columns(begin_of(prompt, width));
}

ComposerView compose_rows(std::string_view prompt, std::string_view text, std::size_t cursor, Size size)
{
    ComposerView view;
    const auto begin = begin_of(prompt, size.columns);
    const auto before = columns(begin);
    const ComposerRows rows{text, size.columns - before};
    if (begin != prompt && size.rows > 1) view.rows.push_back({{fit(prompt, size.columns), bold}});
    const auto room = size.rows - view.rows.size();
    const auto place = rows.cursor(cursor);
    // The row of the cursor is the last but one where there is more, so that what comes next is seen.
    const auto fitting = rows.count() <= room ? 0 : rows.count() - room;
    const auto first = std::min(fitting, place.row + 2 > room ? place.row + 2 - room : 0);
    const auto shown_first = std::min(first, place.row);
    view.cursor_row = view.rows.size() + place.row - shown_first;
    view.cursor_column = before + place.column;
    for (auto row = shown_first; row < std::min(rows.count(), shown_first + room); ++row) {
        const auto lead = row == 0 ? std::string{begin} : std::string(before, ' ');
        view.rows.push_back({{lead, bold}, {rows.shown(row), plain}});
    }
    return view;
}

}  // namespace holdfast::ui::screen
