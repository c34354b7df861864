// A questionnaire with real programs: offered, interrupted and taken up again, sent, and scored the same on both sides;
// the practice's server has neither its words nor what it came to.
#include <csignal>

#include "tests/e2e/asked.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::measure_test {

TEST_CASE("a questionnaire is offered and answered over a Ctrl-C and a kill and scored by both")
{
    if (!has_terminal()) return;
    Couple c{open_rules};
    CHECK(contains(c.okafor.run({"measure", "offer", "PHQ-7", "--with", "Sam"}).err,
                   "GAD-2, GAD-7, PHQ-2, PHQ-8, PHQ-9"));
    const auto nine = c.okafor.run({"measure", "offer", "PHQ-9", "--with", "Sam", "--yes"});
    CHECK(nine.status == 1);
    CHECK(contains(nine.err, "agreed on a coping plan: holdfast plan edit. Nothing was sent."));
    const auto refused = c.okafor.run({"measure", "offer", "phq8", "--with", "Sam"}, "no\n");
    CHECK(contains(refused.out, "1. Little interest or pleasure in doing things"));
    CHECK(contains(refused.err, "Nothing was sent."));
    CHECK(contains(c.sam.run({"measure"}).err, "No questionnaire is open."));
    CHECK(contains(c.okafor.ok({"measure", "offer", "phq8", "--with", "Sam", "--yes"}), "Sent to Sam."));
    CHECK(contains(c.sam.ok({"read"}), "To answer it: /measure"));
    {
        const auto terminal = open(c, "interrupted", c.sam, {"measure"});
        CHECK(contains(terminal.wait_for("1 of 8 (0, 1, 2 or 3)"), "1. Little interest"));
        terminal.enter("");
        static_cast<void>(terminal.wait_for("Please answer 0, 1, 2 or 3"));
        terminal.enter("2");
        static_cast<void>(terminal.wait_for("2 of 8"));
        terminal.press("C-c");
        const auto shown = ended(terminal);
        CHECK(contains(shown, "Nothing was sent. Your answers are kept here"));
        CHECK(contains(shown, "ended with 1"));
    }
    {
        auto killed = c.sam.start({"measure"});
        static_cast<void>(killed.wait_for_line("It goes on with question 2 of 8."));
        killed.write("1\n");
        static_cast<void>(killed.wait_for_line("3. Trouble falling"));
        killed.signal(SIGKILL);
        static_cast<void>(killed.wait());
    }
    CHECK(contains(c.sam.ok({"measure", "list"}), "begun, 2 of 8 questions"));
    CHECK(contains(c.okafor.ok({"measure", "list"}), "no answer yet"));
    const auto kept = c.sam.run({"--plain", "measure"}, "3\n3\n0\n0\n0\n0\nno\n\n");
    CHECK(contains(kept.out, "It goes on with question 3 of 8."));
    CHECK(contains(kept.out, "9 of 24: in the range the publishers call mild."));
    CHECK(contains(kept.err, "Nothing was sent. Your answers are kept here"));
    // One of them is changed, and all are shown again.
    const auto sent = c.sam.run({"--plain", "measure"}, "no\n8\n1\nyes\n");
    CHECK(contains(sent.out, "10 of 24: in the range the publishers call moderate."));
    CHECK(contains(sent.out, "Sent to Dr Okafor."));
    CHECK(contains(c.sam.run({"measure"}).err, "No questionnaire is open."));
    CHECK(contains(c.okafor.ok({"--plain", "read"}), "10 of 24: in the range the publishers call moderate."));
    for (const auto* person : {&c.okafor, &c.sam}) {
        CHECK(contains(person->ok({"measure", "list"}), ": 10 of 24, in the range the publishers call moderate"));
        const auto shown = person->ok({"measure", "show", "PHQ-8"});
        CHECK(contains(shown, "4. Feeling tired or having little energy"));
        CHECK(contains(shown, "10 of 24: in the range the publishers call moderate."));
    }
    for (const auto* canary : {"Little interest", "Nearly every day", "PHQ-8", "moderate", "Okafor"}) {
        CHECK(files_with(c.practice.relay_data(), canary).empty());
        CHECK(files_with(c.okafor.profile(), canary).empty());
        CHECK(files_with(c.sam.profile(), canary).empty());
    }
}

TEST_CASE("what is wrong with a file of a questionnaire is said with its line and without an account")
{
    const ProcessWorld practice;
    const Person nobody{practice, "nobody"};
    const auto file = practice.folder() / "mine.toml";
    auto text = test::read_file(test::source_dir() + "/client/measures/shipped/GAD-2.toml");
    test::write_file(file, text);
    CHECK(contains(nobody.ok({"measure", "check", file.string()}), "Nothing is wrong with this file."));
    text.replace(text.find("to = 2"), 6, "to = 3");
    test::write_file(file, text);
    const auto wrong = nobody.run({"measure", "check", file.string()});
    CHECK(wrong.status == 1);
    CHECK(contains(wrong.err, "mine.toml, line 22: bands: This band has to begin at 4, so that each total has one."));
    CHECK(contains(nobody.run({"measure", "check", "nowhere.toml"}).err, "There is no file to read there."));
}

}  // namespace holdfast::e2e::measure_test
