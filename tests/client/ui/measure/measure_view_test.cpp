// Questionnaires in words: what is offered and answered is shown whole, a total stands with the publishers' words as
// theirs, and nothing sounds like a verdict or an alarm.
#include "client/ui/measure/measure_view.hpp"

#include "client/measures/shipped.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/json/json_measure.hpp"
#include "tests/client/core/planted_offer.hpp"
#include "tests/protocol/measure/small_measure.hpp"
#include "tests/support/catch.hpp"

namespace measure_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::client::test;
using holdfast::test::small_measure;
namespace command = holdfast::client::command;

namespace {

constexpr std::optional<std::uint8_t> none;

bool has(const ui::Lines& lines, std::string_view words)
{
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(words) != std::string::npos; });
}

}  // namespace

TEST_CASE("a total is said with what the publishers call it, and what is missing before it")
{
    const auto eight = *measure::find_shipped("PHQ-8");
    CHECK(result_lines(eight, {2, 2, 2, 2, 2, 0, 0, 0}) ==
          ui::Lines{"10 of 24: in the range the publishers call moderate."});
    CHECK(result_words(eight, {2, 2, 2, 2, 2, 0, 0, 0}) == "10 of 24, in the range the publishers call moderate");
    CHECK(result_lines(eight, {2, none, 2, 2, 2, 0, 0, 0}) ==
          ui::Lines{"7 of 8 questions are answered; it takes 8 for a total, so there is none."});
    CHECK(result_words(eight, {2, none, 2, 2, 2, 0, 0, 0}) == "not scored: 7 of 8 answered");
    const auto nine = *measure::find_shipped("PHQ-9");
    CHECK(result_lines(nine, {3, 3, 3, 3, 3, 3, 3, 3, none}) ==
          ui::Lines{"8 of 9 questions are answered; the others count as the mean of these.",
                    "27 of 27: in the range the publishers call severe."});
    CHECK(result_words(nine, {3, 3, 3, 3, 3, 3, 3, 3, none}) ==
          "27 of 27, in the range the publishers call severe (8 of 9 answered)");
    const auto two = *measure::find_shipped("GAD-2");
    CHECK(result_lines(two, {1, 1}) == ui::Lines{"2 of 6: in the range the publishers call below their cut-off of 3."});
    auto without = small_measure();
    without.bands.clear();
    CHECK(result_lines(without, {0, 1, 2, 3}) == ui::Lines{"3 of 12."});
}

TEST_CASE("what is offered is shown whole: questions, choices, scoring, source and terms")
{
    const auto lines = measure_lines(*measure::find_shipped("PHQ-9"));
    CHECK(lines.front() == "PHQ-9 (Patient Health Questionnaire, 9 questions (PHQ-9)):");
    CHECK(has(lines, "9. Thoughts that you would be better off dead or of hurting yourself in some way"));
    CHECK(
        has(lines, "To choose from: 0: Not at all; 1: Several days; 2: More than half the days; 3: Nearly every day."));
    CHECK(has(lines,
              "Scored on both devices: the sum of the numbers, 0 to 27. At least 7 questions have to be answered "
              "for it; the others count as the mean of these."));
    CHECK(has(lines, "   10 to 14: the publishers call it moderate"));
    CHECK(has(lines, "Terms: Developed by"));
    auto form = small_measure();
    form.items[2].words.clear();
    form.items[2].choices = {{0, ""}, {10, ""}};
    CHECK(has(measure_lines(form), "Question 3 of your form"));
    CHECK(has(measure_lines(form), "   0; 10"));
}

TEST_CASE("hostile words in a definition are made inert wherever they are shown")
{
    auto measure = small_measure();
    measure.title = measure.items[0].words = measure.choices[0].words = measure.bands[0].words =
        "\xE2\x80\xAE"
        "\x1b[2J";
    for (const auto& lines : {measure_lines(measure), chosen_lines(measure, {0, 0, 0, 3}),
                              result_lines(measure, {0, 0, 0, 3}), offer_lines({measure})}) {
        CHECK_FALSE(has(lines, "\x1b"));
        CHECK_FALSE(has(lines, "\xE2\x80\xAE"));
    }
}

TEST_CASE("an offer and its answers in both histories, with what they come to on both sides")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.at(tuesday_nine);
    const Here here{hours::TimeZone::find("UTC").value(), p.now()};
    REQUIRE(okafor.order(command::OfferMeasure{okafor.conversation(), small_measure()}).has_value());
    p.run();
    const auto newest = [&](Member& member) { return member.client().history(member.conversation()).back(); };
    CHECK(entry_lines(*newest(alice), alice.client(), here) ==
          ui::Lines{"Dr Okafor, Tue 3 Mar, 09:00", "  Questionnaire: Small-4 (A small questionnaire), 4 questions.",
                    "  To answer it: /measure, or holdfast measure. It can wait."});
    CHECK_FALSE(has(entry_lines(*newest(okafor), okafor.client(), here), "To answer"));
    const auto offer = alice.client().measures(alice.conversation()).front().offer;
    REQUIRE(alice.order(command::SaveMeasure{alice.conversation(), offer, {1}}).has_value());
    const auto state = [&](Member& member) {
        return measure_list(member.client().measures(member.conversation()),
                            member.client().conversation(member.conversation()), here);
    };
    CHECK(state(alice) == ui::Lines{"Small-4, offered Tue 3 Mar, 09:00: begun, 1 of 4 questions"});
    CHECK(state(okafor) == ui::Lines{"Small-4, offered Tue 3 Mar, 09:00: no answer yet"});
    REQUIRE(alice.order(command::AnswerMeasure{alice.conversation(), offer, {1, 2, 3, none}}).has_value());
    p.run();
    const ui::Lines said{"  Answers to Small-4 (A small questionnaire)",
                         "  3 of 4 questions are answered; the others count as the mean of these.",
                         "  8 of 12: in the range the publishers call high.",
                         "  1. first",
                         "     1: once",
                         "  2. second",
                         "     2: twice",
                         "  3. third",
                         "     3: daily",
                         "  4. fourth",
                         "     left out"};
    for (auto* member : {&okafor, &alice}) {
        auto lines = entry_lines(*newest(*member), member->client(), here);
        lines.erase(lines.begin());
        CHECK(lines == said);
        CHECK(state(*member) == ui::Lines{"Small-4, offered Tue 3 Mar, 09:00, answered Tue 3 Mar, 09:00: 8 of 12, in "
                                          "the range the publishers call high (3 of 4 answered)"});
    }
    CHECK(told_first(okafor.client(), okafor.client().conversation(okafor.conversation())).empty());
    const auto object = entry_object(*newest(okafor), okafor.client(), p.now());
    CHECK(object.at("kind") == "measure_answers");
    CHECK(object.at("result").at("total") == 8);
    CHECK(object.at("result").at("answers").as_array()[3].is_null());
    CHECK(object.at("read_first") == false);
}

TEST_CASE("answers whose questions this device does not have are said to be that")
{
    const wire::MeasureAnswers answers{{}, {}, {0, 1}, {}};
    CHECK(answers_lines(answers, nullptr).size() == 1);
    const auto other = small_measure();
    CHECK(answers_lines(answers, &other) == answers_lines(answers, nullptr));
}

TEST_CASE("before a question about harming oneself the client reads who sees the answer and when")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const Here here{hours::TimeZone::find("UTC").value(), p.now()};
    const auto with = alice.client().conversation(alice.conversation());
    CHECK(
        before_self_harm(with, alice.client().outlook(with.id, p.now()), here) ==
        ui::Lines{"Nobody sees your answer to the next question before Dr Okafor reads it. Dr Okafor reads Tue 3 Mar, "
                  "09:00–12:00."});
    CHECK(before_self_harm(with, {}, here).front().ends_with("No reading time is set."));
}

TEST_CASE("the therapist reads the question and the answer first, in their own words")
{
    const auto nine = *measure::find_shipped("PHQ-9");
    CHECK(read_first_lines(nine, {3, 0, 0, 0, 0, 0, 0, 0, 1}, "Sam") ==
          ui::Lines{"To be read first: Sam's answers to PHQ-9.",
                    "9. Thoughts that you would be better off dead or of hurting yourself in some way",
                    "   1: Several days"});
}

TEST_CASE("answers that tell of self-harm stand first for the therapist, once, and not for who wrote them")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto nine = *measure::find_shipped("PHQ-9");
    const auto offer = p.random().id<MessageId>();
    for (auto* member : {&okafor, &alice}) {
        plant_offer(p, *member, offer, nine);
        member->go_online();
    }
    alice >> "written before";
    REQUIRE(alice.order(command::AnswerMeasure{alice.conversation(), offer, {0, 0, 0, 0, 0, 0, 0, 0, 2}}).has_value());
    alice >> "written after";
    okafor.forget_shown();
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"answers: 000000002", "written before", "written after"});
    const Here here{hours::TimeZone::find("UTC").value(), p.now()};
    const auto with = okafor.client().conversation(okafor.conversation());
    const auto first = told_first(okafor.client(), with);
    REQUIRE(first.size() == 1);
    const ui::Lines notice{"To be read first: Alice's answers to PHQ-9.",
                           "9. Thoughts that you would be better off dead or of hurting yourself in some way",
                           "   2: More than half the days"};
    CHECK(first_notice(first.front(), okafor.client(), here) == notice);
    const auto lines = entry_lines(first.front(), okafor.client(), here);
    CHECK(lines.at(1) == "  " + notice.at(0));
    CHECK(has(lines, "2 of 27: in the range the publishers call minimal."));
    CHECK(entry_object(first.front(), okafor.client(), p.now()).at("read_first") == true);
    const auto own = *alice.client().history(alice.conversation()).at(1);
    CHECK_FALSE(has(entry_lines(own, alice.client(), here), "To be read first"));
    CHECK(told_first(alice.client(), alice.client().conversation(alice.conversation())).empty());
    const auto last = okafor.client().history(okafor.conversation()).back()->number;
    REQUIRE(okafor.order(command::MarkShown{okafor.conversation(), last}).has_value());
    CHECK(told_first(okafor.client(), with).empty());
    const auto again = okafor.client().read(client::ListedEntry{first.front()});
    CHECK_FALSE(has(entry_lines(again, okafor.client(), here), "To be read first"));
}

}  // namespace measure_view_test
