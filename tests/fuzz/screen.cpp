// Keys, sizes and things that happen, on the full screen of one conversation.
#include <array>

#include "client/ui/input/chat_lines.hpp"
#include "client/ui/screen/chat_screen.hpp"
#include "client/ui/screen/composer.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

using ui::screen::Size;

constexpr std::size_t max_line = 300;

/// A conversation with something of everything; made once, and only looked at.
struct Practice {
    client::test::ClientWorld p{client::test::monday_evening};
    client::test::Member& okafor = p.therapist("Dr Okafor", client::test::tuesdays);
    client::test::Member& alice = p.client("Alice", okafor);
    client::test::Member& lee = p.client("Lee", okafor);

    Practice()
    {
        for (const auto* text :
             {"one", "two\nlines", "漢字とかなの長い文章です。もう少し続きます。", "\x1B[2J\u202Eabc"})
            alice >> text;
        alice >> std::string(700, 'w');
        lee >> "hello";
        p.at(client::test::tuesday_nine);
        okafor >> "read, with \U0001F468\u200D\U0001F469\u200D\U0001F467 and e\u0301";
        for (int i = 0; i < 20; ++i) okafor >> "more of it";
        p.at("2026-03-03T13:00:00Z");
        alice >> "held again";
    }
};

void check(const ui::screen::Picture& picture, const Size& size)
{
    require(picture.rows.size() == size.rows, "a picture has other rows than the screen");
    require(picture.cursor_row < size.rows && picture.cursor_column < size.columns, "the cursor is off the screen");
    for (const auto& row : picture.rows) require(ui::screen::columns_of(row) <= size.columns, "a row is too wide");
}

/// All of the text stands in some row, and up and down lead through all of them.
void check_composer(const ui::LineEditor& editor, std::size_t width)
{
    const ui::screen::ComposerRows rows{editor.text(), width};
    const auto cursor = rows.cursor(editor.cursor());
    require(cursor.row < rows.count() && cursor.column < width, "the cursor is outside its text");
    auto at = editor.text().size();
    for (std::size_t passed = 1; passed < rows.count(); ++passed) {
        const auto above = rows.above(at);
        require(above.has_value() && *above < at, "a row of the text cannot be reached");
        at = *above;
    }
    require(!rows.above(at), "there is a row above the first");
}

void happen(ui::screen::ChatScreen& screen, const client::Client& client, Choices& choices)
{
    using Kind = ui::Item::Kind;
    constexpr std::array kinds{Kind::notice, Kind::entry, Kind::receipt, Kind::contacts, Kind::answer};
    const auto conversations = client.conversations();
    switch (choices.below(5)) {
        case 0: return screen.show_list();
        case 1: return screen.search(choices.below(2) == 0 ? "more" : "nowhere");
        case 2: return screen.open(conversations[choices.below(conversations.size())].id);
        default: break;
    }
    const auto words = std::string(choices.below(200), 'n');
    screen.add({kinds[choices.below(kinds.size())], {words, "some more words"}, "title"});
}

}  // namespace

void screen(BytesView input)
{
    static Practice practice;
    Choices choices{input};
    auto& client = (choices.below(2) == 0 ? practice.alice : practice.okafor).client();
    ui::ChatInput line{ui::ChatInput::Source::keys, max_line};
    ui::screen::ChatScreen screen{client, line};
    line.ask_first([&screen](const ui::Key& key) { return screen.press(key); });
    screen.set_commands({"with", "search", "hours"});
    const auto id = client.conversations().front().id;
    screen.open(id);
    Size size{2 + choices.below(60), 20 + choices.below(120)};
    while (!choices.done()) {
        switch (choices.below(8)) {
            case 0: size = {2 + choices.below(60), 20 + choices.below(120)}; break;
            case 1: happen(screen, client, choices); break;
            case 2: line.release_escape(); break;
            default: line.feed(as_text(choices.take(1 + choices.below(16))));
        }
        while (line.next()) continue;
        (void)screen.look_on();
        (void)screen.take_wish();
        const auto prompt = ui::chat_prompt(client, id, line.mode());
        screen.set_prompt(prompt);
        check(screen.picture({std::nullopt, practice.p.now()}, size), size);
        check_composer(line.editor(), ui::screen::composer_width(prompt, size.columns));
    }
}

}  // namespace holdfast::fuzz
