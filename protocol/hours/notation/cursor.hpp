// A place in the words of some rules: looks at what stands here, and keeps the first failure. Used by the parser only.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "protocol/hours/notation/lexer.hpp"
#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {

class Cursor {
  public:
    /// Precondition: the last token is of kind `end`.
    explicit Cursor(std::vector<Token> tokens) : tokens_{std::move(tokens)} {}

    [[nodiscard]] std::size_t position() const { return at_; }
    void advance(std::size_t tokens = 1) { at_ += tokens; }

    [[nodiscard]] const Token& token(std::size_t ahead = 0) const
    {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    /// The token before this place; itself at the beginning.
    [[nodiscard]] const Token& before() const { return tokens_[at_ == 0 ? 0 : at_ - 1]; }
    /// The column of what stands here.
    [[nodiscard]] std::size_t here() const { return token().column; }
    [[nodiscard]] bool is_end() const { return token().kind == TokenKind::end; }
    [[nodiscard]] bool is_mark(char mark, std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::mark && token(ahead).text[0] == mark;
    }
    [[nodiscard]] bool is_word(std::string_view word, std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && same_word(token(ahead).text, word);
    }
    [[nodiscard]] bool is_weekday(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && weekday_number(token(ahead).text) != 0;
    }
    [[nodiscard]] bool is_month(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::word && month_number(token(ahead).text) != 0;
    }
    [[nodiscard]] bool is_holiday(std::size_t ahead = 0) const { return is_word("PH", ahead); }
    [[nodiscard]] bool is_year(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() == 4;
    }
    /// A number that is neither a year nor the hour of a time.
    [[nodiscard]] bool is_day(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() <= 2 && !is_mark(':', ahead + 1);
    }
    /// Whether the hour of a time can stand here. Longer numbers are years.
    [[nodiscard]] bool starts_time(std::size_t ahead = 0) const
    {
        return token(ahead).kind == TokenKind::number && token(ahead).text.size() <= 2;
    }

    /// Keeps the failure and returns false.
    bool fail(std::string message) { return fail_at(here(), std::move(message)); }
    bool fail_at(std::size_t column, std::string message);
    /// Something else belongs here: says what, unless the word that stands here deserves its own advice.
    bool fail_unexpected(std::string expected = {});
    [[nodiscard]] PlacedError take_error() { return std::move(error_); }

  private:
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    PlacedError error_;
};

}  // namespace holdfast::hours
