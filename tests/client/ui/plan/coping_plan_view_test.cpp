#include "client/ui/plan/coping_plan_view.hpp"

#include "protocol/wire/codec.hpp"
#include "tests/support/catch.hpp"

namespace coping_plan_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace std::chrono;

namespace {

constexpr Date day = 2026y / November / 30;

client::CopingPlanView plan()
{
    return {{}, 1, day, "We meet on Tuesday.\n\x1B[2J", {{"What helps first", "a walk\nthe river"}, {"Then", ""}}, {}};
}

client::ConversationView with_okafor()
{
    client::ConversationView with;
    with.name = "Dr Okafor";
    return with;
}

}  // namespace

TEST_CASE("a plan is shown whole: steps with their numbers, then the note")
{
    CHECK(coping_plan_lines(plan(), with_okafor()) ==
          Lines{"Coping plan of 30 November 2026:", "  1. What helps first:", "     a walk", "     the river",
                "  2. Then", "From Dr Okafor, for the time in which nobody reads:", "  We meet on Tuesday.", "  ␛[2J"});
    auto without_note = plan();
    without_note.note.clear();
    without_note.steps = {{"Whom I call", "Anna"}};
    CHECK(coping_plan_lines(without_note, with_okafor()) ==
          Lines{"Coping plan of 30 November 2026:", "  1. Whom I call: Anna"});
}

TEST_CASE("where a plan stands is said to both, and never that somebody must answer")
{
    auto one = plan();
    auto with = with_okafor();
    CHECK(coping_plan_state(one, with, "/plan agree") == "To answer: /plan agree. You can write either way.");
    one.word = wire::PlanWord{{}, {}, {}, true, {"x", "y"}, day};
    CHECK(coping_plan_state(one, with, {}) ==
          "You agreed to the coping plan, with words of your own, on 30 November 2026.");
    with.mine = true;
    with.name = "Sam";
    CHECK(coping_plan_state(one, with, {}) ==
          "Sam agreed to the coping plan, with words of their own, on 30 November 2026.");
    one.word->agreed = false;
    one.word->words.clear();
    CHECK(coping_plan_state(one, with, {}) == "Sam did not agree to the coping plan, on 30 November 2026.");
    one.word.reset();
    CHECK(coping_plan_state(one, with, {}) == "Sam has not answered this plan.");
}

TEST_CASE("while closed the plan stands below the contacts, open it does not")
{
    client::Outlook outlook;
    outlook.contacts = {{"Samaritans", "116 123"}};
    outlook.coping = plan();
    outlook.coping->note = "We meet on Tuesday.";
    outlook.coping->steps = {{"What helps first", "a walk"}};
    outlook.coping->word = wire::PlanWord{{}, {}, {}, true, {}, day};
    const Here here{std::nullopt, Instant{}};
    CHECK(crisis_lines(with_okafor(), outlook, here) ==
          Lines{"Holdfast is not monitored. If you need help now:", "  Samaritans: 116 123",
                "Dr Okafor wrote for this time:", "  We meet on Tuesday.",
                "Your coping plan:", "  1. What helps first: a walk"});
    outlook.coping->word.reset();
    CHECK(crisis_lines(with_okafor(), outlook, here).at(4) == "A coping plan, for you to answer (/plan):");
    outlook.open = holdfast::hours::Window{Instant{}, std::nullopt};
    CHECK(crisis_lines(with_okafor(), outlook, here).empty());
}

TEST_CASE("in the history a plan and a word on it are whole and safe")
{
    const wire::PlanText text{{}, {}, 1, day, "See you.", {{"First", "a walk"}}};
    CHECK(plan_entry_lines({{wire::encode(text), {}}}) ==
          Lines{"Coping plan of 30 November 2026:", "  1. First: a walk",
                "A note for the time in which nobody reads:", "  See you."});
    wire::PlanWord word{{}, {}, {}, true, {"the river\nand back"}, day};
    CHECK(plan_answer_lines({{wire::encode(word), {}}}) ==
          Lines{"Agreed to the coping plan, with words of my own, on 30 November 2026.", "  1. the river",
                "     and back"});
    CHECK(plan_entry_lines({}) == Lines{sentence(Errc::truncated)});
    CHECK(plan_answer_lines({}) == Lines{sentence(Errc::truncated)});
}

TEST_CASE("the page to print has the steps, the note and the contacts, and says when it was made")
{
    client::Outlook outlook;
    outlook.contacts = {{"Samaritans", "116 123"}};
    const auto page = coping_page(plan(), with_okafor(), "Dr Okafor", outlook, {std::nullopt, Instant{}});
    CHECK(page.from == "From Dr Okafor, for the time in which nobody reads:");
    CHECK(page.steps.at(0) == wire::PlanStep{"What helps first", "a walk\nthe river"});
    CHECK(page.crisis.back() == "  Samaritans: 116 123");
    CHECK(page.made == "Made on 30 November 2026, not agreed to yet.");
}

}  // namespace coping_plan_view_test
