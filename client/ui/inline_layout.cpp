#include "client/ui/inline_layout.hpp"

#include "client/ui/layout.hpp"

namespace holdfast::ui {
namespace {

constexpr std::string_view bold = "\x1B[1m";
constexpr std::string_view not_bold = "\x1B[22m";

void add_rows(Lines& rows, const Lines& more) { rows.insert(rows.end(), more.begin(), more.end()); }

/// "Dr Okafor, 22:44", the name in bold where it stands whole in the first row.
Lines head_rows(const Heading& heading, std::size_t width)
{
    auto rows = laid_out(heading.name + ", " + heading.when, width);
    if (rows.front().starts_with(heading.name)) rows.front().insert(heading.name.size(), not_bold).insert(0, bold);
    return rows;
}

/// The first line behind a mark, the others below its words.
Lines marked_rows(const Lines& lines, std::size_t width)
{
    Lines rows;
    for (const auto& line : lines) add_rows(rows, laid_out((&line == &lines.front() ? "  · " : "    ") + line, width));
    return rows;
}

}  // namespace

bool InlineLayout::needs_room(const Item& item) const
{
    if (!before_) return false;
    const bool below_entry =
        item.kind == Item::Kind::receipt && (*before_ == Item::Kind::entry || *before_ == Item::Kind::receipt);
    return !below_entry && !(item.kind == Item::Kind::notice && *before_ == Item::Kind::notice);
}

Lines InlineLayout::rows(const Item& item, std::size_t width)
{
    Lines rows;
    if (needs_room(item)) rows.emplace_back();
    if (item.heading && item.heading->day != day_) {
        day_ = item.heading->day;
        add_rows(rows, laid_out("── " + day_ + " ──", width));
        rows.emplace_back();
    }
    if (item.kind == Item::Kind::receipt) {
        add_rows(rows, marked_rows(item.lines, width));
        return rows;
    }
    if (item.heading) add_rows(rows, head_rows(*item.heading, width));
    for (std::size_t i = item.heading ? 1 : 0; i < item.lines.size(); ++i)
        add_rows(rows, laid_out(item.lines[i], width));
    return rows;
}

std::string InlineLayout::bytes(const Item& item, std::size_t width)
{
    if (item.lines.empty()) return {};
    std::string all;
    for (const auto& row : rows(item, width)) all.append(row).append("\r\n");
    before_ = item.kind;
    return all;
}

}  // namespace holdfast::ui
