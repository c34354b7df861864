// Text that people type or paste, before it is a message: whether it is text at all, and lines out of what a terminal
// or a pipe hands over. Pure. One rule: nothing is left out silently; what cannot be sent is named and refused whole.
#pragma once

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui {

/// Without blanks and line breaks at its ends.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Digits alone, that fit into the type; empty for anything else.
template <class Number = unsigned>
[[nodiscard]] std::optional<Number> whole_number(std::string_view text) noexcept
{
    Number value{};
    const auto* last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data(), last, value);
    return failed == std::errc{} && end == last ? std::optional{value} : std::nullopt;
}

/// Why this cannot be sent as it is, as a sentence: blanks alone, a NUL, or another encoding than UTF-8, which is
/// named. Empty where it can.
[[nodiscard]] std::optional<std::string> unusable_words(std::string_view text);

/// The parts between commas, without blanks at their ends; empty ones are left out.
[[nodiscard]] std::vector<std::string> comma_parts(std::string_view text);

/// All of them, with `between` before each but the first that has words.
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view between);

/// Every `from` in `text` becomes `to`.
void replace_all(std::string& text, std::string_view from, std::string_view to);

/// A line that a terminal edited by itself, as the answer to a question: without what arrows and other keys leave in
/// it. Empty where only Escape was typed, which leaves the question.
[[nodiscard]] std::optional<std::string> without_keys(std::string_view line);

/// The meaning of an answer to "send this?": yes, no, or neither (empty): nothing at all, or words of
/// the person's own.
[[nodiscard]] std::optional<bool> agreement(std::string_view answer);

/// The words of a command's line: parted by blanks, but for those between double or single quotes.
[[nodiscard]] std::vector<std::string> shell_words(std::string_view line);

/// Lines from bytes in whatever pieces. A paste that the terminal marks as one (bracketed paste) is part of one line,
/// with its line breaks.
class LineReader {
  public:
    /// No more than `limit` bytes of a line are kept, and one more, so that what is too long is refused and not cut.
    explicit LineReader(std::size_t limit) noexcept : limit_{limit} {}

    [[nodiscard]] std::vector<std::string> feed(std::string_view bytes);
    /// The text after the last line break, at the end of the input.
    [[nodiscard]] std::string rest();

  private:
    void keep(char byte);

    std::size_t limit_;
    std::string line_;
    std::string escape_;  ///< the beginning of a mark, as far as it has come
    bool pasting_ = false;
};

/// A text of several lines that a line with a single dot ends. A line of more dots alone loses one of them.
class Letter {
  public:
    /// `line` is "." for the end. True when the letter is whole.
    bool add(std::string line);
    /// Without the line break at its end.
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

  private:
    std::string text_;
    bool begun_ = false;
};

}  // namespace holdfast::ui
