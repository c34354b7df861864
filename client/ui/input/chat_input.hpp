// The input of the conversation: bytes of a terminal or a pipe in; messages, answers and commands out (chat_typed.hpp).
// Pure. One rule: the meaning of a line follows from one mode, and while a question is open no line is a message, so
// that no "no" is sent to anybody.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "client/ui/input/chat_typed.hpp"
#include "client/ui/input/keys.hpp"
#include "client/ui/input/line_editor.hpp"
#include "client/ui/input/recall.hpp"

namespace holdfast::ui {

class ChatInput {
  public:
    enum class Source {
        keys,   ///< a terminal that gives every key
        lines,  ///< a terminal that gives whole lines: one without its end was left by Ctrl-D
        pipe,   ///< its last line needs no end
    };

    /// A line has at most `max_bytes`; where it comes whole, one more, so that it is refused and not cut.
    ChatInput(Source source, std::size_t max_bytes) : source_{source}, editor_{max_bytes}, lines_{max_bytes} {}

    /// What is asked first about every key: true takes it, and it never reaches the line.
    using FirstTaker = std::function<bool(const Key&)>;
    void ask_first(FirstTaker taker) { first_ = std::move(taker); }

    /// The names of the commands there are, without the slash.
    void set_commands(std::vector<std::string> names) { commands_ = std::move(names); }

    void feed(std::string_view bytes);
    /// An Escape came last: the key, unless more follows at once.
    [[nodiscard]] bool holds_escape() const noexcept { return key_reader_.holds_escape(); }
    void release_escape();
    /// Nothing is fed any more.
    void end();
    /// The next value of the input so far. Whoever takes it may set another mode before the one after it.
    [[nodiscard]] std::optional<Typed> next();

    [[nodiscard]] bool has_keys() const noexcept { return source_ == Source::keys; }
    /// Somebody sits there who can be asked.
    [[nodiscard]] bool is_terminal() const noexcept { return source_ != Source::pipe; }
    [[nodiscard]] const LineEditor& editor() const noexcept { return editor_; }
    [[nodiscard]] const Mode& mode() const noexcept { return mode_; }
    void set_mode(Mode mode) { mode_ = std::move(mode); }
    /// Letters were left out of the line being written.
    [[nodiscard]] bool damaged() const noexcept { return damaged_; }
    /// The line of the newest value.
    [[nodiscard]] const std::string& last_line() const noexcept { return last_line_; }

    /// These change nothing where there are no keys.
    void set_line(std::string_view text);
    /// LineEditor::move_to().
    void move_cursor(std::size_t at) noexcept { editor_.move_to(at); }
    /// The earlier or later line of this sitting in place of the one that stands there. Whether there was one.
    bool recall_earlier();
    bool recall_later();
    void forget_lines() { recall_.clear(); }
    /// The line of the newest value stands there again, to be changed, unless another text does.
    void put_back();
    /// Another conversation: `draft` stands in the line, which is a message again. A letter goes on, and so does a
    /// question of a command.
    void turn_to(std::string_view draft);

    /// The line being written as it is to be kept now; empty where nothing is.
    struct Draft {
        std::string text;
        client::DraftKind as = client::DraftKind::line;
    };
    [[nodiscard]] std::optional<Draft> draft() const;
    /// Of input in whole lines: what was typed since the last one was taken, and `more`, which the terminal still had.
    [[nodiscard]] std::string take_unended(std::string_view more);
    /// Whether something is written that would be sent later.
    [[nodiscard]] bool unsent() const;

  private:
    template <class M>
    [[nodiscard]] bool is() const noexcept
    {
        return std::holds_alternative<M>(mode_);
    }
    void take_lines(std::vector<std::string> lines);
    [[nodiscard]] std::optional<Typed> pressed(const Key& key);
    [[nodiscard]] Typed enter();
    [[nodiscard]] Typed leave();
    [[nodiscard]] Typed finished_line(std::string line);
    [[nodiscard]] Typed letter_line(mode::Letter& letter);
    [[nodiscard]] Typed command_line();
    [[nodiscard]] Typed answer_to_command();
    [[nodiscard]] Typed left_command();
    [[nodiscard]] Typed answer_line();
    [[nodiscard]] Typed repair_line();
    [[nodiscard]] Typed message(std::string text);
    [[nodiscard]] std::optional<std::string> trailing_command(std::string_view text) const;
    [[nodiscard]] Typed answered(bool yes);
    [[nodiscard]] Typed ending();

    Source source_;
    std::vector<std::string> commands_;
    KeyReader key_reader_;
    LineEditor editor_;
    LineReader lines_;
    Mode mode_;
    bool damaged_ = false;
    std::string last_line_;
    Recall recall_;
    FirstTaker first_;
    std::deque<std::variant<Key, std::string>> waiting_;  ///< keys or lines
    std::deque<Typed> ready_;                             ///< what one line or the end comes to besides
    bool ended_ = false;
    std::string unended_;
};

}  // namespace holdfast::ui
