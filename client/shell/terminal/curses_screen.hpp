// A terminal that is painted as a whole, on its alternate screen. The one place that knows ncurses; it only paints:
// keys are read elsewhere, as bytes. The terminal is as it was before at the end of the scope.
#pragma once

#include <memory>

#include "client/ui/screen/row.hpp"

namespace holdfast::shell {

class CursesScreen {
  public:
    /// Null where the terminal cannot do it.
    [[nodiscard]] static std::unique_ptr<CursesScreen> open();
    ~CursesScreen();
    CursesScreen(const CursesScreen&) = delete;
    CursesScreen& operator=(const CursesScreen&) = delete;

    /// What a picture may have; at least 2 by 20, whatever the terminal has.
    [[nodiscard]] ui::screen::Size size() const noexcept;
    /// What does not fit is cut.
    void paint(const ui::screen::Picture& picture);
    /// The next picture is painted whole: the terminal has another size, or something else has written on it.
    void repaint();
    /// The terminal belongs to somebody else until take(): nothing is painted.
    void give();
    void take();
    [[nodiscard]] bool is_given() const noexcept;
    /// The terminal's bell, once.
    void ring();

  private:
    struct Terminal;
    explicit CursesScreen(std::unique_ptr<Terminal> terminal);
    std::unique_ptr<Terminal> terminal_;
};

}  // namespace holdfast::shell
