#include "client/ui/screen/panel.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace holdfast::ui::screen {
namespace {

constexpr std::string_view closes = "Esc or q closes this.";
constexpr std::string_view closes_and_more = "There is more: PgUp, PgDn. Esc or q closes this.";

/// Of "  /with NAME    write …" the words begin where the second column does; of other lines, at the first word.
std::size_t hanging(std::string_view line, std::size_t width)
{
    const auto first = std::min(line.find_first_not_of(' '), line.size());
    const auto gap = line.find("  ", first);
    const auto second = gap == std::string_view::npos ? gap : line.find_first_not_of(' ', gap);
    const auto hang = second == std::string_view::npos ? first : second;
    return hang <= width / 2 ? hang : std::min(first, width / 4);
}

/// A row of a picture for a terminal (protocol/qr) without its colours; empty for words, in which no Escape is left.
std::optional<std::string> picture_row(std::string_view line)
{
    constexpr char escape = '\x1B';
    if (!line.starts_with(escape)) return std::nullopt;
    std::string row;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != escape)
            row += line[at];
        else
            at = std::min(line.find('m', at), line.size());
    }
    return row;
}

/// Whole where half of the rows are left for the lines; none where there is hardly one.
Rows footer_rows(std::string_view words, Size size)
{
    if (size.rows <= 2) return {};
    auto rows = flow(words, size.columns, dim);
    if (rows.size() > size.rows / 2) rows.resize(1);
    return rows;
}

}  // namespace

Rows indented_rows(const Lines& lines, std::size_t width, Style style)
{
    Rows rows;
    for (const auto& line : lines) {
        if (const auto picture = picture_row(line)) {
            // Cut, it would be none.
            Row row{{*picture, {Weight::normal, Colour::picture}}};
            if (columns_of(row) <= width) rows.push_back(std::move(row));
            continue;
        }
        const auto first = std::min({line.find_first_not_of(' '), line.size(), width / 4});
        append(rows, flow(line.substr(first), width, style, first, hanging(line, width)));
    }
    return rows;
}

Rows Panel::rows(Size size)
{
    const auto lines = indented_rows(item_.lines, size.columns, plain);
    Rows rows{{{item_.title, bold}}};
    const bool roomy = size.rows > 6;
    if (roomy) rows.emplace_back();
    const auto room_beside = [&](const Rows& footer) { return size.rows - rows.size() - footer.size(); };
    auto footer = footer_rows(closes, size);
    if (lines.size() > room_beside(footer)) footer = footer_rows(closes_and_more, size);
    page_ = room_beside(footer);
    const auto most = lines.size() > page_ ? lines.size() - page_ : 0;
    top_ = std::min(top_, most);
    for (auto row = top_; row < std::min(lines.size(), top_ + page_); ++row) rows.push_back(lines[row]);
    rows.resize(size.rows - footer.size());
    append(rows, std::move(footer));
    return rows;
}

Panel::Outcome Panel::press(const Key& key)
{
    using enum Outcome;
    switch (key.what) {
        case Key::What::up:
        case Key::What::row_up: top_ -= std::min<std::size_t>(top_, 1); return stays;
        case Key::What::down:
        case Key::What::row_down:
        case Key::What::enter: ++top_; return stays;
        case Key::What::page_up: top_ -= std::min(top_, page_); return stays;
        case Key::What::page_down: top_ += page_; return stays;
        case Key::What::home:
        case Key::What::top: top_ = 0; return stays;
        case Key::What::end:
        case Key::What::bottom: top_ = static_cast<std::size_t>(-1) / 2; return stays;
        case Key::What::text:
            if (key.text == "q" || key.text == "Q") return closed;
            if (key.text != " ") return typed_on;
            top_ += page_;
            return stays;
        case Key::What::escape:
        case Key::What::interrupt:
        case Key::What::end_of_input: return closed;
        default: return stays;
    }
}

}  // namespace holdfast::ui::screen
