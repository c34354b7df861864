#include "client/ui/session/session_view.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace session_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

struct Practice {
    Practice()
    {
        alice = &p.client("Alice", okafor);
        p.at("2026-03-03T09:00:00Z");
    }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    void check_in(std::uint8_t sleep)
    {
        const wire::CheckIn given{{{"sleep", sleep, 10}}, {}, {}};
        REQUIRE(word(alice->order(command::SendCheckIn{alice->conversation(), given})) == "ok");
        p.run();
    }
    [[nodiscard]] ui::Lines page(Member& of)
    {
        const auto id = of.conversation();
        const Here here{hours::TimeZone::find("Europe/London").value(), p.now()};
        return session_lines(session_page(of.client(), id), of.client(), id, here);
    }
};

}  // namespace

TEST_CASE("the page before a session has what both shared since the last one, the marks, and nothing else")
{
    Practice t;
    *t.alice >> "before";
    t.p.run();
    REQUIRE(word(t.alice->order(command::SaveNote{0, "canary-note"})) == "ok");
    REQUIRE(word(t.alice->order(command::SaveDraft{t.alice->conversation(), "canary-draft"})) == "ok");
    CHECK(t.page(*t.alice) == ui::Lines{"For the session with Dr Okafor.",
                                        "So far, you sent 1 message, and Dr Okafor sent nothing.",
                                        "Nothing is marked for it."});
    t.p.at("2026-03-03T09:30:00Z");
    REQUIRE(word(t.alice->order(command::NoteSession{t.alice->conversation()})) == "ok");
    t.p.at("2026-03-03T10:00:00Z");
    t.check_in(3);
    t.check_in(5);
    t.okafor >> "an answer";
    t.p.run();
    const auto first = *t.alice->client().history(t.alice->conversation()).at(1);
    const auto number = first.number;
    REQUIRE(word(t.alice->order(command::SetMark{first.conversation, first.message, wire::MarkState::on})) == "ok");
    t.p.run();
    const auto page = t.page(*t.alice);
    CHECK(page.at(1) == "Since the last one, Tue 3 Mar, 09:30, you sent 2 check-ins, and Dr Okafor sent 1 message.");
    CHECK(page.at(2) == "In the check-ins: sleep 3, 5 (of 10).");
    CHECK(page.at(3) == "To bring to it:");
    CHECK(page.at(4) == "  " + std::to_string(number) + ", You, Tue 3 Mar, 10:00: Check-in sleep: 3 of 10");
    CHECK(page.size() == 5);
    for (auto* side : {t.alice, &t.okafor})
        for (const auto& line : t.page(*side)) CHECK(line.find("canary") == std::string::npos);
    t.p.at("2026-03-03T10:30:00Z");
    REQUIRE(word(t.okafor.order(command::SetMark{t.okafor.conversation(), first.message, wire::MarkState::done})) ==
            "ok");
    t.p.run();
    CHECK(t.page(*t.alice).at(3) == "Nothing is marked for it.");
    CHECK(t.page(*t.alice).at(4) == "Ticked off:");
}

TEST_CASE("a mark is said in words, in the history and to programs")
{
    CHECK(mark_words(wire::MarkState::on) == "Marked for the session.");
    CHECK(mark_words(wire::MarkState::off) == "No longer marked for the session.");
    CHECK(mark_words(wire::MarkState::done) == "Ticked off.");
    CHECK(mark_name(wire::MarkState::done) == "done");
}

}  // namespace session_view_test
