#include "client/ui/layout.hpp"

#include <algorithm>

#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

std::size_t blanks_at(std::string_view text, std::size_t at)
{
    const auto end = text.find_first_not_of(' ', at);
    return (end == std::string_view::npos ? text.size() : end) - at;
}

/// "1. " and "12. " of a list, "· " before a remark.
std::size_t mark_at(std::string_view text, std::size_t at)
{
    constexpr std::string_view dot = "· ";
    if (text.substr(at).starts_with(dot)) return dot.size();
    const auto digits = std::min(text.find_first_not_of("0123456789", at), text.size());
    return digits > at && text.substr(digits).starts_with(". ") ? digits + 2 - at : 0;
}

/// The first of two columns: what stands before two blanks and more.
std::size_t column_at(std::string_view text, std::size_t at)
{
    constexpr std::size_t widest_column = 18;
    const auto gap = text.find("  ", at);
    if (gap == std::string_view::npos || gap - at > widest_column) return 0;
    return gap + blanks_at(text, gap) - at;
}

/// What the first row begins with and the others leave blank: at most half of the screen.
std::size_t lead_of(std::string_view text, std::size_t width)
{
    const auto blanks = blanks_at(text, 0);
    const auto mark = mark_at(text, blanks);
    for (const auto lead : {blanks + (mark > 0 ? mark : column_at(text, blanks)), blanks})
        if (columns(text.substr(0, lead)) <= width / 2) return lead;
    return 0;
}

/// The end of the row that begins at `from`: as many words as fit, at least one.
std::size_t row_end(std::string_view text, std::size_t from, std::size_t width)
{
    auto end = text.find(' ', from);
    while (end != std::string_view::npos) {
        const auto next = std::min(text.find(' ', end + 1), text.size());
        if (columns(text.substr(from, next - from)) > width) return end;
        end = next == text.size() ? std::string_view::npos : next;
    }
    return text.size();
}

}  // namespace

Lines laid_out(std::string_view safe, std::size_t width)
{
    if (columns(safe) <= width) return {std::string{safe}};
    const auto lead = lead_of(safe, width);
    const auto indentation = columns(safe.substr(0, lead));
    Lines rows;
    for (std::size_t from = lead > 0 ? lead : blanks_at(safe, 0); from < safe.size();) {
        const auto end = row_end(safe, from, width - indentation);
        rows.push_back((rows.empty() ? std::string{safe.substr(0, lead)} : std::string(indentation, ' '))
                           .append(safe.substr(from, end - from)));
        while (rows.back().ends_with(' ')) rows.back().pop_back();
        from = end + blanks_at(safe, end);
    }
    return rows;
}

bool fits_on(const Lines& safe, std::size_t width) noexcept
{
    return std::ranges::all_of(safe, [width](const std::string& line) { return columns(line) <= width; });
}

}  // namespace holdfast::ui
