#include "client/ui/experiment/experiment_questions.hpp"

#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"

namespace experiment_questions_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace std::chrono;
using Part = wire::ExperimentPart;

namespace {

constexpr Date today = 2026y / March / 2;

void answer_all(ExperimentQuestions& questions, std::initializer_list<std::string_view> answers)
{
    for (const auto answer : answers) CHECK(questions.answer(answer).empty());
}

}  // namespace

TEST_CASE("an experiment is asked for in four questions, and what cannot be used is asked again")
{
    ExperimentQuestions questions{{}, today};
    CHECK(questions.question() == "What do you expect to happen");
    CHECK(questions.answer("").size() == 1);
    CHECK(questions.answer("\xFF").size() == 1);
    CHECK(questions.answer(std::string(wire::max_experiment_words_bytes + 1, 'x')).size() == 1);
    answer_all(questions, {" I blush "});
    CHECK(questions.answer("101").size() == 1);
    CHECK(questions.answer("very").size() == 1);
    answer_all(questions, {"80", "ask in a shop"});
    CHECK(questions.answer("1/8") == Lines{"Write dates like 24 Dec, 2026-12-24 or tomorrow, and several like 1 Aug to "
                                           "14 Aug."});
    CHECK(questions.answer("3 Mar to 3 Jul").front().starts_with("An experiment is small"));
    answer_all(questions, {"3 Mar to 6 Mar"});
    REQUIRE(questions.done());
    const wire::Experiment expected{{}, "I blush", {}, 80, "ask in a shop", 2026y / March / 3, 2026y / March / 6};
    CHECK(experiment_from(questions.words(), {}) == expected);
    CHECK(words_from(expected) == questions.words());
}

TEST_CASE("what was begun stays with Enter, and what was typed of an answer in words is not lost")
{
    ExperimentQuestions questions{{"I blush", "minutes", 10, {}, {}, {}}, today};
    CHECK(questions.question() == "What do you expect to happen (Enter keeps \"I blush\")");
    answer_all(questions, {""});
    CHECK(questions.question().ends_with("(Enter keeps \"10 minutes\", - leaves it out)"));
    answer_all(questions, {"-"});
    CHECK_FALSE(questions.words().number);
    questions.add_unfinished("ask in");
    CHECK(questions.words().plan == "ask in");
}

TEST_CASE("a result is said in words, in a number on the scale that was chosen, or both")
{
    ExperimentQuestions questions{{}, Part::result, "minutes"};
    CHECK(questions.question() == "What happened (Enter leaves it out)");
    answer_all(questions, {""});
    CHECK(questions.question() == "How many minutes (Enter leaves it out)");
    CHECK(questions.answer("").size() == 1);
    CHECK(questions.answer("a few").size() == 1);
    answer_all(questions, {"25 minutes"});
    REQUIRE(questions.done());
    CHECK(questions.words().number == 25U);
    ExperimentQuestions sure{{}, Part::result, {}};
    answer_all(sure, {"nobody looked"});
    CHECK(sure.answer("101") == Lines{"Write a whole number from 0 to 100."});
    answer_all(sure, {"-"});
    CHECK(sure.done());
    ExperimentQuestions learned{{}, Part::learned, {}};
    CHECK(learned.answer("").size() == 1);
    answer_all(learned, {"it passes"});
    CHECK(learned.done());
}

TEST_CASE("a quantity is a number of a hundred, or one with what it counts")
{
    CHECK(parse_quantity("80") == TypedQuantity{80, {}});
    CHECK(parse_quantity(" 80 % ") == TypedQuantity{80, {}});
    CHECK(parse_quantity("250 steps up") == TypedQuantity{250, "steps up"});
    for (const auto* wrong : {"", "101", "-1", "8.5", "8x", "1000001 steps", "x"}) CHECK_FALSE(parse_quantity(wrong));
    CHECK(parse_on_scale("100", {}) == 100U);
    CHECK_FALSE(parse_on_scale("101", {}));
    CHECK_FALSE(parse_on_scale("5 hours", "minutes"));
}

}  // namespace experiment_questions_test
