#include "client/ui/input/line_editor.hpp"

#include <algorithm>
#include <utility>

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::ui {
namespace {

bool is_space(char c) noexcept { return c == ' ' || c == '\n'; }

/// One character of the line as it is shown.
std::string show_cluster(std::string_view cluster) { return cluster == "\n" ? "\xE2\x8F\x8E" : sanitize_line(cluster); }

}  // namespace

LineEditor::Outcome LineEditor::press(const Key& key)
{
    switch (key.what) {
        case Key::What::text: return insert(key.text);
        case Key::What::enter: return Outcome::line;
        case Key::What::backspace: return erase(cluster_begin(text_, cursor_), cursor_);
        case Key::What::erase: return erase(cursor_, cluster_end(text_, cursor_));
        case Key::What::left: return move(cluster_begin(text_, cursor_));
        case Key::What::right: return move(cluster_end(text_, cursor_));
        case Key::What::word_left: return move(word_begin());
        case Key::What::word_right: return move(word_end());
        case Key::What::home: return move(line_begin());
        case Key::What::end: return move(line_end());
        case Key::What::line_break: return insert("\n");
        case Key::What::tab: return insert(" ");
        case Key::What::erase_word: return kill(word_begin(), cursor_);
        case Key::What::erase_word_after: return kill(cursor_, word_end());
        // At the edge of a line, the break beside it.
        case Key::What::erase_to_start:
            return kill(line_begin() < cursor_ ? line_begin() : cluster_begin(text_, cursor_), cursor_);
        case Key::What::erase_to_end:
            return kill(cursor_, line_end() > cursor_ ? line_end() : cluster_end(text_, cursor_));
        case Key::What::yank: return insert(killed_);
        case Key::What::transpose: return transpose();
        case Key::What::redraw: return Outcome::moved;
        case Key::What::interrupt: return Outcome::interrupt;
        case Key::What::unreadable: return Outcome::unreadable;
        case Key::What::escape:
        case Key::What::up:
        case Key::What::down:
        case Key::What::page_up:
        case Key::What::page_down:
        case Key::What::row_up:
        case Key::What::row_down:
        case Key::What::top:
        case Key::What::bottom:
        case Key::What::first_new:
        case Key::What::edit_outside:
        case Key::What::suspend:
        case Key::What::lock: return Outcome::nothing;
        case Key::What::end_of_input: return text_.empty() ? Outcome::end : erase(cursor_, cluster_end(text_, cursor_));
    }
    return Outcome::nothing;
}

std::string LineEditor::take()
{
    cursor_ = 0;
    return std::exchange(text_, {});
}

void LineEditor::set(std::string_view text)
{
    text_ = text.size() <= max_bytes_ && is_utf8(as_bytes(text)) ? std::string{text} : std::string{};
    cursor_ = text_.size();
}

LineEditor::Outcome LineEditor::insert(std::string_view text)
{
    if (text.empty() || !is_utf8(as_bytes(text))) return Outcome::nothing;
    if (text_.size() + text.size() > max_bytes_) return Outcome::full;
    text_.insert(cursor_, text);
    const auto wanted = cursor_ + text.size();
    // The typed bytes may have joined the character after them: the cursor goes behind both.
    const auto begin = cluster_begin(text_, wanted);
    const auto end = cluster_end(text_, begin);
    cursor_ = end > wanted ? end : wanted;
    return Outcome::changed;
}

LineEditor::Outcome LineEditor::erase(std::size_t from, std::size_t to)
{
    if (from == to) return Outcome::nothing;
    text_.erase(from, to - from);
    // The bytes left on both sides may now be one character.
    const auto begin = cluster_begin(text_, from);
    const auto end = cluster_end(text_, begin);
    cursor_ = from > 0 && end > from ? end : from;
    return Outcome::changed;
}

LineEditor::Outcome LineEditor::kill(std::size_t from, std::size_t to)
{
    if (from != to) killed_ = text_.substr(from, to - from);
    return erase(from, to);
}

/// The characters on both sides of the cursor change places; at the end, the last two.
LineEditor::Outcome LineEditor::transpose()
{
    const auto middle = cursor_ < text_.size() ? cursor_ : cluster_begin(text_, cursor_);
    const auto begin = cluster_begin(text_, middle);
    const auto end = cluster_end(text_, middle);
    if (begin == middle || middle == end) return Outcome::nothing;
    std::rotate(text_.begin() + static_cast<std::ptrdiff_t>(begin), text_.begin() + static_cast<std::ptrdiff_t>(middle),
                text_.begin() + static_cast<std::ptrdiff_t>(end));
    // The two may be one character now.
    const auto last = cluster_begin(text_, end);
    cursor_ = std::max(end, cluster_end(text_, last));
    return Outcome::changed;
}

LineEditor::Outcome LineEditor::move(std::size_t to)
{
    if (to == cursor_) return Outcome::nothing;
    cursor_ = to;
    return Outcome::moved;
}

std::size_t LineEditor::line_begin() const
{
    const auto found = cursor_ == 0 ? std::string::npos : text_.rfind('\n', cursor_ - 1);
    return found == std::string::npos ? 0 : cluster_end(text_, found);
}

std::size_t LineEditor::line_end() const { return std::min(text_.find('\n', cursor_), text_.size()); }

std::size_t LineEditor::word_begin() const
{
    auto at = cursor_;
    while (at > 0 && is_space(text_[at - 1])) --at;
    while (at > 0 && !is_space(text_[at - 1])) --at;
    return at;
}

std::size_t LineEditor::word_end() const
{
    auto at = cursor_;
    while (at < text_.size() && is_space(text_[at])) ++at;
    while (at < text_.size() && !is_space(text_[at])) ++at;
    return at;
}

LineEditor::Shown LineEditor::shown(std::size_t width) const
{
    // Leftwards from the cursor as much as fits in three quarters of the width, or all of it; then rightwards.
    std::string before;
    std::size_t used = 0;
    auto begin = cursor_;
    const auto room = columns(sanitize_line(text_)) < width ? width - 1 : width * 3 / 4;
    while (begin > 0) {
        const auto previous = cluster_begin(text_, begin);
        const auto cell = show_cluster(std::string_view{text_}.substr(previous, begin - previous));
        if (used + columns(cell) > room) break;
        used += columns(cell);
        before.insert(0, cell);
        begin = previous;
    }
    Shown shown{std::move(before), used};
    for (auto at = cursor_; at < text_.size();) {
        const auto next = cluster_end(text_, at);
        const auto cell = show_cluster(std::string_view{text_}.substr(at, next - at));
        used += columns(cell);
        if (used > width) break;
        shown.text += cell;
        at = next;
    }
    return shown;
}

}  // namespace holdfast::ui
