#include "client/ui/screen/break.hpp"

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui::screen {
namespace {

/// Written without spaces: a line may be broken on both sides of such a letter.
bool is_spaceless(char32_t c) noexcept
{
    if (char_kind(c) != CharKind::wide) return false;
    return (c >= 0x2E80 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFF01 && c <= 0xFF60) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// Closing marks of those scripts, which begin no line.
bool begins_no_line(char32_t c) noexcept
{
    constexpr char32_t marks[] = {0x3001, 0x3002, 0x300D, 0x300F, 0x3011, 0x3015, 0xFF01, 0xFF09,
                                  0xFF0C, 0xFF0E, 0xFF1A, 0xFF1B, 0xFF1F, 0x30FC, 0x3005, 0x30FB};
    for (const auto mark : marks)
        if (c == mark) return true;
    return false;
}

/// Whether a line may end between the characters that begin with these.
bool may_break(char32_t before, char32_t after) noexcept
{
    if (after == U' ') return false;  // spaces belong to the line before them
    if (before == U' ') return true;
    if (before == U'-' || before == U'/') return after != U'-' && after != U'/';
    return (is_spaceless(before) || is_spaceless(after)) && !begins_no_line(after);
}

}  // namespace

std::size_t cluster_columns(std::string_view text, const Piece& cluster)
{
    const auto first = decode_at(text, cluster.begin);
    if (cluster.end == cluster.begin + first.size) return char_kind(first.code) == CharKind::wide ? 2 : 1;
    return columns(sanitize_line(text.substr(cluster.begin, cluster.end - cluster.begin)));
}

std::vector<Piece> broken(std::string_view text, std::size_t first, std::size_t rest)
{
    std::vector<Piece> pieces;
    Piece piece;
    std::size_t used = 0;          // columns of the piece so far
    std::size_t after_chance = 0;  // columns since the last place where it may be broken
    std::size_t chance = 0;        // that place, which is never the beginning; 0: there is none
    char32_t before = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto room = pieces.empty() ? first : rest;
        const auto code = decode_at(text, at).code;
        const auto end = cluster_end(text, at);
        const auto width = cluster_columns(text, {at, end});
        if (at > piece.begin && may_break(before, code)) {
            chance = at;
            after_chance = 0;
        }
        if (code != U' ' && used + width > room && at > piece.begin) {
            const auto cut = chance == 0 ? at : chance;
            pieces.push_back({piece.begin, cut});
            piece.begin = cut;
            used = cut == at ? 0 : after_chance;
            chance = 0;
            after_chance = used;
            continue;  // the same character once more: it may not fit behind the rest of its word either
        }
        used += width;
        after_chance += width;
        before = code;
        at = end;
    }
    pieces.push_back({piece.begin, text.size()});
    return pieces;
}

}  // namespace holdfast::ui::screen
