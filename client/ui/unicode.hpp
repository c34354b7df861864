// A terminal's treatment of a code point: how many columns it takes, and whether it may reach the screen at all. Pure
// tables, never the locale: the same text looks the same everywhere.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace holdfast::ui {

enum class CharKind {
    control,  ///< C0, DEL and C1: commands to the terminal
    hidden,   ///< reorders or hides its neighbours, or cannot be seen: bidi, zero-width, tags, private use
    joiner,   ///< ZWJ and ZWNJ: honest between letters of some scripts and in emoji, a disguise elsewhere
    mark,     ///< combines with the character before it, no column of its own
    narrow,   ///< one column
    wide,     ///< two columns
};

[[nodiscard]] CharKind char_kind(char32_t c) noexcept;

struct Decoded {
    char32_t code = 0;
    std::size_t size = 1;  ///< bytes consumed, at least 1
    bool valid = false;    ///< false: `size` bytes are not UTF-8
};
/// The code point at `at`. Precondition: at < text.size(). Overlong forms and surrogates are invalid.
[[nodiscard]] Decoded decode_at(std::string_view text, std::size_t at) noexcept;

/// Precondition: a valid scalar value.
void append_utf8(std::string& out, char32_t c);

/// Columns of text that has been made safe (sanitize.hpp).
[[nodiscard]] std::size_t columns(std::string_view text) noexcept;

/// The end of the character people see that begins at `at`: a base with its marks, joined emoji, a flag's two letters.
/// At most max_cluster_bytes, so that no input makes it slow.
[[nodiscard]] std::size_t cluster_end(std::string_view text, std::size_t at) noexcept;
/// The start of the one that ends at `at`; 0 at the start.
[[nodiscard]] std::size_t cluster_begin(std::string_view text, std::size_t at) noexcept;

/// A family of four with skin tones has 41 bytes; more is decoration.
inline constexpr std::size_t max_cluster_bytes = 64;

}  // namespace holdfast::ui
