#include "client/ui/screen/chat_screen.hpp"

#include <string>

#include "client/ui/input/chat_help.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::screen::chat_screen_test {
namespace {

using client::test::ClientWorld;
using client::test::Member;
using Texts = std::vector<std::string>;

constexpr Size usual{24, 80}, narrow{20, 40}, large{60, 200};

/// Somebody's screen, as the shell joins it.
struct Sitting {
    ClientWorld& p;
    Member& member;
    ChatInput input{ChatInput::Source::keys, wire::max_text_bytes};
    ChatScreen screen{member.client(), input};

    Sitting(ClientWorld& practice, Member& person) : p{practice}, member{person}
    {
        input.ask_first([this](const Key& key) { return screen.press(key); });
    }
    void open() { screen.open(member.conversation()); }
    /// Keys as a terminal sends them; what they come to is left to the shell.
    void type(std::string_view bytes)
    {
        input.feed(bytes);
        if (bytes == "\x1B") input.release_escape();
        while (input.next()) continue;
    }
    [[nodiscard]] Here here() const { return {hours::TimeZone::find("Europe/London").value(), p.now()}; }
    Picture picture(Size size)
    {
        const auto id = member.conversation();
        screen.set_prompt(chat_prompt(member.client(), id, input.mode()));
        auto picture = screen.picture(here(), size);
        REQUIRE(picture.rows.size() == size.rows);
        for (const auto& row : picture.rows) REQUIRE(columns_of(row) <= size.columns);
        REQUIRE(picture.cursor_row < size.rows);
        REQUIRE(picture.cursor_column < size.columns);
        return picture;
    }
    /// The rows as text, without the empty ones above the history.
    Texts rows(Size size)
    {
        Texts rows;
        for (const auto& row : picture(size).rows) {
            auto text = text_of(row);
            text.erase(text.find_last_not_of(' ') + 1);
            rows.push_back(std::move(text));
        }
        return rows;
    }
    std::string all(Size size)
    {
        std::string all;
        for (const auto& row : rows(size)) all += row + "\n";
        return all;
    }
    /// As the shell does when the picture has been seen.
    void look(Size size)
    {
        (void)picture(size);
        if (const auto seen = screen.take_seen())
            (void)member.order(client::command::MarkShown{member.conversation(), *seen});
    }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// A Monday evening; hours are on Tuesdays.
struct Evening {
    ClientWorld p{client::test::monday_evening};
    Member& okafor = p.therapist("Dr Okafor", client::test::tuesdays);
    Member& alice = p.client("Alice", okafor);
};

}  // namespace

TEST_CASE("a short conversation in rows")
{
    Evening e;
    e.alice >> "I could not sleep again. It was the same dream, and the sea in it was higher than before.";
    e.p.at("2026-03-02T20:01:00Z");
    e.alice >> "That is all";
    e.p.at("2026-03-03T09:30:00Z");
    e.okafor >> "Thank you for writing it down.";
    e.p.at("2026-03-03T18:00:00Z");
    e.alice >> "It helped";
    Sitting s{e.p, e.alice};
    s.open();
    s.look(usual);
    s.open();
    const auto line = [](std::size_t width) {
        std::string row;
        for (std::size_t i = 0; i < width; ++i) row += "─";
        return row;
    };
    CHECK(s.rows(usual) == Texts{"Dr Okafor",
                                 "Closed. Dr Okafor reads Tue 10 Mar, 09:00–12:00.",
                                 line(80),
                                 "  I could not sleep again. It was the same dream, and the sea in it was higher",
                                 "  than before.",
                                 "",
                                 "  That is all",
                                 "",
                                 "Tuesday 3 March",
                                 "",
                                 "Dr Okafor  09:30",
                                 "  Thank you for writing it down.",
                                 "",
                                 "Dr Okafor was to read Tue 3 Mar, 09:00–12:00, and nothing shows that it",
                                 "  happened. That is not how it should be, and it is not about what you wrote.",
                                 "  Your message is kept; the next window is Tue 10 Mar, 09:00–12:00.",
                                 "Holdfast is not monitored. If you need help now, call the emergency number: 999.",
                                 "",
                                 "You to Dr Okafor  18:00",
                                 "  It helped",
                                 "  Held. Dr Okafor reads Tue 10 Mar, 09:00–12:00. You can take it back until",
                                 "  then.",
                                 line(80),
                                 "to Dr Okafor>"});
    CHECK(s.rows({10, 30}) == Texts{"Dr Okafor", "Closed. Dr Okafor reads Tue 10", "Mar, 09:00–12:00.",
                                    "You to Dr Okafor  18:00", "  It helped", "  Held. Dr Okafor reads Tue 10",
                                    "  Mar, 09:00–12:00. You can", "  take it back until then.", "to Dr Okafor>", ">"});
    const auto wide = s.rows(large);
    CHECK(wide.at(2) == line(200));
    CHECK(contains(s.all(large),
                   "  I could not sleep again. It was the same dream, and the sea in it was higher than before.\n"));

    s.type("and today I slept until six without waking up even once, which has not happened since the summer");
    auto typed = s.rows(narrow);
    typed.erase(typed.begin() + 4, typed.begin() + 12);
    CHECK(typed == Texts{"Dr Okafor", "Closed. Dr Okafor reads Tue 10 Mar,", "09:00–12:00.", line(40), "  until then.",
                         line(40), "What you send now is held. Dr Okafor", "reads Tue 10 Mar, 09:00–12:00.",
                         "to Dr Okafor> and today I slept until", "              six without waking up",
                         "              even once, which has not", "              happened since the summer"});
}

TEST_CASE("hostile text stays in its rows and commands nothing")
{
    Evening e;
    const std::string hostile = "\x1B]0;owned\x07\x1B[2J\x1B]52;c;Zm9v\x07 \u202Eabc\u202C " + std::string(3000, 'x') +
                                "\r\nsecond \u0600\u0301\u0301\u0301\u0301\u0301\u0301\u0301";
    e.alice >> hostile;
    e.p.at(client::test::tuesday_nine);
    Sitting s{e.p, e.okafor};
    s.open();
    for (const Size size : {usual, narrow, large, Size{10, 40}, Size{4, 20}, Size{2, 20}})
        for (const auto& row : s.picture(size).rows)
            for (const auto& span : row)
                for (std::size_t at = 0; at < span.text.size();) {
                    const auto c = decode_at(span.text, at);
                    REQUIRE(c.valid);
                    REQUIRE(char_kind(c.code) != CharKind::control);
                    REQUIRE(char_kind(c.code) != CharKind::hidden);
                    at += c.size;
                }
}

TEST_CASE("wide letters, right-to-left ones and long words keep to their rows")
{
    Evening e;
    e.alice >>
        "昨日は眠れませんでした。今日も同じ夢を見ました。海が前より高かったです。とても怖かったので、起きてしまいました"
        "。";
    e.alice >> "לא הצלחתי לישון שוב, והים היה גבוה יותר מאשר קודם, ולא ידעתי לאן ללכת משם";
    e.alice >> ("word " + std::string(150, 'w') + " word");
    e.alice >> "\U0001F468\u200D\U0001F469\u200D\U0001F467 \U0001F1EC\U0001F1E7 \U0001F44D\U0001F3FD";
    Sitting s{e.p, e.alice};
    s.open();
    auto rows = s.rows({30, narrow.columns});
    rows.erase(rows.begin(), std::ranges::find(rows, "  見ました。海が前より高かったです。とて"));
    const std::string w(38, 'w');
    const std::string heading = "You to Dr Okafor  20:00";
    REQUIRE(rows.size() > 3);
    CHECK(rows == Texts{"  見ました。海が前より高かったです。とて",
                        "  も怖かったので、起きてしまいました。",
                        "",
                        heading,
                        "  לא הצלחתי לישון שוב, והים היה גבוה",
                        "  יותר מאשר קודם, ולא ידעתי לאן ללכת משם",
                        "",
                        heading,
                        "  word",
                        "  " + w,
                        "  " + w,
                        "  " + w,
                        "  " + std::string(36, 'w'),
                        "  word",
                        "",
                        heading,
                        "  \U0001F468\U0001F469\U0001F467 \U0001F1EC\U0001F1E7 \U0001F44D\U0001F3FD",
                        "  Held. Dr Okafor reads Tue 3 Mar,",
                        "  09:00–12:00. You can take it back",
                        "  until then.",
                        rows.at(rows.size() - 2),
                        "to Dr Okafor>"});
}

TEST_CASE("what is new is marked and counts as seen only once it was visible")
{
    Evening e;
    e.p.at(client::test::tuesday_nine);
    for (int i = 0; i < 90; ++i) e.okafor >> ("number " + std::to_string(i));
    REQUIRE(e.alice.client().conversations().at(0).unseen == 90);
    Sitting s{e.p, e.alice};
    s.open();
    const auto first = s.all(usual);
    CHECK(contains(first, "New ──"));
    CHECK(contains(first, "number 0"));
    CHECK_FALSE(contains(first, "number 89"));
    s.look(usual);
    const auto left = e.alice.client().conversations().at(0).unseen;
    CHECK(left > 0);
    CHECK(left < 90);
    s.type("\x1B[6~");  // PgDn
    s.look(usual);
    CHECK(e.alice.client().conversations().at(0).unseen < left);

    // Whoever goes to the end without reading keeps what is between.
    Sitting again{e.p, e.alice};
    again.open();
    again.type("\x1B[1;5F");  // Ctrl-End
    again.look(usual);
    const auto unread = e.alice.client().conversations().at(0).unseen;
    CHECK(contains(again.all(usual), "New above: Alt-N"));
    again.type(
        "\x1B"
        "n");
    CHECK(contains(again.all(usual), "New ──"));
    for (int i = 0; i < 10; ++i) {
        again.look(usual);
        again.type("\x1B[6~");
    }
    CHECK(unread > 0);
    CHECK(e.alice.client().conversations().at(0).unseen == 0);
}

TEST_CASE("the history goes page by page to its begin and back")
{
    Evening e;
    for (int i = 0; i < 40; ++i) e.alice >> ("number " + std::to_string(i));
    Sitting s{e.p, e.alice};
    s.open();
    CHECK(contains(s.all(usual), "number 39"));
    for (int i = 0; i < 20; ++i) {
        s.type("\x1B[5~");
        (void)s.picture(usual);
    }
    const auto top = s.all(usual);
    CHECK(contains(top, "Monday 2 March"));
    CHECK(contains(top, "number 0"));
    CHECK(contains(top, "More below: PgDn"));
    s.type("\x1B[1;2B");  // Shift-Down
    CHECK_FALSE(contains(s.all(usual), "Monday 2 March"));
    s.type("\x1B");
    CHECK(contains(s.all(usual), "number 39"));
}

TEST_CASE("a search finds words whatever their case and goes on in both directions")
{
    Evening e;
    e.alice >> "the SEA was high";
    for (int i = 0; i < 300; ++i) e.alice >> "filling";
    e.alice >> "a harbour by the sea";
    Sitting s{e.p, e.alice};
    s.open();
    (void)s.picture(usual);
    const auto find = [&] {
        while (s.screen.look_on()) continue;
        return s.all(usual);
    };
    s.screen.search("Sea");
    CHECK(contains(find(), "a harbour by the sea"));
    s.type("n");
    CHECK(contains(find(), "the SEA was high"));
    s.type("n");
    CHECK(contains(find(), "There is no other"));
    s.type("N");
    CHECK(contains(find(), "a harbour by the sea"));
    CHECK(s.input.editor().text().empty());
    s.type("xn");
    CHECK(s.input.editor().text() == "xn");
    s.type("\x15");
    s.screen.search("mountain");
    CHECK(contains(find(), "\"mountain\" is not in this conversation."));
    s.type("\x1B");
    s.type("hello");
    CHECK(s.input.editor().text() == "hello");
}

TEST_CASE("a panel stands in front until it is closed or somebody types on")
{
    Evening e;
    Sitting s{e.p, e.alice};
    s.open();
    s.type("half a word");
    s.screen.add({Item::Kind::answer, chat_help(wire::Role::client, ui::Place::full_screen), "Help"});
    const auto help = s.all(usual);
    CHECK(help.starts_with("Help\n"));
    CHECK(contains(help, "Esc or q closes this."));
    CHECK_FALSE(contains(help, "half a word"));
    s.type(" \x1B[6~");
    (void)s.all(usual);
    s.type("q");
    CHECK(contains(s.all(usual), "half a word"));
    CHECK(s.input.editor().text() == "half a word");
    s.screen.add({Item::Kind::answer, chat_help(wire::Role::client, ui::Place::full_screen), "Help"});
    s.type("/");
    s.type("q");
    CHECK(s.input.editor().text() == "half a word/q");
    CHECK(contains(s.all(usual), "half a word/q"));
}

TEST_CASE("a panel says whole how it is closed on a narrow screen, and shows a picture without its escapes")
{
    Evening e;
    Sitting s{e.p, e.alice};
    s.open();
    s.screen.add({Item::Kind::answer, chat_help(wire::Role::client, ui::Place::full_screen), "Help"});
    CHECK(contains(s.all({20, 40}), "There is more: PgUp, PgDn. Esc or q\ncloses this."));
    s.screen.add({Item::Kind::answer, {"Compare it once.", "\x1B[38;5;16m \u2580\u2588 \x1B[0m"}, "Safety number"});
    const auto shown = s.all({20, 40});
    CHECK(contains(shown, "\n \u2580\u2588"));
    CHECK(contains(shown, "Esc or q closes this."));
    CHECK_FALSE(contains(shown, "38;5"));
}

TEST_CASE("a therapist chooses among conversations and what was missed stands first")
{
    Evening e;
    auto& lee = e.p.client("Lee", e.okafor);
    e.p.client("Kim", e.okafor);
    lee >> "are you there";
    e.p.at(client::test::tuesday_nine);
    Sitting s{e.p, e.okafor};
    s.screen.show_list();
    const auto list = s.all(usual);
    CHECK(contains(list, "> Lee  new"));
    CHECK_FALSE(contains(list, "1"));
    s.type("\x1B[B");
    CHECK(contains(s.all(usual), "> Alice"));
    s.type("\r");
    const auto wish = s.screen.take_wish();
    REQUIRE(wish);
    CHECK(std::get<wish::Open>(*wish).id == e.okafor.conversation());
}

}  // namespace holdfast::ui::screen::chat_screen_test
