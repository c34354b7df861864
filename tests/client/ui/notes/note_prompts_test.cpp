#include "client/ui/notes/note_prompts.hpp"

#include "tests/support/catch.hpp"

namespace note_prompts_test {

using namespace holdfast::ui;

TEST_CASE("a note in questions is made of the answers there are")
{
    NotePrompts prompts;
    CHECK(prompts.question() == "What happened (Enter leaves it out)");
    for (const auto* answer : {" a call ", "7", ""}) CHECK(prompts.answer(answer).empty());
    CHECK_FALSE(prompts.answer("\xFF").empty());
    CHECK(prompts.answer("write to Anna").empty());
    REQUIRE(prompts.done());
    CHECK(prompts.text() == "What happened: a call\nHow strong was it, 0 to 10: 7\nWhat comes next: write to Anna");
}

TEST_CASE("an interrupted note goes on with its answers, and a dash leaves one out")
{
    NotePrompts prompts{{"a call", "7"}};
    CHECK(prompts.question() == "What happened (Enter keeps \"a call\", - leaves it out)");
    for (const auto* answer : {"", "-", "", ""}) CHECK(prompts.answer(answer).empty());
    CHECK(prompts.text() == "What happened: a call");
    CHECK(NotePrompts{}.text().empty());
}

}  // namespace note_prompts_test
