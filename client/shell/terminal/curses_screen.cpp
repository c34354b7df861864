#include "client/shell/terminal/curses_screen.hpp"

// ncurses' macros take common names, such as those of <utility>'s.
#define NCURSES_NOMACROS 1
#define NCURSES_WIDECHAR 1
#include <ncursesw/curses.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "client/shell/platform.hpp"
#include "client/shell/terminal/output.hpp"
#include "client/ui/input/prompt_area.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::shell {
namespace {

using ui::screen::Colour;
using ui::screen::Size;
using ui::screen::Style;
using ui::screen::Weight;

constexpr int least_rows = 2;
constexpr int least_columns = 20;

/// ncurses asks the locale what a letter is. Everything here is UTF-8, whatever the system was set to.
bool choose_letters()
{
    return std::setlocale(LC_CTYPE, "C.UTF-8") != nullptr || std::setlocale(LC_CTYPE, "en_US.UTF-8") != nullptr ||
           std::setlocale(LC_CTYPE, "") != nullptr;
}

void put(std::string_view bytes)
{
    std::fwrite(bytes.data(), 1, bytes.size(), stdout);
    std::fflush(stdout);
}

/// Colours say once more what weight and place say already; https://no-color.org
bool choose_colours()
{
    const auto* no_colour = std::getenv("NO_COLOR");
    if ((no_colour && *no_colour) || !::has_colors() || ::start_color() != OK || ::use_default_colors() != OK)
        return false;
    constexpr short own = COLOR_GREEN, other = COLOR_CYAN, attention = COLOR_MAGENTA, as_it_was = -1;
    ::init_pair(static_cast<short>(Colour::own), own, as_it_was);
    ::init_pair(static_cast<short>(Colour::other), other, as_it_was);
    ::init_pair(static_cast<short>(Colour::attention), attention, as_it_was);
    ::init_pair(static_cast<short>(Colour::picture), COLOR_BLACK, COLOR_WHITE);
    return true;
}

/// Without colours a picture is turned round: most terminals are dark.
attr_t weight_of(const Style& style, bool colours) noexcept
{
    if (style.colour == Colour::picture && !colours) return A_REVERSE;
    return style.weight == Weight::bold ? A_BOLD : style.weight == Weight::dim ? A_DIM : A_NORMAL;
}

std::wstring wide(std::string_view safe)
{
    std::wstring letters;
    for (std::size_t at = 0; at < safe.size();) {
        const auto c = ui::decode_at(safe, at);
        letters += static_cast<wchar_t>(c.code);
        at += c.size;
    }
    return letters;
}

/// Terminals differ in how wide they draw joined characters. Such a row is always painted whole, so that nothing is
/// put beside its place.
bool is_drawn_differently(const ui::screen::Row& row)
{
    for (const auto& span : row)
        for (std::size_t at = 0; at < span.text.size();) {
            const auto first = ui::decode_at(span.text, at);
            const auto end = ui::cluster_end(span.text, at);
            if (end > at + first.size || first.code >= 0x1F000) return true;
            at = end;
        }
    return false;
}

}  // namespace

struct CursesScreen::Terminal {
    std::unique_ptr<platform::KeyMode> keys;  ///< before ncurses: it leaves the terminal as it finds it
    SCREEN* screen = nullptr;
    bool colours = false;
    bool differs = false;  ///< a row of the newest picture may be drawn in another width
};

CursesScreen::CursesScreen(std::unique_ptr<Terminal> terminal) : terminal_{std::move(terminal)} {}

std::unique_ptr<CursesScreen> CursesScreen::open()
{
    if (!choose_letters()) return nullptr;
    auto terminal = std::make_unique<Terminal>();
    terminal->keys = std::make_unique<platform::KeyMode>();
    ::use_env(false);
    ::use_tioctl(true);
    terminal->screen = ::newterm(nullptr, stdout, stdin);
    if (!terminal->screen) return nullptr;
    ::raw();
    ::noecho();
    ::nonl();
    ::idlok(::stdscr, false);
    ::leaveok(::stdscr, false);
    terminal->colours = choose_colours();
    put(ui::PromptArea::begin);
    return std::unique_ptr<CursesScreen>{new CursesScreen{std::move(terminal)}};
}

CursesScreen::~CursesScreen()
{
    if (!is_given()) {
        ::erase();
        ::refresh();
        put(ui::PromptArea::end);
        ::endwin();
    }
    ::delscreen(terminal_->screen);
}

Size CursesScreen::size() const noexcept
{
    return {static_cast<std::size_t>(std::max(::getmaxy(::stdscr), least_rows)),
            static_cast<std::size_t>(std::max(::getmaxx(::stdscr), least_columns))};
}

void CursesScreen::paint(const ui::screen::Picture& picture)
{
    if (is_given()) return;
    ::erase();
    const auto rows = std::min<std::size_t>(picture.rows.size(), static_cast<std::size_t>(::getmaxy(::stdscr)));
    bool differs = false;
    for (std::size_t row = 0; row < rows; ++row) {
        ::move(static_cast<int>(row), 0);
        ::clrtoeol();  // what ncurses takes for wider than it is has run over from the row above
        for (const auto& span : picture.rows[row]) {
            const auto colour = terminal_->colours ? static_cast<short>(span.style.colour) : short{0};
            ::attr_set(weight_of(span.style, terminal_->colours), colour, nullptr);
            ::addwstr(wide(span.text).c_str());
        }
        if (!is_drawn_differently(picture.rows[row])) continue;
        differs = true;
        ::wredrawln(::stdscr, static_cast<int>(row), 1);
    }
    // What such rows leave behind is painted over whole, too.
    if (std::exchange(terminal_->differs, differs)) ::redrawwin(::stdscr);
    ::attr_set(A_NORMAL, 0, nullptr);
    ::move(static_cast<int>(picture.cursor_row), static_cast<int>(picture.cursor_column));
    ::refresh();
    if (std::ferror(stdout) != 0) throw OutputFailed{true, {}};
}

void CursesScreen::repaint()
{
    if (is_given()) return;
    winsize now{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &now) == 0 && now.ws_row > 0 && now.ws_col > 0)
        ::resizeterm(now.ws_row, now.ws_col);
    ::clearok(::stdscr, true);
}

void CursesScreen::give()
{
    put(ui::PromptArea::end);
    ::endwin();
    terminal_->keys.reset();
}

bool CursesScreen::is_given() const noexcept { return terminal_->keys == nullptr; }

void CursesScreen::take()
{
    terminal_->keys = std::make_unique<platform::KeyMode>();
    ::refresh();  // ncurses comes back with the first picture
    ::raw();
    put(ui::PromptArea::begin);
    repaint();
}

void CursesScreen::ring()
{
    if (!is_given()) ::beep();
}

}  // namespace holdfast::shell
