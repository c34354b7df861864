#include "client/ui/layout.hpp"

#include "client/ui/unicode.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::layout_test {

TEST_CASE("a line that fits stays as it is")
{
    CHECK(laid_out("", 20) == Lines{""});
    CHECK(laid_out("  Code to type:  ABC", 20) == Lines{"  Code to type:  ABC"});
}

TEST_CASE("a longer one is broken between words and never within one")
{
    CHECK(laid_out("Held. Dr Okafor reads Tue 1 Dec, 09:00–12:00.", 20) ==
          Lines{"Held. Dr Okafor", "reads Tue 1 Dec,", "09:00–12:00."});
    CHECK(laid_out("Link: holdfast://relay.example/abcdefghijklmnop and more", 20) ==
          Lines{"Link:", "holdfast://relay.example/abcdefghijklmnop", "and more"});
}

TEST_CASE("what follows begins below the first word")
{
    CHECK(laid_out("  one two three four", 12) == Lines{"  one two", "  three four"});
    CHECK(laid_out("  2. one two three four", 14) == Lines{"  2. one two", "     three", "     four"});
    CHECK(laid_out("  · Held. Sent to Sam.", 16) == Lines{"  · Held. Sent", "    to Sam."});
}

TEST_CASE("of two columns the second stays one while the screen has room for it")
{
    CHECK(laid_out("  /held    what of yours is held", 24) == Lines{"  /held    what of yours", "           is held"});
    CHECK(laid_out("  /take-back 2  take it back", 16) == Lines{"  /take-back 2", "  take it back"});
    CHECK(laid_out("                far in", 12) == Lines{"far in"});
}

TEST_CASE("wide characters count as two columns")
{
    for (const auto& row : laid_out("日本 日本 日本 日本 日本", 10)) CHECK(columns(row) <= 10);
}

TEST_CASE("any text comes out whole at any width")
{
    const std::string text = "  a bb ccc dddd eeeee ffffff ggggggg hhhhhhhh iiiiiiiii";
    for (std::size_t width = 2; width < 60; ++width) {
        std::string words;
        for (const auto& row : laid_out(text, width))
            for (const char c : row)
                if (c != ' ') words += c;
        CHECK(words == "abbcccddddeeeeeffffffggggggghhhhhhhhiiiiiiiii");
    }
}

}  // namespace holdfast::ui::layout_test
