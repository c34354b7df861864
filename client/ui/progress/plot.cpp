#include "client/ui/progress/plot.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "client/ui/progress/series_words.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

constexpr std::size_t dots_across = 2;
constexpr std::size_t dots_down = 4;
constexpr char32_t empty_braille = 0x2800;
/// Bits of the dots of a cell, by column and row (Unicode, "Braille Patterns").
constexpr std::array<std::array<char32_t, dots_down>, dots_across> dot_bits{
    {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
constexpr char32_t lowest_block = 0x2581;  ///< an eighth; the next seven are higher
constexpr std::size_t eighths = 8;

/// A field of dots, from the left and from above.
class Field {
  public:
    Field(std::size_t columns, std::size_t rows) : columns_{columns}, cells_(columns * rows, empty_braille) {}

    /// A straight line, both ends included.
    void line(std::size_t x0, std::size_t y0, std::size_t x1, std::size_t y1)
    {
        const auto far = [](std::size_t a, std::size_t b) { return a > b ? a - b : b - a; };
        const auto steps = std::max({far(x0, x1), far(y0, y1), std::size_t{1}});
        const auto between = [steps](std::size_t a, std::size_t b, std::size_t step) {
            const auto part = static_cast<double>(step) / static_cast<double>(steps);
            return static_cast<std::size_t>(
                std::lround(static_cast<double>(a) + (static_cast<double>(b) - static_cast<double>(a)) * part));
        };
        for (std::size_t step = 0; step <= steps; ++step) dot(between(x0, x1, step), between(y0, y1, step));
    }
    [[nodiscard]] std::string row(std::size_t row) const
    {
        std::string text;
        for (std::size_t i = 0; i < columns_; ++i) append_utf8(text, cells_[row * columns_ + i]);
        return text;
    }

  private:
    void dot(std::size_t x, std::size_t y)
    {
        cells_[y / dots_down * columns_ + x / dots_across] |= dot_bits[x % dots_across][y % dots_down];
    }

    std::size_t columns_;
    std::vector<char32_t> cells_;
};

/// Where a value stands among `count` steps, from the lowest.
std::size_t step_of(const Series& series, int value, std::size_t count)
{
    const auto range = std::max(series.highest - series.lowest, 1);
    const auto part = static_cast<double>(std::clamp(value, series.lowest, series.highest) - series.lowest) / range;
    return static_cast<std::size_t>(std::lround(part * static_cast<double>(count - 1)));
}

/// Where an instant stands among `count` places; what is outside the series stands at its nearer end.
std::size_t place_of(const Series& series, Instant t, std::size_t count)
{
    const auto first = series.points.front().at;
    const auto whole = series.points.back().at - first;
    if (whole.count() == 0) return 0;
    const auto since = std::clamp(t - first, Instant::duration{0}, whole);
    const auto part = static_cast<double>(since.count()) / static_cast<double>(whole.count());
    return static_cast<std::size_t>(std::lround(part * static_cast<double>(count - 1)));
}

Lines braille_rows(const Series& series, std::size_t columns, std::size_t rows)
{
    Field field{columns, rows};
    const auto across = columns * dots_across;
    const auto down = rows * dots_down;
    const auto x_of = [&](const Point& point) { return place_of(series, point.at, across); };
    const auto y_of = [&](const Point& point) { return down - 1 - step_of(series, point.value, down); };
    const auto* before = &series.points.front();
    for (const auto& point : series.points) {
        field.line(x_of(*before), y_of(*before), x_of(point), y_of(point));
        before = &point;
    }
    Lines lines;
    for (std::size_t row = 0; row < rows; ++row) lines.push_back(field.row(row));
    return lines;
}

/// Of several points in one column the newest stands.
Lines block_rows(const Series& series, std::size_t columns, std::size_t rows)
{
    std::vector<std::size_t> heights(columns, 0);
    // The lowest value has a bar, too: nothing would be no answer.
    for (const auto& point : series.points)
        heights[place_of(series, point.at, columns)] = 1 + step_of(series, point.value, rows * eighths);
    Lines lines(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto below = (rows - 1 - row) * eighths;
        for (const auto height : heights) {
            const auto part = height > below ? std::min(height - below, eighths) : 0;
            append_utf8(lines[row], part == 0 ? U' ' : lowest_block + static_cast<char32_t>(part - 1));
        }
    }
    return lines;
}

std::size_t label_width(const Series& series)
{
    return std::max(std::to_string(series.lowest).size(), std::to_string(series.highest).size());
}

std::string at_right(std::string text, std::size_t width)
{
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + std::move(text);
}

/// The ends of the scale before the first and the last row.
Lines framed(const Series& series, const Lines& rows)
{
    const auto width = label_width(series);
    Lines lines;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const bool first = i == 0;
        const bool last = i + 1 == rows.size();
        const auto label = first ? std::to_string(series.highest) : last ? std::to_string(series.lowest) : "";
        lines.push_back(at_right(label, width) + (first || last ? " ┤" : " │") + rows[i]);
    }
    return lines;
}

/// A letter for each day or span; what is short stands above what is long.
std::string letters_below(const Series& series, const std::vector<Occasion>& beside, std::size_t columns)
{
    std::string row(columns, ' ');
    for (const bool spans : {true, false})
        for (const auto& occasion : beside) {
            const auto from = place_of(series, occasion.from, columns);
            const auto to = place_of(series, occasion.to, columns);
            if ((to > from) != spans) continue;
            for (auto i = from; i <= to; ++i) row[i] = occasion_letter(occasion.sort);
        }
    row.erase(row.find_last_not_of(' ') + 1);
    return row;
}

/// "Tue 3 Mar          Mon 18 May"
std::string days_below(const Series& series, std::size_t columns, std::size_t indent, const Here& here)
{
    const auto begin = std::string(indent, ' ') + day_words(series.points.front().at, here);
    const auto end = day_words(series.points.back().at, here);
    if (begin.substr(indent) == end) return begin;
    if (begin.size() + end.size() + 1 > columns) return begin + " – " + end;
    return begin + at_right(end, columns - begin.size());
}

}  // namespace

Lines plot(const Series& series, const std::vector<Occasion>& beside, Dots dots, const PlotSize& size, const Here& here)
{
    const auto indent = label_width(series) + 2;
    const auto columns = size.columns - indent;
    const auto rows =
        dots == Dots::braille ? braille_rows(series, columns, size.rows) : block_rows(series, columns, size.rows);
    auto lines = framed(series, rows);
    if (!beside.empty()) lines.push_back(std::string(indent, ' ') + letters_below(series, beside, columns));
    lines.push_back(days_below(series, size.columns, indent, here));
    return lines;
}

std::string plot_key(const std::vector<Occasion>& beside)
{
    std::string key;
    using Sort = Occasion::Sort;
    for (const auto sort : {Sort::session, Sort::leave, Sort::repair, Sort::experiment, Sort::reworded}) {
        if (std::ranges::find(beside, sort, &Occasion::sort) == beside.end()) continue;
        key.append(key.empty() ? "" : ", ").append(1, occasion_letter(sort)).append(": ").append(occasion_name(sort));
    }
    return key;
}

}  // namespace holdfast::ui
