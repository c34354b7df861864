// What is brought to the next session: one list for both, in which the last word holds.
#include "client/core/marks/marks.hpp"

#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/support/catch.hpp"

namespace marks_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using wire::MarkState;

namespace {

constexpr std::string_view tuesday = "2026-03-03T09:00:00Z";

struct Practice {
    Practice()
    {
        alice = &p.client("Alice", okafor);
        p.at(tuesday);
        *alice >> "first";
        okafor >> "answer";
        p.run();
        first = alice->client().history(alice->conversation()).at(0)->message;
        answer = alice->client().history(alice->conversation()).at(1)->message;
    }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;
    MessageId first, answer;

    static std::string set(Member& who, const MessageId& about, MarkState state)
    {
        return word(who.order(command::SetMark{who.conversation(), about, state}));
    }
    /// "first on", "answer done": the list as one side has it.
    [[nodiscard]] Lines list(Member& of) const
    {
        Lines lines;
        for (const auto& mark : of.client().marks(of.conversation()))
            lines.push_back((mark.about == first    ? "first"
                             : mark.about == answer ? "answer"
                                                    : "other") +
                            std::string{mark.state == MarkState::done ? " done" : " on"});
        return lines;
    }
    void take_back_last(Member& of)
    {
        REQUIRE(word(of.order(command::TakeBack{of.last<show::Saved>()->message})) == "ok");
    }
};

}  // namespace

TEST_CASE("either side marks a message of either, both have one list, and either ticks off")
{
    Practice t;
    CHECK(Practice::set(*t.alice, t.first, MarkState::done) == "not_allowed");
    CHECK(Practice::set(*t.alice, t.first, MarkState::on) == "ok");
    CHECK(Practice::set(*t.alice, t.first, MarkState::on) == "nothing_changed");
    CHECK(Practice::set(t.okafor, t.answer, MarkState::on) == "ok");
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) CHECK(t.list(*side) == Lines{"first on", "answer on"});
    t.p.at("2026-03-03T09:10:00Z");
    CHECK(Practice::set(t.okafor, t.first, MarkState::done) == "ok");
    CHECK(Practice::set(*t.alice, t.answer, MarkState::off) == "ok");
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) CHECK(t.list(*side) == Lines{"first done"});
    t.p.at("2026-03-03T09:20:00Z");
    CHECK(Practice::set(*t.alice, t.first, MarkState::on) == "ok");
    t.p.run();
    for (auto* side : {t.alice, &t.okafor}) CHECK(t.list(*side) == Lines{"first on"});
    CHECK(Practice::set(*t.alice, {}, MarkState::on) == "not_found");
}

TEST_CASE("of two words at once the one that the practice's server received last holds for both")
{
    Practice t;
    REQUIRE(Practice::set(*t.alice, t.first, MarkState::on) == "ok");
    t.p.run();
    t.p.at("2026-03-03T13:00:00Z");
    // Held: neither sees the other's word before the next window.
    REQUIRE(Practice::set(*t.alice, t.first, MarkState::off) == "ok");
    t.p.at("2026-03-03T14:00:00Z");
    REQUIRE(Practice::set(t.okafor, t.first, MarkState::done) == "ok");
    CHECK(t.list(*t.alice).empty());
    CHECK(t.list(t.okafor) == Lines{"first done"});
    t.p.at("2026-03-10T09:00:00Z");
    for (auto* side : {t.alice, &t.okafor}) CHECK(t.list(*side) == Lines{"first done"});
}

TEST_CASE("a mark that is taken back leaves what was said before it, and a message that was taken back is on no list")
{
    Practice t;
    t.p.at("2026-03-03T13:00:00Z");
    REQUIRE(Practice::set(*t.alice, t.first, MarkState::on) == "ok");
    REQUIRE(Practice::set(*t.alice, t.first, MarkState::done) == "ok");
    t.take_back_last(*t.alice);
    CHECK(t.list(*t.alice) == Lines{"first on"});
    *t.alice >> "held";
    const auto held = t.alice->last<show::Saved>()->message;
    REQUIRE(Practice::set(*t.alice, held, MarkState::on) == "ok");
    CHECK(t.list(*t.alice) == Lines{"first on", "other on"});
    REQUIRE(word(t.alice->order(command::TakeBack{held})) == "ok");
    CHECK(t.list(*t.alice) == Lines{"first on"});
    CHECK(Practice::set(*t.alice, held, MarkState::off) == "not_allowed");
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.list(t.okafor) == Lines{"first on"});
}

TEST_CASE("the last session is noted on one's own device alone")
{
    Practice t;
    CHECK_FALSE(t.alice->client().last_session(t.alice->conversation()));
    const auto before = t.alice->sent().size();
    CHECK(word(t.alice->order(command::NoteSession{t.alice->conversation()})) == "ok");
    CHECK(t.alice->sent().size() == before);
    CHECK(t.alice->client().last_session(t.alice->conversation()) == t.p.now());
    CHECK_FALSE(t.okafor.client().last_session(t.okafor.conversation()));
    CHECK(word(t.alice->order(command::NoteSession{})) == "not_found");
}

TEST_CASE("sessions are kept, and what is noted twice within an hour is one")
{
    Practice t;
    const auto id = t.alice->conversation();
    const auto first = t.p.now();
    REQUIRE(word(t.alice->order(command::NoteSession{id})) == "ok");
    t.p.after(std::chrono::minutes{59});
    REQUIRE(word(t.alice->order(command::NoteSession{id})) == "ok");
    CHECK(t.alice->client().sessions(id) == std::vector{first + std::chrono::minutes{59}});
    t.p.after(std::chrono::hours{2});
    REQUIRE(word(t.alice->order(command::NoteSession{id})) == "ok");
    CHECK(t.alice->client().sessions(id).size() == 2);
    t.alice->restart();
    CHECK(t.alice->client().sessions(id).size() == 2);
    for (int i = 0; i < 1000; ++i) {
        t.p.after(std::chrono::hours{2});
        REQUIRE(word(t.alice->order(command::NoteSession{id})) == "ok");
    }
    CHECK(t.alice->client().sessions(id).size() == 1000);
    CHECK(t.alice->client().last_session(id) == t.p.now());
}

TEST_CASE("attack 2: marks of nothing, of themselves or of another conversation are refused, and thousands are bounded")
{
    Practice t;
    auto& bob = t.p.client("Bob", t.okafor);
    bob >> "of Bob";
    t.p.run();
    const auto of_bob = bob.client().history(bob.conversation()).at(0)->message;
    ModifiedClient modified{t.p, *t.alice};
    const auto mark = [&](const MessageId& about, MarkState state = MarkState::on) {
        return refused(t.okafor, modified, wire::Mark{about, state});
    };
    CHECK(mark({}) == "out_of_range");
    CHECK(mark(of_bob) == "wrong_address");
    std::size_t taken = 0;
    for (std::size_t i = 0; i < 250; ++i)
        if (mark(t.p.random().id<MessageId>()) == "taken") ++taken;
    CHECK(taken == 200);
    // What is not here is on no list, and ticked off or not, it leaves nothing behind.
    const auto alices = t.okafor.client().find("Alice").value();
    CHECK(t.okafor.client().marks(alices).empty());
    for (std::size_t i = 0; i < 50; ++i) CHECK(mark(t.p.random().id<MessageId>(), MarkState::done) == "taken");
    CHECK(mark(t.first) == "out_of_range");
    CHECK(t.okafor.client().marks(alices).empty());
}

}  // namespace marks_test
