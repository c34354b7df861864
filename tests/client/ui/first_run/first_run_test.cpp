#include "client/ui/first_run/first_run.hpp"

#include "client/ui/first_run/first_run_words.hpp"
#include "tests/support/catch.hpp"

namespace first_run_test {

using namespace holdfast;
using namespace holdfast::ui;

namespace {

constexpr auto number(FirstStep step) { return static_cast<std::uint8_t>(step); }

FirstFacts clients(bool agreement = true)
{
    FirstFacts facts;
    facts.with = "Dr Okafor";
    facts.contacts = {{"Samaritans", "116 123"}};
    facts.hours = {"Closed. Dr Okafor reads Tue 14 Oct, 09:00–12:00."};
    if (agreement) {
        using namespace std::chrono;
        facts.agreement = client::AgreementView{1, {}, 2026y / November / 30, "I read on Tuesdays.", {}};
    }
    return facts;
}

FirstFacts therapists()
{
    FirstFacts facts;
    facts.role = wire::Role::therapist;
    facts.with = "Dr Okafor";
    facts.groups = "6, 14 and 34";
    return facts;
}

template <class What>
What deed_of(FirstRun& run, std::string_view line)
{
    auto taken = run.answer(line);
    REQUIRE(std::holds_alternative<What>(taken.deed));
    return std::get<What>(std::move(taken.deed));
}

/// Every line a person is shown at a step.
std::string all_words(const FirstRun& run)
{
    std::string all;
    for (const auto& line : run.opening()) all += line + "\n";
    return all + run.question().text;
}

}  // namespace

TEST_CASE("a client is led from the code to the first message, with Enter alone where nothing need be said")
{
    FirstRun run{number(FirstStep::code), clients()};
    CHECK(deed_of<deed::CheckCode>(run, " practice.example/ABCDE ").text == "practice.example/ABCDE");
    CHECK(run.step() == FirstStep::code);  // not before it was found good
    run.go_on();
    (void)deed_of<deed::TakePassphrase>(run, "");
    run.go_on();
    CHECK(run.step() == FirstStep::server);
    CHECK(all_words(run).find("Only you and Dr Okafor can read it.") != std::string::npos);
    for (const auto step : {FirstStep::contacts, FirstStep::agreement, FirstStep::hours, FirstStep::message}) {
        (void)deed_of<deed::Nothing>(run, "");
        CHECK(run.step() == step);
    }
    (void)deed_of<deed::Nothing>(run, "");
    CHECK_FALSE(run.step());
    CHECK(run.number() == 0);
}

TEST_CASE("back asks the question before again, and the account that is made stays made")
{
    FirstRun run{number(FirstStep::message), clients()};
    for (const auto step : {FirstStep::hours, FirstStep::agreement, FirstStep::contacts, FirstStep::server}) {
        (void)deed_of<deed::Nothing>(run, "back");
        CHECK(run.step() == step);
    }
    const auto taken = run.answer("back");
    CHECK(taken.say.front().find("holdfast passphrase change") != std::string::npos);
    CHECK(run.step() == FirstStep::server);
    FirstRun early{number(FirstStep::passphrase), clients()};
    (void)early.answer("back");
    CHECK(early.step() == FirstStep::code);
    CHECK(early.answer("back").say.size() == 1);
    (void)deed_of<deed::Leave>(early, "stop");
    FirstRun without{number(FirstStep::hours), clients(false)};
    (void)without.answer("back");
    CHECK(without.step() == FirstStep::contacts);
}

TEST_CASE("contacts of one's own are added one by one")
{
    FirstRun run{number(FirstStep::contacts), clients()};
    CHECK(all_words(run).find("  Samaritans: 116 123") != std::string::npos);
    CHECK(run.answer("Anna").say.front().find("such as Anna: 0171 234567") != std::string::npos);
    const auto first = deed_of<deed::SetContacts>(run, "Anna : 0171 234567").own;
    CHECK(first == std::vector<wire::CrisisContact>{{"Anna", "0171 234567"}});
    run.facts().own = first;
    CHECK(deed_of<deed::SetContacts>(run, "Ben: ben@example.org").own.size() == 2);
    CHECK(run.step() == FirstStep::contacts);
    (void)run.answer("no");
    CHECK(run.step() == FirstStep::agreement);
}

TEST_CASE("an invitation pasted among the contacts is not taken for somebody to turn to")
{
    FirstRun run{number(FirstStep::contacts), clients()};
    for (const auto* pasted :
         {"127.0.0.1:4433/ABCDE-FGHIJ-KLMNO-PQRST-UVWXY-Z2345",
          "practice.example:8443/abcde fghij klmno pqrst uvwxy z234", "holdfast://practice.example:8443/#AAAA"}) {
        INFO(pasted);
        const auto taken = run.answer(pasted);
        CHECK(std::holds_alternative<deed::Nothing>(taken.deed));
        REQUIRE(taken.say.size() == 1);
        CHECK(taken.say.front().find("nothing was stored") != std::string::npos);
    }
    CHECK(deed_of<deed::SetContacts>(run, "Anna: https://example.org/crisis").own.size() == 1);
    CHECK(run.step() == FirstStep::contacts);
}

TEST_CASE("an agreement is shown whole, and answered, left for later, or not asked where it was answered")
{
    FirstRun run{number(FirstStep::agreement), clients()};
    CHECK(all_words(run).find("I read on Tuesdays.") != std::string::npos);
    CHECK(run.answer("perhaps").say.front() == "Please answer yes or no. Enter decides later.");
    CHECK(deed_of<deed::AnswerAgreement>(run, "yes").agreed);
    CHECK_FALSE(deed_of<deed::AnswerAgreement>(run, "no").agreed);
    CHECK(run.answer("").say.front().find("/agreement") != std::string::npos);
    CHECK(run.step() == FirstStep::hours);
    auto answered = clients();
    answered.agreement->word = wire::AgreementWord{};
    FirstRun again{number(FirstStep::agreement), answered};
    CHECK(again.step() == FirstStep::hours);
}

TEST_CASE("a first message may have lines, is kept after each, and back is a word in it")
{
    FirstRun run{number(FirstStep::message), clients()};
    CHECK(deed_of<deed::KeepText>(run, "Hello.").text == "Hello.");
    CHECK(run.question().text.empty());
    CHECK(deed_of<deed::KeepText>(run, "").text == "Hello.\n");
    CHECK(deed_of<deed::KeepText>(run, "back").text == "Hello.\n\nback");
    CHECK(deed_of<deed::SendText>(run, ".").text == "Hello.\n\nback");
    auto facts = clients();
    facts.begun = "Hello.";
    FirstRun again{number(FirstStep::message), facts};
    CHECK(all_words(again).find("You had begun:\n  Hello.") != std::string::npos);
    CHECK(deed_of<deed::SendText>(again, ".").text == "Hello.");
}

TEST_CASE("a therapist is led through kit, hours and agreement to the first invitation")
{
    FirstRun run{number(FirstStep::server), therapists()};
    (void)run.answer("");
    (void)deed_of<deed::ShowKit>(run, "");
    run.go_on();
    CHECK(run.question().text == "Groups 6, 14 and 34 from the page:");
    CHECK(run.answer("").say.size() == 1);
    CHECK(deed_of<deed::ConfirmKit>(run, "AAAA BBBB CCCC").groups == "AAAA BBBB CCCC");
    run.go_on();
    (void)deed_of<deed::EditHours>(run, "");
    (void)run.answer("no");
    CHECK(all_words(run).find("Dr Okafor reads within the hours") != std::string::npos);
    (void)deed_of<deed::TakeAgreement>(run, "");
    (void)run.answer("no");
    CHECK(run.step() == FirstStep::invite);
    CHECK(deed_of<deed::Invite>(run, "Sam").name == "Sam");
    (void)run.answer("");
    CHECK_FALSE(run.step());
}

TEST_CASE("a step that is not known, or not of this role, begins after the account was made")
{
    for (const auto step : {std::uint8_t{0}, std::uint8_t{99}, number(FirstStep::kit)}) {
        const FirstRun run{step, clients()};
        CHECK(run.step() == FirstStep::server);
    }
}

TEST_CASE("hostile names and texts stay inert, and whoever leaves is told how to go on")
{
    auto facts = clients();
    facts.with = "Dr\x1B[2J";
    facts.agreement->text = "one\x1B]0;x\x07";
    facts.begun = "two\x1B[31m";
    for (const auto step : {FirstStep::server, FirstStep::contacts, FirstStep::agreement, FirstStep::message})
        CHECK(all_words(FirstRun{number(step), facts}).find('\x1B') == std::string::npos);
    CHECK(left_words(FirstStep::code).find("still good") != std::string::npos);
    CHECK(left_words(FirstStep::hours) == "What you did so far is kept. To go on from here: holdfast");
}

}  // namespace first_run_test
