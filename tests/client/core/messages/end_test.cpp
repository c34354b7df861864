// Ending a conversation at once, as the people on both sides live through it.
#include "client/core/messages/end.hpp"

#include "protocol/identity/ending.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::client::test::end_test {
namespace {

struct Pair {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    std::string end(Member& member, bool take_back = false)
    {
        return word(member.order(command::End{member.conversation(), take_back}));
    }
    [[nodiscard]] static ConversationView view(Member& member)
    {
        return member.client().conversation(member.conversation());
    }
    [[nodiscard]] static std::string send(Member& member, const std::string& text)
    {
        return word(member.order(command::SendText{member.conversation(), text}));
    }
};

TEST_CASE("a client ends at once, both know, and what is held and kept is read in its window")
{
    Pair w;
    w.alice >> "held";
    (void)w.alice.lines();
    (void)w.okafor.lines();
    CHECK(w.end(w.alice) == "ok");
    CHECK(w.view(w.alice).ended_by == EndedBy::me);
    CHECK_FALSE(w.view(w.alice).end_waits);
    CHECK(w.view(w.okafor).ended_by == EndedBy::other);
    CHECK(w.okafor.lines() == Lines{"ended"});
    CHECK(w.send(w.alice, "more") == "conversation_ended");
    CHECK(w.send(w.okafor, "more") == "conversation_ended");
    CHECK(w.end(w.okafor) == "conversation_ended");
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"held"});
    // Of a window after the end nobody says that it was not kept, and the relay has nothing more to keep.
    w.p.after(std::chrono::hours{24 * 8});
    CHECK(w.alice.client().broken(w.alice.conversation()).empty());
    CHECK(w.view(w.alice).deleted);
    CHECK(w.view(w.okafor).deleted == w.view(w.alice).deleted);
    CHECK(w.okafor.count<show::NotAccepted>() + w.alice.count<show::NotAccepted>() == 0);
    CHECK(w.alice.client().status().waiting == 0);
}

TEST_CASE("a therapist ends with one client, and her other conversation goes on")
{
    Pair w;
    auto& carol = w.p.client("Carol", w.okafor);
    CHECK(w.end(w.okafor) == "ok");
    CHECK(w.view(w.alice).ended_by == EndedBy::other);
    carol >> "still here";
    w.p.at("2026-03-03T09:30:00Z");
    const auto read = w.okafor.read();
    CHECK(std::ranges::count(read, "still here") == 1);
}

TEST_CASE("held words are taken back by choice: nobody reads them, and no place of theirs is shown")
{
    Pair w;
    w.alice >> "one" >> "two";
    CHECK(w.end(w.alice, true) == "ok");
    CHECK(w.alice.client().on_their_way(w.alice.conversation()).empty());
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read().empty());
    w.p.at("2026-03-03T13:00:00Z");  // acks count from the end of a window on
    CHECK(w.view(w.alice).deleted);
}

TEST_CASE("one held message is taken back after the end, and the reader sees no gap before the other")
{
    Pair w;
    w.alice >> "one" >> "two";
    const auto first = w.alice.client().history(w.alice.conversation()).front()->message;
    CHECK(w.end(w.alice) == "ok");
    CHECK(word(w.alice.order(command::TakeBack{first})) == "ok");
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"two"});
}

TEST_CASE("ended without a connection: what was written before goes out first, and then the end")
{
    Pair w;
    w.alice.go_offline();
    w.alice >> "written on a train";
    CHECK(w.end(w.alice) == "ok");
    CHECK(w.view(w.alice).end_waits);
    CHECK(w.send(w.alice, "more") == "conversation_ended");
    w.alice.restart();
    w.alice.go_online();
    CHECK_FALSE(w.view(w.alice).end_waits);
    CHECK(w.view(w.okafor).ended);
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"written on a train"});
}

TEST_CASE("ended without a connection and taken back: what never left never does")
{
    Pair w;
    w.alice >> "held";
    w.alice.go_offline();
    w.alice >> "written on a train";
    CHECK(w.end(w.alice, true) == "ok");
    w.alice.go_online();
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read().empty());
}

TEST_CASE("whoever wrote while the other ended it is told in words, and keeps what was written")
{
    Pair w;
    w.alice.go_offline();
    w.alice >> "on its way";
    CHECK(w.end(w.okafor) == "ok");
    (void)w.alice.lines();
    w.alice.forget_shown();
    w.alice.go_online();
    const auto ended = w.alice.last<show::ConversationEnded>();
    REQUIRE(ended);
    CHECK(ended->unsent + w.alice.count<show::NotAccepted>() >= 1);
    const auto history = w.alice.client().history(w.alice.conversation());
    REQUIRE(history.size() == 2);
    CHECK(history.front()->stage == Stage::refused);
    CHECK(history.front()->refusal == static_cast<std::uint16_t>(Errc::conversation_ended));
    CHECK(w.alice.client().status().waiting == 0);
}

TEST_CASE("both end at the same instant: each device keeps its own word, and one is enough for the relay")
{
    Pair w;
    w.alice.go_offline();
    w.okafor.go_offline();
    CHECK(w.end(w.alice) == "ok");
    CHECK(w.end(w.okafor) == "ok");
    w.alice.go_online();
    w.okafor.go_online();
    CHECK(w.view(w.alice).ended_by == EndedBy::me);
    CHECK(w.view(w.okafor).ended_by == EndedBy::me);
    CHECK_FALSE(w.view(w.alice).end_waits);
    CHECK_FALSE(w.view(w.okafor).end_waits);
    CHECK(w.alice.client().history(w.alice.conversation()).size() == 1);
}

TEST_CASE("attack 39: an ending that the relay made up, or moved here from another conversation, ends nothing")
{
    Pair w;
    auto& carol = w.p.client("Carol", w.okafor);
    const auto forged = [&](const std::function<void(wire::Signed&)>& change) {
        w.okafor.meddle = [change](wire::RelayFrame& frame) {
            auto* tell = std::get_if<wire::Tell>(&frame);
            auto* ended = tell ? std::get_if<wire::ConversationEnded>(&tell->statement) : nullptr;
            if (ended) change(ended->end);
            return true;
        };
    };
    const auto alices = w.okafor.client().find("Alice").value();
    const auto carols = w.okafor.client().find("Carol").value();
    forged([&](wire::Signed& end) {  // the same signature under another conversation's name
        auto said = wire::decode<wire::ConversationEnd>(end.body).value();
        said.conversation = alices;
        end.body = wire::encode(said);
    });
    CHECK(word(carol.order(command::End{carol.conversation(), false})) == "ok");
    REQUIRE(w.okafor.last<show::Refused>());
    CHECK(w.okafor.last<show::Refused>()->reason == Errc::wrong_address);  // nobody of that conversation
    forged([&](wire::Signed& end) {
        auto said = wire::decode<wire::ConversationEnd>(end.body).value();
        said.agreed = true;
        end.body = wire::encode(said);
    });
    CHECK(w.end(w.alice) == "ok");
    CHECK(w.okafor.last<show::Refused>()->reason == Errc::bad_signature);
    CHECK_FALSE(w.okafor.client().conversation(alices).ended);
    CHECK_FALSE(w.okafor.client().conversation(carols).ended);
}

TEST_CASE("attack 39: a deletion of what has not ended, or not under the relay's key, is refused")
{
    Pair w;
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        auto* tell = std::get_if<wire::Tell>(&frame);
        auto* deleted = tell ? std::get_if<wire::ConversationDeleted>(&tell->statement) : nullptr;
        if (deleted) deleted->deletion.signature = {};
        return true;
    };
    CHECK(w.end(w.alice) == "ok");
    w.p.after(std::chrono::hours{24 * 8});
    REQUIRE(w.alice.last<show::Refused>());
    CHECK(w.alice.last<show::Refused>()->reason == Errc::bad_signature);
    CHECK_FALSE(w.view(w.alice).deleted);
    CHECK(w.view(w.okafor).deleted);
}

TEST_CASE("attack 39: a relay put back from an older copy is told again, by whichever device comes first")
{
    Pair w;
    w.alice >> "held";
    w.p.copy_relay();
    CHECK(w.end(w.alice) == "ok");
    w.p.restore_relay();
    w.okafor.go_online();
    w.p.run();
    const auto refused = w.send(w.alice, "more");
    CHECK(refused == "conversation_ended");
    w.alice.go_online();
    CHECK_FALSE(w.view(w.alice).end_waits);
    CHECK_FALSE(w.view(w.okafor).end_waits);
    w.p.at("2026-03-03T09:30:00Z");
    const auto read = w.okafor.read();
    CHECK(std::ranges::count(read, "held") == 1);
}

TEST_CASE("a device whose clock is a day ahead ends it at the relay's time")
{
    Pair w;
    w.alice.go_offline();
    w.alice.clock_error = std::chrono::hours{24};
    w.alice.go_online();
    CHECK(w.end(w.alice) == "ok");
    CHECK(w.view(w.alice).ended <= w.p.now() + std::chrono::minutes{1});
    CHECK(w.view(w.okafor).ended <= w.p.now() + std::chrono::minutes{1});
}

TEST_CASE("blocked: nothing more is shown, the other is told of an ending and of nothing else, and it can be undone")
{
    Pair w;
    w.okafor >> "held until Tuesday";
    CHECK(word(w.alice.order(command::Block{w.alice.conversation(), true})) == "not_found");
    CHECK(word(w.alice.order(command::Block{w.alice.conversation(), false})) == "ok");
    CHECK(word(w.alice.order(command::Block{w.alice.conversation(), false})) == "nothing_changed");
    CHECK(w.view(w.alice).blocked);
    (void)w.alice.read();
    (void)w.okafor.lines();
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.alice.read().empty());
    CHECK(w.okafor.count<show::RefusedByReader>() == 0);
    CHECK_FALSE(w.view(w.okafor).blocked);
    CHECK(w.send(w.okafor, "more") == "conversation_ended");
    CHECK(word(w.alice.order(command::Block{w.alice.conversation(), true})) == "ok");
    CHECK_FALSE(w.view(w.alice).blocked);
    CHECK(w.view(w.alice).ended);
}

TEST_CASE("the audit of an ended conversation finds nothing, before the deletion and after it")
{
    Pair w;
    w.alice >> "held";
    CHECK(w.end(w.alice) == "ok");
    CHECK(word(w.alice.order(command::Audit{w.alice.conversation()})) == "ok");
    CHECK(w.alice.last<show::AuditDone>()->report.findings.empty());
    w.p.after(std::chrono::hours{24 * 8});
    CHECK(word(w.alice.order(command::Audit{w.alice.conversation()})) == "ok");
    CHECK(w.alice.last<show::AuditDone>()->report.findings.empty());
}

}  // namespace
}  // namespace holdfast::client::test::end_test
