#include "client/core/messages/drafts.hpp"

#include "client/core/messages/blank.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/client/core/one_enter.hpp"
#include "tests/support/catch.hpp"

namespace drafts_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {
const std::string words = "I had the dream again";
}  // namespace

TEST_CASE("one commit for one Enter: a repair ends its own draft and the line it was typed in")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hi";
    p.at("2026-03-04T20:00:00Z");
    const auto chat = okafor.conversation();
    (void)okafor.order(command::SaveDraft{chat, "I am sorry", DraftKind::repair});
    (void)okafor.order(command::SaveDraft{chat, "/repair I am"});
    CHECK(okafor.client().draft(chat, DraftKind::repair) == "I am sorry");
    okafor.step(enter(command::Repair{chat, " "}, chat));
    CHECK(okafor.client().drafts(chat).size() == 2);  // refused, so both stay
    okafor.step(enter(command::Repair{chat, "I am sorry"}, chat));
    CHECK(okafor.client().drafts(chat).empty());
    okafor.restart();
    CHECK(okafor.client().drafts(chat).empty());
    CHECK(okafor.client().unrepaired(chat).empty());
}

TEST_CASE("a command typed in the line ends the line in its own commit, and a refused one leaves it")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto chat = alice.conversation();
    (void)alice.order(command::SaveDraft{chat, "/agree"});
    alice.step(enter(command::AnswerPace{chat, true}, chat));
    CHECK(alice.client().draft(chat) == "/agree");
    command::SetHours order;
    order.pace = wire::Pace{5, 0};
    REQUIRE(word(okafor.order(order)) == "ok");
    alice.step(enter(command::AnswerPace{chat, true}, chat));
    CHECK(alice.client().draft(chat).empty());
}

TEST_CASE("what is over the pace is kept beside what was kept before, and each leaves by itself")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto chat = alice.conversation();
    command::SetHours order;
    order.pace = wire::Pace{5, 0};
    REQUIRE(word(okafor.order(order)) == "ok");
    REQUIRE(word(alice.order(command::AnswerPace{chat, true})) == "ok");
    (void)alice.order(command::SaveDraft{chat, "half a sent"});
    CHECK(word(alice.order(command::SendText{chat, "the first one"})) == "over_pace");
    CHECK(word(alice.order(command::SendText{chat, "the second one"})) == "over_pace");
    CHECK(word(alice.order(command::SendText{chat, "the second one"})) == "over_pace");
    CHECK(kept(alice, chat) == Lines{"the first one", "the second one"});
    CHECK(alice.client().draft(chat) == "half a sent");
    alice.restart();
    alice.go_online();
    CHECK(kept(alice, chat) == Lines{"the first one", "the second one"});
    CHECK(word(alice.order(command::SendText{chat, "the second one", true})) == "ok");
    CHECK(kept(alice, chat) == Lines{"the first one"});
    CHECK(alice.client().draft(chat) == "half a sent");
    // In the line it stays in the line.
    alice.step(enter(command::SendText{chat, "half a sentence"}, chat));
    CHECK(alice.client().draft(chat) == "half a sentence");
    CHECK(kept(alice, chat) == Lines{"the first one"});
}

TEST_CASE("what is written before a conversation is chosen is kept, and goes to the one that is chosen")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    auto& bob = p.client("Bob", okafor);
    (void)bob;
    (void)alice;
    const ConversationId nobody;
    const auto chats = okafor.client().conversations();
    CHECK(word(okafor.order(command::SaveDraft{nobody, "dear both", DraftKind::kept})) == "ok");
    CHECK(word(okafor.order(command::SaveDraft{nobody, "and half a sent"})) == "ok");
    okafor.restart();
    CHECK(okafor.client().draft(nobody) == "and half a sent");
    CHECK(word(okafor.order(command::SaveDraft{chats[1].id, "begun before"})) == "ok");
    CHECK(word(okafor.order(command::AddressDrafts{chats[1].id})) == "ok");
    CHECK(okafor.client().drafts(nobody).empty());
    CHECK(okafor.client().draft(chats[1].id) == "begun before");
    CHECK(kept(okafor, chats[1].id) == Lines{"dear both", "and half a sent"});
    CHECK(okafor.client().drafts(chats[0].id).empty());
    CHECK(word(okafor.order(command::AddressDrafts{nobody})) == "not_found");
}

TEST_CASE("a line that is finished while nobody is chosen is kept, not lost with the line")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const ConversationId nobody;
    (void)okafor.order(command::SaveDraft{nobody, words});
    okafor.step(enter(command::SaveDraft{nobody, words, DraftKind::kept}, nobody));
    CHECK(okafor.client().draft(nobody).empty());
    CHECK(kept(okafor, nobody) == Lines{words});
}

TEST_CASE("a line that becomes a kept text does so in one commit, and comes back in one")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto chat = alice.conversation();
    (void)alice.order(command::SaveDraft{chat, "a line"});
    const auto line = alice.client().drafts(chat).at(0).number;
    (void)alice.order(command::SaveDraft{chat, "a line", DraftKind::kept, line});
    CHECK(alice.client().draft(chat).empty());
    CHECK(kept(alice, chat) == Lines{"a line"});
    (void)alice.order(command::SaveDraft{chat, "a line", DraftKind::line, alice.client().drafts(chat).at(0).number});
    CHECK(alice.client().draft(chat) == "a line");
    CHECK(kept(alice, chat).empty());
}

TEST_CASE("blanks alone and a NUL are refused, in texts, repairs and check-ins")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto chat = alice.conversation();
    for (const std::string blank : {" ", "\t\r\n ", "\xC2\xA0", "\xE2\x80\x8B\xE3\x80\x80", "\xEF\xBB\xBF"})
        CHECK(word(alice.order(command::SendText{chat, blank})) == "empty_text");
    const std::string nul{"a\0b", 3};
    CHECK(word(alice.order(command::SendText{chat, nul})) == "bad_encoding");
    CHECK(word(alice.order(command::SendCheckIn{chat, {{}, {"  "}, " "}})) == "empty_text");
    CHECK(word(alice.order(command::SendCheckIn{chat, {{}, {}, nul}})) == "bad_encoding");
    CHECK(word(alice.order(command::SendCheckIn{chat, {{}, {nul}, "x"}})) == "bad_encoding");
    CHECK(word(okafor.order(command::Repair{chat, nul})) == "bad_encoding");
    CHECK(messages_of_mine(alice) == 0);
    CHECK(is_blank("") == true);
    CHECK_FALSE(is_blank("\xC3\xA9"));
    CHECK_FALSE(is_blank("  \xF0\x9F\x92\x99"));
}

}  // namespace drafts_test
