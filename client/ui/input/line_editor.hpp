// The line being written: keys in, an edited line out. Pure; holds no terminal. The cursor always stands between two
// characters as people see them (unicode.hpp, cluster_end), and the text is always UTF-8 of at most `max_bytes`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "client/ui/input/keys.hpp"

namespace holdfast::ui {

class LineEditor {
  public:
    enum class Outcome {
        nothing,     ///< the key changed nothing
        moved,       ///< only the cursor
        changed,     ///< the text
        line,        ///< Enter: take() has the line
        full,        ///< the text would be longer than a message may be; it was left as it was
        interrupt,   ///< Ctrl-C
        end,         ///< Ctrl-D on an empty line
        unreadable,  ///< a letter in another encoding was left out
    };

    explicit LineEditor(std::size_t max_bytes) noexcept : max_bytes_{max_bytes} {}

    Outcome press(const Key& key);

    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    /// In bytes.
    [[nodiscard]] std::size_t cursor() const noexcept { return cursor_; }

    /// The line, leaving an empty one.
    [[nodiscard]] std::string take();
    /// Precondition: a character begins at `at`, or the text ends there.
    void move_to(std::size_t at) noexcept { cursor_ = at; }
    /// A draft from before; the cursor goes to its end. Text that is not UTF-8 or too long is left out.
    void set(std::string_view text);

    struct Shown {
        std::string text;        ///< safe for the screen, at most `width` columns
        std::size_t cursor = 0;  ///< columns from the left, less than `width`
    };
    /// The part of the line around the cursor. Line breaks show as "⏎". Precondition: width >= 4.
    [[nodiscard]] Shown shown(std::size_t width) const;

  private:
    Outcome insert(std::string_view text);
    Outcome erase(std::size_t from, std::size_t to);
    Outcome kill(std::size_t from, std::size_t to);
    Outcome transpose();
    Outcome move(std::size_t to);
    [[nodiscard]] std::size_t line_begin() const;
    [[nodiscard]] std::size_t line_end() const;
    [[nodiscard]] std::size_t word_begin() const;
    [[nodiscard]] std::size_t word_end() const;

    std::size_t max_bytes_;
    std::string text_;
    std::size_t cursor_ = 0;
    std::string killed_;  ///< what was erased last by word or line; Ctrl-Y brings it back
};

}  // namespace holdfast::ui
