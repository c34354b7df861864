// Where the conversation is shown. Several ways, one interface: a terminal keeps what is true now and the line being
// written at its bottom; without one (a pipe, --plain, --json) there are only lines, and a fact is said when it
// changes.
#pragma once

#include <memory>

#include "client/shell/terminal/output.hpp"
#include "client/ui/input/line_editor.hpp"
#include "client/ui/item.hpp"

namespace holdfast::shell {

class Screen {
  public:
    virtual ~Screen() = default;
    virtual void show(const ui::Item& item) = 0;
    /// The facts above the line being written.
    virtual void facts(const ui::Lines& safe) = 0;
    /// The name of the one the line being written is for (safe words).
    virtual void prompt(const std::string& safe) = 0;
    /// The line being written has changed, or the size of the terminal.
    virtual void line_changed() = 0;
};

/// `out` and `editor` must outlive it.
[[nodiscard]] std::unique_ptr<Screen> line_screen(const Output& out);
/// Puts the terminal into key mode until it is destroyed.
[[nodiscard]] std::unique_ptr<Screen> terminal_screen(const ui::LineEditor& editor);

}  // namespace holdfast::shell
