#include "client/ui/plan/plan_questions.hpp"

#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"

namespace plan_questions_test {

using namespace holdfast;
using namespace holdfast::ui;
using Of = PlanQuestions::Of;

namespace {

void answer_all(PlanQuestions& questions, std::initializer_list<std::string_view> answers)
{
    for (const auto answer : answers) CHECK(questions.answer(answer).empty());
}

}  // namespace

TEST_CASE("a plan is asked for step by step, and Enter at a heading ends the steps")
{
    PlanQuestions questions{Of::whole_plan, {}};
    CHECK(questions.question() == "Step 1, what it is about, such as: What helps first");
    CHECK(questions.answer("") == Lines{"A plan has one step at least."});
    answer_all(questions, {"What helps first"});
    CHECK(questions.question() == "1. What helps first. In the words of your client (Enter leaves it out)");
    answer_all(questions, {" a walk ", "Whom I call", "", ""});
    CHECK(questions.question() ==
          "A note of yours for the time in which nobody reads, in a few sentences (Enter leaves it out)");
    answer_all(questions, {"We meet on Tuesday."});
    REQUIRE(questions.done());
    CHECK(questions.plan().steps == std::vector<wire::PlanStep>{{"What helps first", "a walk"}, {"Whom I call", ""}});
    CHECK(questions.plan().note == "We meet on Tuesday.");
}

TEST_CASE("what is there stays with Enter, and a dash leaves a step or words out")
{
    PlanQuestions questions{Of::whole_plan, {"note", {{"first", "a"}, {"second", "b"}, {"third", "c"}}}};
    CHECK(questions.question() == "Step 1, what it is about (Enter keeps \"first\", - leaves the step out)");
    answer_all(questions, {"", "", "-", "", "-", "", "-"});
    REQUIRE(questions.done());
    CHECK(questions.plan().steps == std::vector<wire::PlanStep>{{"first", "a"}, {"third", ""}});
    CHECK(questions.plan().note.empty());
}

TEST_CASE("what is too long, or no text, is named and asked again, and a full plan asks for no more steps")
{
    PlanQuestions questions{Of::whole_plan, {}};
    CHECK(questions.answer(std::string(wire::max_plan_heading_bytes + 1, 'x')) ==
          Lines{"This has 121 bytes; there is room for 120."});
    CHECK_FALSE(questions.answer("\xFF").empty());
    for (std::size_t step = 0; step < wire::max_plan_steps; ++step) answer_all(questions, {"heading", "words"});
    CHECK(questions.question().starts_with("A note of yours"));
}

TEST_CASE("a client is asked for their own words alone")
{
    PlanQuestions questions{Of::own_words, {"note", {{"What helps first", "a walk"}, {"Whom I call", ""}}}};
    CHECK(questions.question() == "1. What helps first. In your words (Enter keeps \"a walk\", - leaves it out)");
    answer_all(questions, {"the river", "Anna"});
    REQUIRE(questions.done());
    CHECK(questions.plan().steps ==
          std::vector<wire::PlanStep>{{"What helps first", "the river"}, {"Whom I call", "Anna"}});
    CHECK(questions.plan().note == "note");
    CHECK(PlanQuestions{Of::own_words, {}}.done());
}

}  // namespace plan_questions_test
