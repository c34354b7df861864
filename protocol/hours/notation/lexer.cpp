#include "protocol/hours/notation/lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/hours/notation/vocabulary.hpp"

namespace holdfast::hours {
namespace {

constexpr std::string_view marks = "-,;:/[]+()|";
constexpr std::string_view always_open = "24/7";
constexpr std::size_t max_digits = 4;
constexpr std::size_t max_ordinal_digits = 2;

struct Lookalike {
    std::string_view character;
    std::string_view suggestion;
};

/// Characters that word processors and phones put in place of the plain one.
constexpr std::array lookalikes{
    Lookalike{"–", "Use a plain hyphen (-) here."},
    Lookalike{"—", "Use a plain hyphen (-) here."},
    Lookalike{"−", "Use a plain hyphen (-) here."},
    Lookalike{"‑", "Use a plain hyphen (-) here."},
    Lookalike{"“", "Use plain quotation marks (\") here."},
    Lookalike{"”", "Use plain quotation marks (\") here."},
    Lookalike{"„", "Use plain quotation marks (\") here."},
    Lookalike{"’", "Use plain quotation marks (\") here."},
    Lookalike{"'", "Use plain quotation marks (\") here."},
    Lookalike{"\u00a0", "Use a plain space here."},
    Lookalike{".", "Write times with a colon, such as 09:30, and dates such as Dec 24."},
    Lookalike{"=", "Leave this out: days come first, then times, such as Mo-Fr 09:00-12:00."},
    Lookalike{"&", "Use a comma between days, such as Mo,We."},
};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_ordinal_ending(std::string_view word) noexcept
{
    constexpr std::array endings{"st", "nd", "rd", "th"};
    return std::any_of(endings.begin(), endings.end(), [&](const char* ending) { return same_word(word, ending); });
}
bool continues_character(char c) noexcept { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

std::size_t characters(std::string_view text)
{
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

class Lexer {
  public:
    explicit Lexer(std::string_view text) : text_{text} {}

    Placed<std::vector<Token>> run()
    {
        for (skip_spaces(); at_ < text_.size(); skip_spaces())
            if (auto error = next()) return *std::move(error);
        add(TokenKind::end, 0);
        return std::move(tokens_);
    }

  private:
    using Error = std::optional<PlacedError>;

    Error next()
    {
        const auto rest = text_.substr(at_);
        if (rest.starts_with(always_open) && (rest.size() == always_open.size() || !is_digit(rest[always_open.size()])))
            return add(TokenKind::always, always_open.size());
        if (is_digit(rest[0])) return number(rest);
        if (is_letter(rest[0])) return add(TokenKind::word, length_while(rest, is_letter));
        if (rest[0] == '"') return quoted(rest);
        if (marks.find(rest[0]) != std::string_view::npos) return add(TokenKind::mark, 1);
        return foreign(rest);
    }

    Error number(std::string_view rest)
    {
        const auto digits = length_while(rest, is_digit);
        if (digits > max_digits) return error("This number is too long. Times look like 09:30 and years like 2026.");
        const auto ending = length_while(rest.substr(digits), is_letter);
        if (digits <= max_ordinal_digits && is_ordinal_ending(rest.substr(digits, ending)))
            add(TokenKind::ordinal, digits + ending);  // "24th" is no Thursday
        else
            add(TokenKind::number, digits);
        tokens_.back().text = rest.substr(0, digits);
        for (const char c : tokens_.back().text) tokens_.back().value = tokens_.back().value * 10 + (c - '0');
        return {};
    }

    Error quoted(std::string_view rest)
    {
        const auto close = rest.find('"', 1);
        if (close == std::string_view::npos)
            return error("This reason is not closed. Add a quotation mark (\") after it.");
        const auto inside = rest.substr(1, close - 1);
        if (std::any_of(inside.begin(), inside.end(), is_control))
            return error("A reason is one line of text. Remove line breaks and tabs from it.");
        if (std::all_of(inside.begin(), inside.end(), [](char c) { return c == ' '; }))
            return error("This reason is empty. Write it between the quotation marks, or remove them.");
        add(TokenKind::quoted, close + 1);
        tokens_.back().text = inside;
        return {};
    }

    Error foreign(std::string_view rest) const
    {
        for (const auto& [character, suggestion] : lookalikes)
            if (rest.starts_with(character)) return error(std::string{suggestion});
        return error(
            "This character has no place in hours. They look like Mo-Fr 09:00-12:00; Dec 24 off \"Holidays\".");
    }

    template <class Predicate>
    static std::size_t length_while(std::string_view rest, Predicate holds)
    {
        return static_cast<std::size_t>(std::find_if_not(rest.begin(), rest.end(), holds) - rest.begin());
    }

    void skip_spaces()
    {
        while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_, ++column_;
    }

    Error add(TokenKind kind, std::size_t bytes)
    {
        const auto written = text_.substr(at_, bytes);
        tokens_.push_back({kind, written, column_, 0});
        at_ += bytes;
        column_ += characters(written);
        return {};
    }

    [[nodiscard]] PlacedError error(std::string message) const
    {
        return {Errc::bad_rules, column_, std::move(message)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t column_ = 1;
    std::vector<Token> tokens_;
};

/// The column of the first byte that is not part of well-formed UTF-8.
std::size_t column_of_bad_byte(std::string_view text)
{
    std::size_t good = 0;
    for (std::size_t end = 1; end <= text.size(); ++end)
        if (is_utf8(as_bytes(text.substr(0, end)))) good = end;
    return characters(text.substr(0, good)) + 1;
}

}  // namespace

Placed<std::vector<Token>> tokenize(std::string_view text)
{
    if (text.size() > max_rules_bytes)
        return PlacedError{Errc::too_large, 0, "These hours are too long. Keep them under 2,000 characters."};
    if (!is_utf8(as_bytes(text)))
        return PlacedError{Errc::bad_encoding, column_of_bad_byte(text),
                           "This is not UTF-8 text. Save it as UTF-8 and try again."};
    return Lexer{text}.run();
}

}  // namespace holdfast::hours
