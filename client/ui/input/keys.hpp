// From the bytes of a terminal to keys. Pure; keeps what a read cut in half. Understands UTF-8, the usual control keys,
// CSI and SS3 sequences, and bracketed paste; what it does not know is swallowed whole, never typed into the line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::ui {

/// A terminal puts these around a paste (bracketed paste, once it was asked for).
inline constexpr std::string_view paste_begin = "\x1B[200~";
inline constexpr std::string_view paste_end = "\x1B[201~";

struct Key {
    enum class What {
        text,  ///< one or more characters, `text`
        enter,
        line_break,  ///< Alt-Enter
        tab,
        escape,  ///< alone: release_escape()
        backspace,
        erase,
        left,
        right,
        word_left,
        word_right,
        up,
        down,
        page_up,
        page_down,
        row_up,    ///< Shift-Up
        row_down,  ///< Shift-Down
        home,
        end,
        top,               ///< Ctrl-Home
        bottom,            ///< Ctrl-End
        first_new,         ///< Alt-N
        erase_word,        ///< Ctrl-W
        erase_word_after,  ///< Alt-D
        erase_to_start,    ///< Ctrl-U
        erase_to_end,      ///< Ctrl-K
        yank,              ///< Ctrl-Y
        transpose,         ///< Ctrl-T
        redraw,            ///< Ctrl-L
        edit_outside,      ///< Ctrl-X Ctrl-E
        suspend,           ///< Ctrl-Z
        lock,              ///< Alt-L
        interrupt,         ///< Ctrl-C
        end_of_input,      ///< Ctrl-D
        unreadable,        ///< bytes that are not UTF-8: a letter in another encoding was left out
    };
    What what = What::text;
    std::string text{};
    friend bool operator==(const Key&, const Key&) = default;
};

class KeyReader {
  public:
    /// The most that is kept of one paste; the rest is dropped. More than one message can hold.
    static constexpr std::size_t max_paste_bytes = 70'000;
    /// No terminal sends a longer sequence; a longer one is noise.
    static constexpr std::size_t max_sequence_bytes = 32;

    /// The keys completed by `bytes`.
    [[nodiscard]] std::vector<Key> feed(std::string_view bytes);

    /// The last byte was an Escape: the key, or the begin of another one whose bytes come at once.
    [[nodiscard]] bool holds_escape() const noexcept { return state_ == State::escape; }
    /// Nothing has followed it: it was the key. Precondition: holds_escape().
    [[nodiscard]] Key release_escape() noexcept;

  private:
    enum class State { ground, escape, sequence, shift3, character, paste, control_x };
    void take(char byte, std::vector<Key>& out);
    void ground(char byte, std::vector<Key>& out);
    void escaped(char byte, std::vector<Key>& out);
    void character(char byte, std::vector<Key>& out);
    void sequence(char byte, std::vector<Key>& out);
    void paste(char byte, std::vector<Key>& out);

    State state_ = State::ground;
    std::string pending_;
};

}  // namespace holdfast::ui
