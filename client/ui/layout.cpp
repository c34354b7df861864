#include "client/ui/layout.hpp"

#include <algorithm>

#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

/// More than this of indentation leaves nothing for words on a narrow screen.
constexpr std::size_t most_indentation = 8;

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
    const auto blanks = blanks_at(safe, 0);
    const auto first = blanks + mark_at(safe, blanks);
    const auto before = columns(safe.substr(0, first));
    const auto indentation = before <= most_indentation && before < width ? before : 0;
    Lines rows;
    for (std::size_t from = first; from < safe.size();) {
        const auto end = row_end(safe, from, width - std::min(indentation, width - 1));
        rows.push_back((rows.empty() ? std::string{safe.substr(0, first)} : std::string(indentation, ' '))
                           .append(safe.substr(from, end - from)));
        from = end + blanks_at(safe, end);
    }
    return rows;
}

}  // namespace holdfast::ui
