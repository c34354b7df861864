#include "client/ui/rhythm/rhythm_questions.hpp"

#include "client/ui/hours/hours_answers.hpp"
#include "protocol/identity/rhythm.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"

namespace rhythm_questions_test {

using namespace holdfast;
using namespace holdfast::ui;

namespace {

void answer_all(RhythmQuestions& questions, std::initializer_list<std::string_view> answers)
{
    for (const auto answer : answers) {
        INFO(questions.question());
        CHECK(questions.answer(answer).empty());
    }
}

}  // namespace

TEST_CASE("weekdays and times of day are read as people write them")
{
    CHECK(weekday_bits("Tue, Fri") == 0b0010010);
    CHECK(weekday_bits("Tuesday and Fridays") == 0b0010010);
    CHECK(weekday_bits("daily") == 127);
    CHECK_FALSE(weekday_bits("then"));
    CHECK(parse_times_of_day("18:00") == std::vector<std::uint16_t>{1080});
    CHECK(parse_times_of_day("20 and 8.30, 8pm") == std::vector<std::uint16_t>{510, 1200});
    for (const auto* wrong : {"", "24:00", "8:60", "noon", "-1", "9-10"}) CHECK_FALSE(parse_times_of_day(wrong));
    CHECK(time_of_day(510) == "08:30");
}

TEST_CASE("a rhythm is asked for: when, the numbers with their words, feelings and a note")
{
    RhythmQuestions questions{{}};
    CHECK(questions.question() == "On which days, such as Tue, Fri");
    CHECK(questions.answer("") == Lines{"Name one day or several, such as: Tue, Fri. Every day is: daily."});
    answer_all(questions, {"Tue, Fri"});
    CHECK(questions.answer("noon") == Lines{"One to four times of day, such as: 18:00, or 8:30, 20:00."});
    answer_all(questions, {"18:00"});
    CHECK(questions.answer("Europe/Nowhere") == Lines{sentence(Errc::unknown_zone)});
    answer_all(questions, {"Europe/Berlin", "2"});
    CHECK(questions.question() == "Number 1, in a word or two, such as: sleep (Enter: no numbers)");
    answer_all(questions, {"sleep"});
    CHECK(questions.question() == "sleep. The question (Enter: the word alone)");
    answer_all(questions, {"How did you sleep?", "not at all", "well"});
    CHECK(questions.answer("sleep") == Lines{"There is a number of that name already."});
    answer_all(questions, {""});
    CHECK(questions.answer("perhaps") == Lines{"Yes or no?"});
    answer_all(questions, {"yes", "calm, tired", "no"});
    REQUIRE(questions.done());
    auto terms = questions.terms();
    CHECK(terms.days == 0b0010010);
    CHECK(terms.items == std::vector<wire::RhythmItem>{{0, "sleep", "How did you sleep?", "not at all", "well"}});
    CHECK(terms.feelings == std::vector<std::string>{"calm", "tired"});
    CHECK_FALSE(terms.asks_note);
    terms.items[0].id = 1;
    CHECK(session::check_rhythm(terms).has_value());
}

TEST_CASE("what is agreed stays with Enter, another name keeps the item, and a dash leaves it out")
{
    wire::RhythmTerms begun{"Europe/Berlin", 1,  {60}, 5, {{7, "sleep", "q", {}, {}}, {8, "mood", {}, {}, {}}},
                            false,           {}, true};
    RhythmQuestions questions{begun};
    CHECK(questions.question() ==
          "On which days, such as Tue, Fri (now: Monday at 01:00 (Europe/Berlin), about 5 minutes; Enter keeps it)");
    answer_all(questions, {"", "", "", "", "nights", "", "", "", "-", "", "", ""});
    REQUIRE(questions.done());
    begun.items = {{7, "nights", "q", {}, {}}};
    CHECK(questions.terms() == begun);
}

TEST_CASE("eight numbers are the most, what is too long is named, and something has to be asked")
{
    RhythmQuestions questions{{}};
    answer_all(questions, {"daily", "8", "UTC", ""});
    CHECK(questions.answer(std::string(wire::max_rhythm_name_bytes + 1, 'x')) ==
          Lines{"This has 61 bytes; there is room for 60."});
    for (std::size_t i = 0; i < wire::max_rhythm_items; ++i)
        answer_all(questions, {"number " + std::to_string(i), "", "", ""});
    CHECK(questions.question() == "Ask for feelings, yes or no (Enter: no)");
    RhythmQuestions nothing{{}};
    answer_all(nothing, {"daily", "8", "UTC", "-", "", "no"});
    CHECK_FALSE(nothing.answer("no").empty());
    answer_all(nothing, {"yes"});
    CHECK(nothing.done());
}

}  // namespace rhythm_questions_test
