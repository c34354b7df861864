#include "client/ui/experiment/experiment_view.hpp"

#include "client/ui/entry_view.hpp"
#include "client/ui/session/session_view.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace experiment_view_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono;
using ui::Here;
using Part = wire::ExperimentPart;

namespace {

struct Practice {
    Practice()
    {
        alice = &p.client("Alice", okafor);
        p.at(tuesday_nine);
    }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    MessageId made(std::string prediction, Member* by = nullptr)
    {
        auto& who = by ? *by : *alice;
        const wire::Experiment experiment{
            {}, std::move(prediction), {}, 80, "ask in a shop", 2026y / March / 3, 2026y / March / 6};
        REQUIRE(word(who.order(command::SetExperiment{who.conversation(), experiment})) == "ok");
        p.run();
        return who.client().experiments(who.conversation()).back().id;
    }
    void say(const MessageId& of, Part part, std::string words, std::optional<std::uint32_t> number = {})
    {
        const wire::ExperimentStep said{of, part, std::move(words), number};
        REQUIRE(word(alice->order(command::SayExperiment{alice->conversation(), said})) == "ok");
        p.run();
    }
    [[nodiscard]] std::vector<ExperimentView> all(Member& of) { return of.client().experiments(of.conversation()); }
    [[nodiscard]] static Here on(std::string_view day)
    {
        return {holdfast::hours::TimeZone::find("Europe/London").value(),
                *parse_rfc3339(std::string{day} + "T10:00:00Z")};
    }
    [[nodiscard]] ui::Lines list(Member& of, std::string_view day = "2026-03-03", bool all_of_them = false)
    {
        return ui::experiment_list(all(of), all_of_them, of.client().conversation(of.conversation()), on(day));
    }
};

}  // namespace

TEST_CASE("what was expected and what it came to are said in one sentence that judges nothing")
{
    ExperimentNumbers numbers{{}, {}, 80, {}, 20, {}};
    CHECK(ui::surprise_words(numbers) == "Expected 80 of 100; it came to 20 of 100, 60 less.");
    numbers.unit = "minutes";
    numbers.actual = 95;
    CHECK(ui::surprise_words(numbers) == "Expected 80 minutes; it came to 95 minutes, 15 more.");
    numbers.actual = 80;
    CHECK(ui::surprise_words(numbers) == "Expected 80 minutes; it came to 80 minutes, the same.");
    numbers.actual.reset();
    CHECK_FALSE(ui::surprise_words(numbers));
}

TEST_CASE("both have one list of what is open, and a client is told once what is due and what is over")
{
    Practice t;
    CHECK(t.list(*t.alice) == ui::Lines{"There is no experiment yet. To make one: holdfast experiment new"});
    const auto id = t.made("I blush and leave\x1b[2J");
    const auto dropped = t.made("nobody answers");
    t.say(dropped, Part::dropped, {});
    CHECK(t.list(*t.alice).at(0).starts_with("1. I blush and leave"));
    CHECK(t.list(*t.alice).at(0).find('\x1b') == std::string::npos);
    CHECK(t.list(*t.alice).at(0).ends_with(": due now, until Fri 6 Mar"));
    CHECK(t.list(*t.alice).at(1) == "1 is closed: holdfast experiment list --all");
    CHECK(t.list(*t.alice) == t.list(t.okafor));
    CHECK(t.list(*t.alice, "2026-03-03", true).at(1) == "2. nobody answers: dropped");
    CHECK(t.list(*t.alice, "2026-03-02").at(0).find(": due Tue 3 Mar") != std::string::npos);
    CHECK(t.list(*t.alice, "2026-03-07").at(0).ends_with(": its days ended Fri 6 Mar"));

    CHECK(ui::experiments_to_tell(t.all(*t.alice), "/experiment", t.on("2026-03-02")).lines.empty());
    const auto due = ui::experiments_to_tell(t.all(*t.alice), "/experiment", t.on("2026-03-04"));
    CHECK(due.due == std::vector<MessageId>{id});
    REQUIRE(due.lines.size() == 1);
    CHECK(due.lines[0].ends_with("is due now, until Fri 6 Mar. What happened: /experiment result 1"));
    const auto in = t.alice->conversation();
    REQUIRE(word(t.alice->order(command::NoteExperimentsTold{in, due.due, due.over})) == "ok");
    CHECK(ui::experiments_to_tell(t.all(*t.alice), "/experiment", t.on("2026-03-05")).lines.empty());
    const auto over = ui::experiments_to_tell(t.all(*t.alice), "/experiment", t.on("2026-03-08"));
    CHECK(over.over == std::vector<MessageId>{id});
    CHECK(
        over.lines.at(0).ends_with("ended Fri 6 Mar. It stays open. What happened, at any time: /experiment result "
                                   "1"));
    REQUIRE(word(t.alice->order(command::NoteExperimentsTold{in, over.due, over.over})) == "ok");
    CHECK(ui::experiments_to_tell(t.all(*t.alice), "/experiment", t.on("2026-03-09")).lines.empty());
}

TEST_CASE("one is shown whole with its earlier versions, and in the history a result stands beside what was expected")
{
    Practice t;
    const auto id = t.made("I blush", &t.okafor);
    CHECK(t.list(*t.alice).at(0) == "1. I blush: proposed for Tue 3 Mar \xE2\x80\x93 Fri 6 Mar");
    auto own = t.all(*t.alice).front().what();
    own.of = id;
    own.number = 60;
    REQUIRE(word(t.alice->order(command::SetExperiment{t.alice->conversation(), own})) == "ok");
    t.p.run();
    t.say(id, Part::result, "nobody\nlooked", 20);
    const auto with = t.alice->client().conversation(t.alice->conversation());
    const auto whole = ui::experiment_lines(t.all(*t.alice).front(), with, t.on("2026-03-04"));
    const ui::Lines first{"It has happened; what was learned is open.",
                          "Expected: I blush",
                          "How sure: 60 of 100",
                          "Plan: ask in a shop",
                          "When: Tue 3 Mar \xE2\x80\x93 Fri 6 Mar",
                          "What happened (Tue 3 Mar, 09:00): 20 of 100",
                          "  nobody",
                          "  looked",
                          "Expected 60 of 100; it came to 20 of 100, 40 less.",
                          "An earlier version, by Dr Okafor, Tue 3 Mar, 09:00:"};
    REQUIRE(whole.size() > first.size());
    CHECK(ui::Lines{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(first.size())} == first);
    const auto& entry = *t.okafor.client().history(t.okafor.conversation()).back();
    CHECK(ui::body_lines(entry, t.okafor.client()) == ui::Lines{"Experiment \"I blush\": What happened", "nobody",
                                                                "looked",
                                                                "Expected 60 of 100; it came to 20 of 100, 40 less."});
    CHECK(ui::kind_name(entry.body) == "experiment_step");
    CHECK(ui::body_text(entry.body) == "Experiment: What happened\nNumber: 20\nnobody\nlooked");
    const auto page = ui::session_page(t.okafor.client(), t.okafor.conversation());
    REQUIRE(page.experiments.size() == 1);
    CHECK(page.experiments.at(0).id == id);
    const auto lines = ui::session_lines(page, t.okafor.client(), t.okafor.conversation(), t.on("2026-03-04"));
    CHECK(lines.at(2) == "Experiments:");
    CHECK(lines.at(4) == "    Expected 60 of 100; it came to 20 of 100, 40 less.");
}

}  // namespace experiment_view_test
