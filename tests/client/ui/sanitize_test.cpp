#include "client/ui/sanitize.hpp"

#include "client/ui/unicode.hpp"
#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::sanitize_test {
namespace {

using Lines = std::vector<std::string>;

/// Nothing that commands, reorders or hides, and no more marks in a row than allowed.
bool is_inert(std::string_view shown)
{
    if (!is_utf8(as_bytes(shown))) return false;
    std::size_t marks = 0;
    for (std::size_t at = 0; at < shown.size();) {
        const auto c = decode_at(shown, at);
        const auto kind = char_kind(c.code);
        if (kind == CharKind::control || kind == CharKind::hidden || kind == CharKind::joiner) return false;
        marks = kind == CharKind::mark ? marks + 1 : 0;
        if (marks > max_marks) return false;
        at += c.size;
    }
    return true;
}

struct Case {
    std::string_view what, hostile, shown;
};

constexpr Case cases[] = {
    {"plain text", "See you on Tuesday.", "See you on Tuesday."},
    {"letters of many scripts", "Grüße, Ελλάδα, שלום, 日本語", "Grüße, Ελλάδα, שלום, 日本語"},
    {"colour", "\x1B[31mred", "␛[31mred"},
    {"clear the screen", "\x1B[2J\x1B[H", "␛[2J␛[H"},
    {"window title", "\x1B]0;owned\x07", "␛]0;owned␇"},
    {"OSC 52 writes the clipboard", "\x1B]52;c;ZXZpbA==\x1B\\", "␛]52;c;ZXZpbA==␛\\"},
    {"carriage return overprints", "held\rread", "held␍read"},
    {"backspace", "a\b\b", "a␈␈"},
    {"bell, null and delete", std::string_view{"\a\0\x7F", 3}, "␇␀␡"},
    {"C1 control sequence introducer",
     "\xC2\x9B"
     "2J",
     "�2J"},
    {"a bare C1 byte",
     "\x9B"
     "2J",
     "�2J"},
    {"bytes that are not UTF-8",
     "a\xFF\xFE\xC0\xAF"
     "b",
     "a�b"},
    {"a character cut short", "a\xE2\x82", "a�"},
    {"a surrogate", "\xED\xA0\x80", "�"},
    {"right-to-left override", "invoice\u202Egpj.exe", "invoice�gpj.exe"},
    {"bidi isolates and marks", "\u2066a\u2069\u200Fb", "�a�b"},
    {"zero-width space in a name", "Dr\u200BOkafor", "Dr�Okafor"},
    {"a joiner between Latin letters", "Dr O\u200Dkafor", "Dr O�kafor"},
    {"joined emoji come apart", "\U0001F468\u200D\U0001F469", "\U0001F468\U0001F469"},
    {"byte order mark", "\uFEFFhello", "�hello"},
    {"line separator", "a\u2028b", "a�b"},
    {"tag characters as one sign", "a\U000E0041\U000E0042\U000E007F", "a�"},
    {"private use", "\uE0B0", "�"},
    {"a noncharacter", "\uFFFF", "�"},
    {"a mark with nothing under it", "\u0301a", "\u25CC\u0301a"},
    {"five marks", "e\u0301\u0301\u0301\u0301\u0301", "e\u0301\u0301\u0301\u0301�"},
};

}  // namespace

TEST_CASE("attack 9: hostile text is shown as inert signs")
{
    for (const auto& [what, hostile, shown] : cases) {
        INFO(what);
        CHECK(sanitize_line(hostile) == shown);
        CHECK(is_inert(sanitize_line(hostile)));
        CHECK(sanitize_line(sanitize_line(hostile)) == sanitize_line(hostile));
    }
}

TEST_CASE("attack 9: whatever three bytes come, what is shown is inert")
{
    std::string bytes(3, '\0');
    for (unsigned a = 0; a < 256; ++a)
        for (unsigned b = 0; b < 256; b += 3)
            for (unsigned c = 0; c < 256; c += 5) {
                bytes = {static_cast<char>(a), static_cast<char>(b), static_cast<char>(c)};
                if (!is_inert(sanitize_line(bytes))) FAIL(to_hex(as_bytes(bytes)));
            }
}

TEST_CASE("attack 9: no code point reaches the screen that is not inert")
{
    for (char32_t c = 1; c <= 0x10FFFF; ++c) {
        if (c >= 0xD800 && c <= 0xDFFF) continue;
        std::string text = "a";
        append_utf8(text, c);
        text += 'b';
        if (!is_inert(sanitize_line(text))) FAIL(static_cast<unsigned>(c));
    }
}

TEST_CASE("attack 9: a megabyte of combining marks becomes a few bytes")
{
    std::string pile = "a";
    while (pile.size() < 1'000'000) pile += "\u0301";
    CHECK(sanitize_line(pile) == "a\u0301\u0301\u0301\u0301�");
    CHECK(sanitize_name(pile) == "a\u0301\u0301\u0301\u0301�");
}

TEST_CASE("a text keeps its lines, a line has none")
{
    CHECK(sanitize_text("one\ntwo\r\nthree") == Lines{"one", "two", "three"});
    CHECK(sanitize_text("") == Lines{""});
    CHECK(sanitize_text("a\tb\n") == Lines{"a    b", ""});
    CHECK(sanitize_line("one\ntwo\r\nthree\tfour") == "one two three four");
}

TEST_CASE("a name is short and never empty")
{
    CHECK(sanitize_name("Dr Okafor") == "Dr Okafor");
    CHECK(sanitize_name("") == "?");
    CHECK(sanitize_name("  \n ") == "?");
    CHECK(columns(sanitize_name(std::string(500, 'x'))) == max_name_columns);
    CHECK(sanitize_name("eve\nDr Okafor: hello") == "eve Dr Okafor: hello");
}

TEST_CASE("text is cut and wrapped by columns, never inside a character")
{
    CHECK(fit("Dr Okafor", 9) == "Dr Okafor");
    CHECK(fit("Dr Okafor", 6) == "Dr Ok…");
    CHECK(fit("日本語", 4) == "日…");
    CHECK(wrap("we meet on Tuesday", 10) == Lines{"we meet on", "Tuesday"});
    CHECK(wrap("abcdefghij", 4) == Lines{"abcd", "efgh", "ij"});
    CHECK(wrap("日本語日本語", 5) == Lines{"日本", "語日", "本語"});
    CHECK(wrap("", 10) == Lines{""});
    for (const auto& line : wrap(std::string(1000, 'w') + " e\u0301 x", 7)) CHECK(columns(line) <= 7);
    // Joined signs that are wider together than the place.
    CHECK(wrap("x\U0001F3FD", 2) == std::vector<std::string>{"x", "\U0001F3FD"});
    const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    CHECK(wrap(family, 6) == std::vector<std::string>{family});
    for (const auto& line : wrap(family + "a", 4)) CHECK(columns(line) <= 4);
}

TEST_CASE("columns follow what a terminal draws")
{
    CHECK(columns("abc") == 3);
    CHECK(columns("e\u0301") == 1);
    CHECK(columns("日本") == 4);
    CHECK(columns("\U0001F642") == 2);
    CHECK(columns("한글") == 4);
}

}  // namespace holdfast::ui::sanitize_test
