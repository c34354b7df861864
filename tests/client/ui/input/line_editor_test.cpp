#include "client/ui/input/line_editor.hpp"

#include <algorithm>

#include <random>

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::line_editor_test {
namespace {

using What = Key::What;
using Outcome = LineEditor::Outcome;

/// A terminal's bytes through the reader into an editor.
struct Typist {
    KeyReader reader;
    LineEditor editor{200};
    Outcome last = Outcome::nothing;

    Typist& type(std::string_view bytes)
    {
        for (const auto& key : reader.feed(bytes)) last = editor.press(key);
        return *this;
    }
    [[nodiscard]] std::string text() const { return editor.text(); }
};

constexpr std::string_view left = "\x1B[D", right = "\x1B[C", home = "\x1B[H", end = "\x1BOF", erase = "\x1B[3~";

}  // namespace

TEST_CASE("what is typed becomes the line, and Enter takes it")
{
    Typist t;
    t.type("Hello, Grüße \U0001F642");
    CHECK(t.text() == "Hello, Grüße \U0001F642");
    t.type("\r");
    CHECK(t.last == Outcome::line);
    CHECK(t.editor.take() == "Hello, Grüße \U0001F642");
    CHECK(t.text().empty());
    CHECK(t.editor.cursor() == 0);
}

TEST_CASE("bytes that arrive one at a time make the same line")
{
    Typist whole, pieces;
    const std::string input = "aé\x1B[D\U0001F642\x1B[200~pasted\r\ntext\x1B[201~\x1B[1;5Dx";
    whole.type(input);
    for (char byte : input) pieces.type({&byte, 1});
    CHECK(whole.text() == pieces.text());
    CHECK(whole.text() == "a\U0001F642pasted\nxtexté");
}

TEST_CASE("the keys move and erase where people expect")
{
    Typist t;
    t.type("one two three");
    CHECK(t.type("\x17").text() == "one two ");                         // Ctrl-W
    CHECK(t.type(left).type("\x7F").text() == "one tw ");               // Backspace
    CHECK(t.type(home).type(erase).text() == "ne tw ");                 // Delete
    CHECK(t.type(right).type("\x0B").text() == "n");                    // Ctrl-K
    CHECK(t.type("ew").type(end).type("!").text() == "new!");           //
    CHECK(t.type("\x15").text().empty());                               // Ctrl-U
    CHECK(t.type("a b").type("\x1B[1;5D").type("x").text() == "a xb");  // Ctrl-Left
    CHECK(t.type("\x01")
              .type("\x1B"
                    "f")
              .type("y")
              .text() == "ay xb");  // Ctrl-A, Alt-F
}

TEST_CASE("a character with its marks is one step and one erasure")
{
    Typist t;
    t.type("e\u0301\u0323x");
    t.type(left).type(left);
    CHECK(t.editor.cursor() == 0);
    t.type(right);
    CHECK(t.editor.cursor() == 5);
    t.type("\x7F");
    CHECK(t.text() == "x");
    t.type("\U0001F1EC\U0001F1E7").type("\x7F");
    CHECK(t.text() == "x");
    t.type("\U0001F468\u200D\U0001F469\u200D\U0001F467").type("\x7F");
    CHECK(t.text() == "x");
}

TEST_CASE("Ctrl-C interrupts, Ctrl-D ends an empty line only")
{
    Typist t;
    CHECK(t.type("\x04").last == Outcome::end);
    CHECK(t.type("ab\x04").last == Outcome::nothing);
    CHECK(t.type("\x01\x04").text() == "b");
    CHECK(t.type("\x03").last == Outcome::interrupt);
    CHECK(t.text() == "b");
}

TEST_CASE("pasted text cannot press keys")
{
    Typist t;
    t.type("\x1B[200~line one\rline two\n\x03\x04\x1B[31m\x1B[201~");
    CHECK(t.text() == "line one\nline two\n[31m");
    CHECK(t.last == Outcome::changed);
}

TEST_CASE("an endless paste is bounded and its end still found")
{
    KeyReader reader;
    const auto keys = reader.feed("\x1B[200~" + std::string(1'000'000, 'x') + "\x1B[201~y");
    REQUIRE(keys.size() == 2);
    CHECK(keys[0].text.size() <= KeyReader::max_paste_bytes);
    CHECK(keys[1] == Key{What::text, "y"});
}

TEST_CASE("letters of another encoding are said to be missing, typed or pasted")
{
    Typist t;
    t.type("caf\xE9");
    CHECK(t.type(" ").text() == "caf ");
    KeyReader reader;
    const auto typed = reader.feed("\xE9t\xE9 ");
    CHECK(std::count(typed.begin(), typed.end(), Key{What::unreadable}) == 2);
    const auto pasted = reader.feed(
        "\x1B[200~gr\xFC"
        "n\x1B[201~");
    REQUIRE(pasted.size() == 2);
    CHECK(pasted[0] == Key{What::text, "grn"});
    CHECK(pasted[1] == Key{What::unreadable});
    CHECK(reader.feed("gr\xC3\xBCn").size() == 4);
}

TEST_CASE("unknown sequences are swallowed, not typed")
{
    Typist t;
    t.type("a\x1B[15~\x1B[A\x1B[B\x1BOP\x1B[<0;10;10M\x1Bq\x1B[?1;2c\x02\x12");
    CHECK(t.text() == "a");
    t.type("\x1B[" + std::string(100, '1') + "Ab");
    CHECK(t.text().find('\x1B') == std::string::npos);
}

TEST_CASE("a line that is full stays as it was and says so")
{
    Typist t;
    t.type(std::string(200, 'x'));
    CHECK(t.type("y").last == Outcome::full);
    CHECK(t.text() == std::string(200, 'x'));
    CHECK(t.type("\x7F\x7F").type("é").last == Outcome::changed);
    CHECK(t.text().size() == 200);
}

TEST_CASE("a draft comes back with the cursor at its end")
{
    LineEditor editor{20};
    editor.set("not yet sent");
    CHECK(editor.cursor() == 12);
    editor.set("\xFF");
    CHECK(editor.text().empty());
    editor.set(std::string(21, 'x'));
    CHECK(editor.text().empty());
}

TEST_CASE("the part shown always contains the cursor and fits")
{
    Typist t;
    t.type("short");
    CHECK(t.editor.shown(20).text == "short");
    CHECK(t.editor.shown(20).cursor == 5);
    t.type("\x15").type("0123456789abcdefghij");
    CHECK(t.editor.shown(8).text == "efghij");
    CHECK(t.editor.shown(8).cursor == 6);
    t.type(home);
    CHECK(t.editor.shown(8).text == "01234567");
    CHECK(t.editor.shown(8).cursor == 0);
    t.type("\x0B").type("\x1B[200~a\nb\u202E\x1B[201~");
    CHECK(t.editor.shown(20).text == "a⏎b�");
}

TEST_CASE("whatever is pressed, the text stays UTF-8 and the cursor between characters")
{
    std::mt19937 random{20261014};  // NOLINT: the seed is the test
    const std::string pieces[] = {"a",
                                  " ",
                                  "é",
                                  "\u0301",
                                  "\u200D",
                                  "\U0001F468",
                                  "\U0001F1EC",
                                  "日",
                                  "\b",
                                  "\x1B",
                                  "\x1B[D",
                                  "\x1B[C",
                                  "\x1B[3~",
                                  "\x17",
                                  "\x0B",
                                  "\x01",
                                  "\xFF",
                                  "\xE2",
                                  "\x1B[200~x\x1B[201~",
                                  "\x1B[1;5C",
                                  "\x14",
                                  "\x15",
                                  "\x19",
                                  "\x05",
                                  "\x1B\r",
                                  "\n"};
    for (int run = 0; run < 200; ++run) {
        Typist t;
        for (int step = 0; step < 100; ++step) {
            t.type(pieces[random() % std::size(pieces)]);
            const auto& text = t.editor.text();
            const auto at = t.editor.cursor();
            REQUIRE(is_utf8(as_bytes(text)));
            REQUIRE(at <= text.size());
            const bool between = at == 0 || at == text.size() || cluster_end(text, cluster_begin(text, at)) == at;
            REQUIRE(between);
            const auto shown = t.editor.shown(10);
            REQUIRE(columns(shown.text) <= 10);
            REQUIRE(shown.cursor < 10);
        }
    }
}

TEST_CASE("what was erased by word or line comes back, and two letters change places")
{
    Typist t;
    t.type("one two three");
    t.type("\x17").type("\x01").type("\x19");  // Ctrl-W, Ctrl-A, Ctrl-Y
    CHECK(t.text() == "threeone two ");
    t.type(
        "\x1B"
        "d");  // Alt-D
    CHECK(t.text() == "three two ");
    t.type("\x05\x15").type("ab\x14");  // Ctrl-E, Ctrl-U, Ctrl-T
    CHECK(t.text() == "ba");
    CHECK(t.type("\x01\x14").last == Outcome::nothing);
}

TEST_CASE("in a text of several lines keys stay in theirs")
{
    Typist t;
    t.type("first\x1B\rsecond");  // Alt-Enter
    CHECK(t.text() == "first\nsecond");
    CHECK(t.type("\x01X").text() == "first\nXsecond");        // Ctrl-A
    CHECK(t.type("\x0B").text() == "first\nX");               // Ctrl-K
    CHECK(t.type("\x15").text() == "first\n");                // Ctrl-U
    CHECK(t.type("\x15").text() == "first");                  // the break beside it
    CHECK(t.type("\x1B[D\x1B[13;2uY").text() == "firs\nYt");  // Shift-Enter
}

TEST_CASE("an Escape alone is a key once nothing follows it")
{
    KeyReader reader;
    CHECK(reader.feed("\x1B").empty());
    REQUIRE(reader.holds_escape());
    CHECK(reader.release_escape().what == What::escape);
    CHECK(reader.feed("[").front().text == "[");
    const auto keys = reader.feed("\x1B[5~\x1B[1;2A\x1B[A\x10\x1B[1;5H\t\x1A\x18\x05");
    std::vector<What> whats;
    for (const auto& key : keys) whats.push_back(key.what);
    CHECK(whats == std::vector{What::page_up, What::row_up, What::up, What::up, What::top, What::tab, What::suspend,
                               What::edit_outside});
}

}  // namespace holdfast::ui::line_editor_test
