// The bottom of the screen in the conversation: what is true now, and the line being written. Pure: it returns the
// bytes for the terminal and remembers how many rows they take. Incoming text is printed above it, so that nothing ever
// disturbs what is being typed.
#pragma once

#include <string>

#include "client/ui/input/line_editor.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

class PromptArea {
  public:
    /// Asks the terminal to mark pasted text as such, and no more.
    static constexpr std::string_view begin = "\x1B[?2004h";
    static constexpr std::string_view end = "\x1B[?2004l";

    /// Removes what was drawn; nothing when nothing was.
    [[nodiscard]] std::string erase();
    /// Draws `facts` and the line behind `prompt` (safe words), the cursor where it belongs. Precondition: erased;
    /// width >= 10.
    [[nodiscard]] std::string draw(const Lines& facts, std::string_view prompt, const LineEditor& editor,
                                   std::size_t width);

  private:
    std::size_t rows_above_ = 0;
    bool drawn_ = false;
};

}  // namespace holdfast::ui
