// A questionnaire in questions: one at a time, none left out by an empty line, gone back to, and taken up again.
#include "client/ui/measure/measure_questions.hpp"

#include "tests/protocol/measure/small_measure.hpp"
#include "tests/support/catch.hpp"

namespace measure_questions_test {

using namespace holdfast;
using namespace holdfast::ui;
using holdfast::test::small_measure;

namespace {

constexpr std::optional<std::uint8_t> none;

/// Takes the answers; each that was refused is in the result.
Lines give(MeasureQuestions& questions, const Lines& answers)
{
    Lines refused;
    for (const auto& one : answers)
        for (auto& line : questions.answer(one)) refused.push_back(std::move(line));
    return refused;
}

}  // namespace

TEST_CASE("a question is shown with its choices and how many there are")
{
    const auto measure = small_measure();
    MeasureQuestions questions{measure, {}};
    CHECK(questions.beginning().at(1) == "Over the last week:");
    CHECK(questions.item() == Lines{"1. first", "   0: never", "   1: once", "   2: twice", "   3: daily"});
    CHECK(questions.prompt() == "1 of 4 (0, 1, 2 or 3)");
    CHECK(give(questions, {"2", " 0 ", "-", "3"}).empty());
    CHECK(questions.done());
    CHECK(questions.chosen() == wire::MeasureChosen{2, 0, none, 3});
}

TEST_CASE("an answer that is none of the choices is asked again, an empty line among them")
{
    const auto measure = small_measure();
    MeasureQuestions questions{measure, {}};
    const std::string again = "Please answer 0, 1, 2 or 3; - leaves the question out.";
    CHECK(give(questions, {"", "4", "never", "1x"}) == Lines{again, again, again, again});
    CHECK(questions.chosen().empty());
}

TEST_CASE("one question can be gone back to, and answers begun before are gone on with")
{
    const auto measure = small_measure();
    MeasureQuestions questions{measure, {1, none}};
    CHECK(questions.beginning().back() == "It goes on with question 3 of 4.");
    CHECK(give(questions, {"back", "back", "back"}) == Lines{"This is the first question."});
    CHECK(give(questions, {"3"}).empty());
    CHECK(questions.chosen() == wire::MeasureChosen{3});
    MeasureQuestions too_long{measure, {0, 0, 0, 0, 0}};
    CHECK(too_long.chosen().empty());
}

TEST_CASE("the value is typed, wherever it stands in the list")
{
    auto measure = small_measure();
    measure.items[0].choices = {{5, "all of the time"}, {10, ""}, {0, "at no time"}};
    MeasureQuestions questions{measure, {}};
    CHECK(questions.item() == Lines{"1. first", "   5: all of the time", "   10", "   0: at no time"});
    CHECK(questions.prompt() == "1 of 4 (5, 10 or 0)");
    CHECK(give(questions, {"10"}).empty());
    CHECK(questions.chosen() == wire::MeasureChosen{1});
}

TEST_CASE("an answer about harming oneself is noticed when it is given, and the lowest is none")
{
    auto measure = small_measure();
    measure.items[1].self_harm = true;
    MeasureQuestions questions{measure, {}};
    CHECK_FALSE(questions.asks_about_self_harm());
    CHECK(give(questions, {"3"}).empty());
    CHECK_FALSE(questions.told_of_self_harm());
    CHECK(questions.asks_about_self_harm());
    CHECK(give(questions, {"0"}).empty());
    CHECK_FALSE(questions.told_of_self_harm());
    CHECK(give(questions, {"back", "1"}).empty());
    CHECK(questions.told_of_self_harm());
}

}  // namespace measure_questions_test
