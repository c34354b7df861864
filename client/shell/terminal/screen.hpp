// Where the conversation is shown. Three ways, one interface: the whole terminal (full_screen.hpp); with --inline its
// last rows keep what is true now and the line being written; without a terminal (a pipe, --plain, --json) there are
// only lines, and a fact is said when it changes.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "client/shell/terminal/output.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/input/line_editor.hpp"
#include "client/ui/item.hpp"

namespace holdfast::shell {

class FullScreen;

class Screen {
  public:
    virtual ~Screen() = default;
    virtual void show(const ui::Item& item) = 0;
    /// The facts above the line being written.
    virtual void facts(const ui::ChatFacts& facts) = 0;
    /// The name of the one the line being written is for (safe words).
    virtual void prompt(const std::string& safe) = 0;
    /// The line being written has changed, or the size of the terminal.
    virtual void line_changed() = 0;
    /// The terminal's bell, where somebody sits at it.
    virtual void ring() {}
    /// The conversation that is shown from now on; empty: none is chosen.
    virtual void open(const std::optional<ConversationId>&) {}
    /// The screen that draws the history by itself, where this is one.
    [[nodiscard]] virtual FullScreen* full() noexcept { return nullptr; }
};

/// `out` and `editor` must outlive it.
[[nodiscard]] std::unique_ptr<Screen> line_screen(const Output& out);
/// Puts the terminal into key mode until it is destroyed.
[[nodiscard]] std::unique_ptr<Screen> terminal_screen(const ui::LineEditor& editor);

}  // namespace holdfast::shell
