// Bytes of a terminal, in reads of any size, as keys into the line being written.
#include "client/ui/input/line_editor.hpp"

#include "client/ui/unicode.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

constexpr std::size_t max_line = 200;

void check(const ui::LineEditor& editor, std::size_t width)
{
    require(editor.text().size() <= max_line && is_utf8(as_bytes(editor.text())), "a line is too long or no text");
    require(editor.cursor() <= editor.text().size() && is_utf8(as_bytes(editor.text().substr(0, editor.cursor()))),
            "the cursor stands inside a character");
    const auto shown = editor.shown(width);
    require(shown.cursor < width && ui::columns(shown.text) <= width, "the line is wider than its place");
}

void press(ui::LineEditor& editor, const ui::Key& key)
{
    using Outcome = ui::LineEditor::Outcome;
    const auto before = editor.text();
    const auto outcome = editor.press(key);
    if (outcome != Outcome::changed) require(editor.text() == before, "a key changed the line and did not say so");
    if (outcome != Outcome::line) return;
    require(editor.take() == before && editor.text().empty() && editor.cursor() == 0, "a line is taken half");
}

}  // namespace

void line_editor(BytesView input)
{
    Choices choices{input};
    const std::size_t width = 4 + choices.below(100);
    ui::KeyReader reader;
    ui::LineEditor editor{max_line};
    while (!choices.done()) {
        const std::size_t count = 1 + choices.below(16);
        for (const auto& key : reader.feed(as_text(choices.take(count)))) press(editor, key);
        check(editor, width);
    }
}

}  // namespace holdfast::fuzz
