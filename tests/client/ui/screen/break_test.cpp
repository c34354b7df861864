#include "client/ui/screen/break.hpp"

#include <string>

#include "client/ui/screen/row.hpp"
#include "client/ui/unicode.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::screen::break_test {
namespace {

std::vector<std::string> parts(std::string_view text, std::size_t first, std::size_t rest)
{
    std::vector<std::string> parts;
    for (const auto& piece : broken(text, first, rest))
        parts.emplace_back(text.substr(piece.begin, piece.end - piece.begin));
    return parts;
}

using Parts = std::vector<std::string>;

}  // namespace

TEST_CASE("a line is broken at spaces, which stay with the line before them")
{
    CHECK(parts("I could not sleep again", 10, 10) == Parts{"I could ", "not sleep ", "again"});
    CHECK(parts("one", 10, 10) == Parts{"one"});
    CHECK(parts("", 10, 10) == Parts{""});
    CHECK(parts("a  b", 2, 2) == Parts{"a  ", "b"});
    CHECK(parts("first row is shorter", 6, 12) == Parts{"first ", "row is ", "shorter"});
}

TEST_CASE("a word is split only where it is longer than a row")
{
    CHECK(parts("see Donaudampfschiff", 8, 8) == Parts{"see ", "Donaudam", "pfschiff"});
    CHECK(parts("well-being comes", 8, 8) == Parts{"well-", "being ", "comes"});
}

TEST_CASE("text without spaces is broken between its letters and never before a closing mark")
{
    CHECK(parts("昨日は眠れました。今日も", 8, 8) == Parts{"昨日は眠", "れまし", "た。今日", "も"});
    CHECK(parts("I wrote 昨日は眠れた", 12, 12) == Parts{"I wrote 昨日", "は眠れた"});
}

TEST_CASE("a character that people see as one is never split")
{
    const std::string family = "\U0001F468\u200D\U0001F469\u200D\U0001F467";
    CHECK(parts(family + family, 6, 6) == Parts{family, family});
    const std::string accented = "e\u0301e\u0301e\u0301e\u0301";
    CHECK(parts(accented, 3, 3) == Parts{"e\u0301e\u0301e\u0301", "e\u0301"});
    CHECK(parts("שלום לכולם", 6, 6) == Parts{"שלום ", "לכולם"});
}

TEST_CASE("every row fits whatever the text is")
{
    const std::string text =
        "a \U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466 漢字 supercalifragilistic שלום e\u0301";
    for (std::size_t width = 4; width < 60; ++width)
        for (const auto& row : flow(text, width, plain, 1, 1)) CHECK(columns_of(row) <= width);
}

}  // namespace holdfast::ui::screen::break_test
