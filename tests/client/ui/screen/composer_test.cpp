#include "client/ui/screen/composer.hpp"

#include "client/ui/unicode.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::screen::composer_test {
namespace {

std::string words(const ComposerView& view)
{
    std::string all;
    for (const auto& row : view.rows) all += text_of(row) + "|";
    return all;
}

}  // namespace

TEST_CASE("the text stands behind the name, and its rows below each other")
{
    const auto view = compose_rows("to Lee> ", "I could not sleep again", 23, {5, 22});
    CHECK(words(view) == "to Lee> I could not |        sleep again|");
    CHECK(view.cursor_row == 1);
    CHECK(view.cursor_column == 19);
}

TEST_CASE("a long name has a row of its own")
{
    const auto view = compose_rows("to Professor Dr Okafor-Whitmore> ", "hello", 5, {3, 40});
    CHECK(words(view) == "to Professor Dr Okafor-Whitmore> |> hello|");
    CHECK(view.cursor_row == 1);
    CHECK(view.cursor_column == 7);
}

TEST_CASE("line breaks make rows, also an empty one at the end")
{
    const auto view = compose_rows("> ", "one\n\ntwo\n", 9, {9, 40});
    CHECK(words(view) == "> one|  |  two|  |");
    CHECK(view.cursor_row == 3);
    CHECK(view.cursor_column == 2);
}

TEST_CASE("of a text with more rows than there are the part around the cursor is shown")
{
    const std::string text = "a\nb\nc\nd\ne\nf";
    CHECK(words(compose_rows("> ", text, 0, {3, 40})) == "> a|  b|  c|");
    CHECK(words(compose_rows("> ", text, 6, {3, 40})) == "  c|  d|  e|");
    const auto end = compose_rows("> ", text, text.size(), {3, 40});
    CHECK(words(end) == "  d|  e|  f|");
    CHECK(end.cursor_row == 2);
    CHECK(words(compose_rows("> ", text, 4, {1, 40})) == "  c|");
}

TEST_CASE("up and down keep the column and end at the edges")
{
    const std::string text = "first line\nno\nthird line";
    const ComposerRows rows{text, 40};
    CHECK(rows.below(8) == 13);  // the line between is shorter
    CHECK(rows.below(13) == 16);
    CHECK_FALSE(rows.below(20));
    CHECK(rows.above(20) == 13);
    CHECK_FALSE(rows.above(3));
    const ComposerRows wrapped{"I could not sleep again", 10};
    CHECK(wrapped.count() == 3);
    CHECK(wrapped.below(2) == 10);
    CHECK(wrapped.above(10) == 2);
}

TEST_CASE("every place of a text can be reached and stands inside its rows")
{
    const std::string text =
        "漢字と sheer \U0001F468\u200D\U0001F469\u200D\U0001F467 nonsense of verylongwordswithoutend שלום\n\n.";
    for (std::size_t width = 4; width < 40; ++width) {
        const ComposerRows rows{text, width};
        for (std::size_t at = 0; at < text.size(); at = cluster_end(text, at)) {
            const auto cursor = rows.cursor(at);
            CHECK(cursor.row < rows.count());
            CHECK(cursor.column < width);
        }
        for (std::size_t row = 0; row < rows.count(); ++row) CHECK(columns(rows.shown(row)) < width);
        CHECK(rows.cursor(text.size()).row == rows.count() - 1);
    }
}

}  // namespace holdfast::ui::screen::composer_test
