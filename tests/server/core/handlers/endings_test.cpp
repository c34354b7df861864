// A member ends a conversation at the relay: at once, under that member's key, and nothing is accepted there after it.
#include "server/core/handlers/endings.hpp"

#include <algorithm>

#include "protocol/identity/ending.hpp"
#include "protocol/identity/signed_records.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::endings_handler_test {
namespace {

wire::EndConversation end_of(const TwoPairs& p, const Person& writer, const ConversationId& conversation)
{
    return {7, session::sign_ending(writer.identity, {conversation, writer.account, p.w.now(), false})};
}

wire::EndConversation alices_end(const TwoPairs& p) { return end_of(p, p.alice, p.alice.conversation); }

TEST_CASE("an ending is told to the other at once, and both are refused from then on with the same word")
{
    TwoPairs p;
    p.w.submit(p.alice, "held");
    (void)p.w.lines();
    p.w.send(p.alice, alices_end(p));
    CHECK(p.w.lines() == Lines{"alice: done", "okafor: conversation ended"});
    p.w.submit(p.alice, "more");
    p.w.submit(p.okafor, "more of hers");
    p.w.submit(p.alice, "upkeep", wire::Class::control);
    p.w.submit(p.okafor, "report", wire::Class::report);
    CHECK(p.w.lines() == Lines{"alice: refused: conversation_ended", "okafor: refused: conversation_ended",
                               "alice: refused: conversation_ended", "okafor: refused: conversation_ended"});
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
}

TEST_CASE("what was held is released at the opening, and can be taken back until then")
{
    TwoPairs p;
    p.w.submit(p.alice, "to be read");
    p.w.submit(p.alice, "not to be read");
    p.w.send(p.alice, alices_end(p));
    (void)p.w.lines();
    p.w.take_back(p.alice, "not to be read");
    CHECK(p.w.lines() == Lines{"alice: taken back"});
    p.w.at("2026-03-03T09:00:00Z");
    p.w.tick();
    const auto lines = p.w.lines();
    REQUIRE(lines.size() == 1);
    CHECK(lines[0].starts_with("okafor: "));
    CHECK(lines[0].find("to be read") != std::string::npos);
}

TEST_CASE("attack 39: an ending under another key, of a stranger, or by somebody who is not in it ends nothing")
{
    TwoPairs p;
    auto forged = alices_end(p);
    forged.end.signature = {};
    p.w.send(p.alice, forged);
    p.w.send(p.okafor,
             wire::EndConversation{7, session::sign_ending(p.okafor.identity,
                                                           {p.alice.conversation, p.alice.account, p.w.now(), false})});
    p.w.send(p.bob, alices_end(p));                             // not in it, with a statement that is good
    p.w.send(p.bob, end_of(p, p.bob, p.alice.conversation));    // signs, but is not in it
    p.w.send(p.alice, end_of(p, p.bob, p.alice.conversation));  // in it, with the word of somebody who is not
    p.w.send(p.alice, wire::EndConversation{7, {Bytes(300), {}}});
    const auto lines = p.w.lines();
    CHECK(lines == Lines{"alice: refused: bad_signature", "okafor: refused: bad_signature", "bob: refused: not_found",
                         "bob: refused: not_found", "alice: refused: not_found", "alice: refused: too_large"});
    p.w.submit(p.alice, "goes on");
    CHECK(p.w.lines() == Lines{"alice: accepted goes on, " + third});
}

TEST_CASE("one that comes twice, or from both, is answered and changes nothing more")
{
    TwoPairs p;
    (void)p.w.step({RelayWorld::event(p.alice, alices_end(p)),
                    RelayWorld::event(p.okafor, end_of(p, p.okafor, p.alice.conversation))});
    p.w.send(p.alice, alices_end(p));
    p.w.send(p.okafor, alices_end(p));  // the other's word, handed over
    const auto lines = p.w.lines();
    CHECK(std::count(lines.begin(), lines.end(), "okafor: conversation ended") == 1);
    CHECK(std::count(lines.begin(), lines.end(), "alice: done") == 2);
    CHECK(std::count(lines.begin(), lines.end(), "okafor: done") == 2);
    p.w.write();
    CHECK(p.w.count("SELECT count(*) FROM ending") == 1);
}

TEST_CASE("a therapist's other conversations go on, and so does the other client")
{
    TwoPairs p;
    auto& carol = p.w.client("carol", p.okafor);
    p.w.send(p.okafor, end_of(p, p.okafor, p.alice.conversation));
    (void)p.w.lines();
    p.w.submit(carol, "still here");
    p.w.submit(p.bob, "so am I");
    CHECK(p.w.lines() == Lines{"carol: accepted still here, " + third, "bob: accepted so am I, " + third});
}

TEST_CASE("attack 39: after the end no other conversation of the two begins, and no keys are handed out")
{
    TwoPairs p;
    p.w.send(p.alice, alices_end(p));
    (void)p.w.lines();
    wire::Roster roster{{}, p.okafor.account, {p.okafor.account, p.alice.account}};
    std::sort(roster.members.begin(), roster.members.end());
    roster.salt[0] = std::byte{9};
    p.w.send(p.okafor,
             wire::PublishRoster{8, session::sign_record(crypto::labels::sign_roster, p.okafor.identity, roster)});
    p.w.send(p.okafor, wire::FetchBundle{9, p.alice.account});
    CHECK(p.w.lines() == Lines{"okafor: refused: not_found", "okafor: refused: not_found"});
}

TEST_CASE("what it had accepted before the end it takes again after it was put back from a copy, and nothing else")
{
    TwoPairs p;
    const auto submit = p.w.submit_of(p.alice, "accepted before");
    p.w.send(p.alice, submit);
    const auto proof = p.w.last<wire::Accepted>(p.alice).proof;
    p.w.tamper(
        "DELETE FROM delivery; DELETE FROM body; DELETE FROM message; DELETE FROM receipt; DELETE FROM change; "
        "UPDATE conversation SET sequence = 0, head = zeroblob(32); UPDATE device SET last_submit = 0; "
        "UPDATE relay SET incarnation = randomblob(16)");
    p.w.restart();  // the incarnation is read then
    p.w.log_in(p.okafor);
    p.w.send(p.okafor, alices_end(p));
    p.w.log_in(p.alice);
    (void)p.w.lines();
    auto again = submit;
    again.earlier = proof;
    p.w.send(p.alice, again);
    CHECK(p.w.lines() == Lines{"alice: accepted accepted before, " + third});
    p.w.submit(p.alice, "written since");
    CHECK(p.w.lines() == Lines{"alice: refused: conversation_ended"});
}

}  // namespace
}  // namespace holdfast::server::test::endings_handler_test
