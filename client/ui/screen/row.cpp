#include "client/ui/screen/row.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "client/ui/sanitize.hpp"
#include "client/ui/screen/break.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui::screen {

std::size_t columns_of(const Row& row) noexcept
{
    std::size_t sum = 0;
    for (const auto& span : row) sum += columns(span.text);
    return sum;
}

std::string text_of(const Row& row)
{
    std::string text;
    for (const auto& span : row) text += span.text;
    return text;
}

namespace {

/// The beginning of a row, at most `width` columns of it.
Row fit_row(const Row& row, std::size_t width)
{
    Row fitting;
    std::size_t left = width;
    for (const auto& span : row) {
        if (left == 0) break;
        fitting.push_back({fit(span.text, left), span.style});
        const auto used = columns(fitting.back().text);
        left -= std::min(left, used);
        if (fitting.back().text != span.text) break;
    }
    return fitting;
}

}  // namespace

Row spread(Row left, const Span& right, std::size_t width)
{
    const auto used = columns_of(left);
    const auto needed = columns(right.text);
    if (needed == 0 || used + needed + 2 > width) return fit_row(left, width);
    left.push_back({std::string(width - used - needed, ' '), plain});
    left.push_back(right);
    return left;
}

void append(Rows& rows, Rows more)
{
    rows.insert(rows.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

Rows flow(std::string_view safe, std::size_t width, Style style, std::size_t indent, std::size_t hang)
{
    Rows rows;
    for (const auto& piece : broken(safe, width - indent, width - hang)) {
        auto words = std::string{safe.substr(piece.begin, piece.end - piece.begin)};
        words.erase(words.find_last_not_of(' ') + 1);
        const auto before = rows.empty() ? indent : hang;
        // Words wider than a row can only be one character of many columns: it is left out whole.
        if (columns(words) > width - before) words = fit(words, width - before);
        rows.push_back(words.empty() ? Row{} : Row{{std::string(before, ' ') + words, style}});
    }
    return rows;
}

Rows flow_all(const std::vector<std::string>& safe, std::size_t width, Style style, std::size_t indent,
              std::size_t hang)
{
    Rows rows;
    for (const auto& line : safe) append(rows, flow(line, width, style, indent, hang));
    return rows;
}

}  // namespace holdfast::ui::screen
