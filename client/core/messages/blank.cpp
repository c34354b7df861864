#include "client/core/messages/blank.hpp"

#include <cstddef>

namespace holdfast::client {
namespace {

/// Characters beside the ASCII ones that show nothing: no-break space, next line, the spaces and zero-width characters
/// of U+2000 to U+200F, line and paragraph separators, ideographic space, byte order mark.
constexpr std::size_t blank_at(std::string_view text) noexcept
{
    const auto byte = static_cast<unsigned char>(text.front());
    if (byte == ' ' || (byte >= '\t' && byte <= '\r')) return 1;
    if (text.starts_with("\xC2\xA0") || text.starts_with("\xC2\x85")) return 2;
    if (text.starts_with("\xE2\x80") && text.size() > 2) {
        const auto last = static_cast<unsigned char>(text[2]);
        if ((last >= 0x80 && last <= 0x8F) || last == 0xA8 || last == 0xA9) return 3;
    }
    return text.starts_with("\xE3\x80\x80") || text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

}  // namespace

bool is_blank(std::string_view text) noexcept
{
    while (!text.empty()) {
        const auto blank = blank_at(text);
        if (blank == 0) return false;
        text.remove_prefix(blank);
    }
    return true;
}

}  // namespace holdfast::client
