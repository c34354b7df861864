// The end that both agree on: proposed, answered, changed and withdrawn, and the conversation ends with its window.
#include "client/core/agreement/ends.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::client::test::ends_test {
namespace {

constexpr std::string_view ten_on_tuesday = "2026-03-03T10:00:00Z";

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }
const Span third{at("2026-03-03T09:00:00Z"), at("2026-03-03T12:00:00Z")};
const Span tenth{at("2026-03-10T09:00:00Z"), at("2026-03-10T12:00:00Z")};
const Span seventeenth{at("2026-03-17T09:00:00Z"), at("2026-03-17T12:00:00Z")};

struct Pair {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    Pair() { p.at(ten_on_tuesday); }
    std::string propose(Member& member, const Span& window)
    {
        return word(member.order(command::ProposeEnd{member.conversation(), window.from, window.by}));
    }
    [[nodiscard]] EndPlan plan(Member& member) { return member.client().end_plan(member.conversation(), p.now()); }
    std::string answer(Member& member, bool agreed)
    {
        const auto known = plan(member);
        const auto proposal = known.proposed ? known.proposed : known.agreed;
        return word(member.order(
            command::AnswerEnd{member.conversation(), proposal ? proposal->proposal : MessageId{}, agreed}));
    }
    void agree(const Span& window)
    {
        REQUIRE(propose(okafor, window) == "ok");
        REQUIRE(answer(alice, true) == "ok");
        p.run();
    }
    [[nodiscard]] static ConversationView view(Member& member)
    {
        return member.client().conversation(member.conversation());
    }
};

TEST_CASE("a last window is proposed and agreed on, and the conversation ends with it on both sides by itself")
{
    Pair w;
    CHECK(w.propose(w.okafor, tenth) == "ok");
    CHECK(w.plan(w.okafor).proposed->mine);
    REQUIRE(w.plan(w.alice).proposed);
    CHECK(w.plan(w.alice).proposed->window == tenth);
    CHECK_FALSE(w.plan(w.alice).agreed);
    CHECK(w.answer(w.okafor, true) == "not_allowed");
    CHECK(w.answer(w.alice, true) == "ok");
    CHECK(w.plan(w.alice).agreed->window == tenth);
    CHECK(w.plan(w.okafor).agreed->window == tenth);
    CHECK(w.propose(w.okafor, tenth) == "nothing_changed");

    w.p.at("2026-03-10T11:59:00Z");
    w.alice >> "a last word";
    CHECK_FALSE(w.view(w.alice).ended);
    w.p.at("2026-03-10T12:01:00Z");
    for (auto* member : {&w.alice, &w.okafor}) {
        CHECK(w.view(*member).ended == tenth.by);
        CHECK(w.view(*member).ended_by == EndedBy::both);
        CHECK(word(member->order(command::SendText{member->conversation(), "more"})) == "conversation_ended");
    }
    const auto read = w.okafor.read();
    CHECK(std::ranges::count(read, "a last word") == 1);
    w.p.at("2026-03-10T12:30:00Z");
    CHECK_FALSE(w.view(w.alice).end_waits);
    CHECK_FALSE(w.view(w.okafor).end_waits);
    w.p.after(std::chrono::hours{24 * 15});
    for (const auto* broken : w.alice.client().broken(w.alice.conversation()))
        CHECK(std::get<Broken>(w.alice.client().read(*broken).body).window.by <= tenth.by);
}

TEST_CASE("it is changed to a later window or an earlier one, and until that is agreed on the first stands")
{
    Pair w;
    w.agree(tenth);
    CHECK(w.propose(w.alice, seventeenth) == "ok");
    CHECK(w.plan(w.okafor).agreed->window == tenth);
    CHECK(w.plan(w.okafor).proposed->window == seventeenth);
    CHECK(w.answer(w.okafor, true) == "ok");
    CHECK(w.plan(w.alice).agreed->window == seventeenth);
    w.p.at("2026-03-10T12:30:00Z");
    CHECK_FALSE(w.view(w.alice).ended);
    CHECK_FALSE(w.view(w.okafor).ended);
}

TEST_CASE("either side withdraws until then, and the conversation goes on for both")
{
    for (const bool client : {true, false}) {
        Pair w;
        w.agree(tenth);
        CHECK(w.answer(client ? w.alice : w.okafor, false) == "ok");
        w.p.run();
        CHECK_FALSE(w.plan(w.alice).agreed);
        CHECK_FALSE(w.plan(w.okafor).agreed);
        w.p.at("2026-03-10T13:00:00Z");
        CHECK_FALSE(w.view(w.alice).ended);
        CHECK_FALSE(w.view(w.okafor).ended);
    }
}

TEST_CASE("a no, a window that the hours do not have, and one that is over end nothing")
{
    Pair w;
    CHECK(w.propose(w.okafor, {tenth.from + std::chrono::hours{24}, tenth.by + std::chrono::hours{24}}) == "bad_date");
    CHECK(w.propose(w.okafor, {tenth.by, tenth.from}) == "bad_date");
    CHECK(w.answer(w.alice, true) == "not_found");
    CHECK(w.propose(w.okafor, tenth) == "ok");
    CHECK(w.answer(w.alice, false) == "ok");
    CHECK_FALSE(w.plan(w.okafor).proposed);
    w.p.at("2026-03-10T13:00:00Z");
    CHECK_FALSE(w.view(w.alice).ended);
}

TEST_CASE("a last window that is cancelled ends nothing, and both are shown that it is off")
{
    Pair w;
    w.agree(tenth);
    CHECK(word(w.okafor.order(command::CancelDate{std::chrono::year{2026} / 3 / 10, "ill", {}, false})) == "ok");
    w.p.run();
    CHECK(w.plan(w.alice).off);
    CHECK(w.plan(w.okafor).off);
    w.p.at("2026-03-10T13:00:00Z");
    CHECK_FALSE(w.view(w.alice).ended);
    CHECK_FALSE(w.view(w.okafor).ended);
    CHECK_FALSE(w.plan(w.alice).agreed);
}

TEST_CASE("a yes that was taken back while it was held counts no more")
{
    Pair w;
    REQUIRE(w.propose(w.okafor, tenth) == "ok");
    w.p.at("2026-03-03T20:00:00Z");
    REQUIRE(w.answer(w.alice, true) == "ok");
    REQUIRE(w.plan(w.alice).agreed);
    const auto yes = w.alice.client().history(w.alice.conversation()).back()->message;
    CHECK(word(w.alice.order(command::TakeBack{yes})) == "ok");
    CHECK_FALSE(w.plan(w.alice).agreed);
    CHECK(w.plan(w.alice).proposed);
}

TEST_CASE("a device that was away ends it at its next login, and one whose clock is wrong not before")
{
    Pair w;
    w.agree(tenth);
    w.alice.go_offline();
    w.alice.clock_error = std::chrono::hours{24 * 30};
    w.p.at("2026-03-04T09:00:00Z");
    w.alice.restart();
    w.alice.go_online();
    CHECK_FALSE(w.view(w.alice).ended);
    w.alice.go_offline();
    w.alice.clock_error = {};
    w.p.at("2026-03-11T09:00:00Z");
    w.alice.restart();
    CHECK_FALSE(w.view(w.alice).ended);
    w.alice.go_online();
    CHECK(w.view(w.alice).ended_by == EndedBy::both);
}

TEST_CASE("a one-sided end that calls itself agreed is shown as what it is")
{
    Pair w;
    w.agree(tenth);
    CHECK(word(w.alice.order(command::End{w.alice.conversation(), false})) == "ok");
    CHECK(w.view(w.okafor).ended_by == EndedBy::other);
    CHECK_FALSE(w.plan(w.okafor).agreed);
}

}  // namespace
}  // namespace holdfast::client::test::ends_test
