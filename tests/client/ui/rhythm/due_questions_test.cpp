#include "client/ui/rhythm/due_questions.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace due_questions_test {

using namespace holdfast;
using namespace holdfast::ui;

namespace {

client::DueView due()
{
    client::DueView view;
    view.due = parse_rfc3339("2026-03-03T17:00:00Z").value();
    view.version.hash.value.at(0) = std::byte{1};
    view.version.terms = {"Europe/Berlin",
                          1,
                          {60},
                          5,
                          {{7, "sleep", "How did you sleep?", "not at all", "well"}, {8, "mood\x1B[2J", {}, {}, {}}},
                          true,
                          {"calm", "tired"},
                          true};
    return view;
}

void answer_all(DueQuestions& questions, std::initializer_list<std::string_view> answers)
{
    for (const auto answer : answers) {
        INFO(questions.question());
        CHECK(questions.answer(answer).empty());
    }
}

}  // namespace

TEST_CASE("the agreed numbers are asked with their words, then feelings from the list and a note")
{
    DueQuestions questions{due(), {}};
    CHECK(questions.question() == "sleep: How did you sleep? 0 (not at all) to 10 (well) (Enter leaves it out)");
    CHECK(questions.answer("11") == Lines{"sleep goes from 0 to 10, in whole numbers."});
    CHECK_FALSE(questions.answer("3.5").empty());
    answer_all(questions, {"3"});
    CHECK(questions.question() == "mood␛[2J 0 to 10 (Enter leaves it out)");
    answer_all(questions, {""});
    CHECK(questions.question() ==
          "Feelings, with commas between them; numbers or words: 1 calm, 2 tired (Enter leaves it out)");
    answer_all(questions, {"2, hopeful", "a long day"});
    REQUIRE(questions.done());
    const auto& answers = questions.answers();
    CHECK(answers.due == due().due);
    CHECK(answers.rhythm == due().version.hash);
    CHECK(answers.items == std::vector<std::uint32_t>{7});
    CHECK(answers.check_in == wire::CheckIn{{{"sleep", 3, 10}}, {"tired", "hopeful"}, "a long day"});
}

TEST_CASE("answers that were interrupted are offered again, and of those to another time only the note")
{
    const wire::RhythmCheckIn begun{due().version.hash, due().due, {7}, {{{"sleep", 3, 10}}, {"tired"}, "note"}};
    DueQuestions again{due(), begun};
    CHECK(again.question() ==
          "sleep: How did you sleep? 0 (not at all) to 10 (well) (Enter keeps \"3\", - leaves it out)");
    answer_all(again, {"-", "", "", ""});
    CHECK(again.answers().items.empty());
    CHECK(again.answers().check_in == wire::CheckIn{{}, {"tired"}, "note"});
    auto earlier = begun;
    earlier.due -= std::chrono::hours{72};
    DueQuestions next{due(), earlier};
    CHECK(next.answers().check_in == wire::CheckIn{{}, {}, "note"});
    CHECK(next.answers().due == due().due);
    next.add_unfinished("no answer to a number");
    CHECK(next.answers().check_in.note == "note");
    answer_all(next, {"", "", ""});
    next.add_unfinished("half a sen");
    CHECK(next.answers().check_in.note == "half a sen");
}

TEST_CASE("what is not agreed is not asked, and answers given by name find their items")
{
    auto view = due();
    view.version.terms.asks_feelings = view.version.terms.asks_note = false;
    DueQuestions questions{view, wire::RhythmCheckIn{{}, {}, {}, {{}, {}, "not asked any more"}}};
    answer_all(questions, {"1", "2"});
    CHECK(questions.done());
    CHECK(questions.answers().check_in.note.empty());
    const auto named = answers_by_name(view, {{{"sleep", 4, 10}}, {}, {}});
    REQUIRE(named.has_value());
    CHECK(named->items == std::vector<std::uint32_t>{7});
    CHECK(answers_by_name(view, {{{"appetite", 4, 10}}, {}, {}}).errc() == Errc::not_due);
    CHECK(answers_by_name(view, {{{"sleep", 4, 10}, {"sleep", 5, 10}}, {}, {}}).errc() == Errc::not_due);
}

}  // namespace due_questions_test
