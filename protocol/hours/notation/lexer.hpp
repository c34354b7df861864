// The words of the opening_hours notation with their columns. Used by grammar.cpp only.
#pragma once

#include <string_view>
#include <vector>

#include "protocol/hours/notation/grammar.hpp"

namespace holdfast::hours {

enum class TokenKind { number, ordinal, word, mark, always, quoted, end };

struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;   ///< as written, quotes and the ending of an ordinal left out; views the parsed text
    std::size_t column = 0;  ///< 1-based, in characters
    int value = 0;           ///< of a number; numbers of more than four digits are refused
};

/// The tokens of `text`, the last one of kind `end`. Refuses what no rule can contain: other characters, a quote that
/// is not closed, control characters in a reason.
[[nodiscard]] Placed<std::vector<Token>> tokenize(std::string_view text);

}  // namespace holdfast::hours
