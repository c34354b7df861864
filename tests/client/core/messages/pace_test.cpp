// The pace a therapist proposes and a client agrees to: counted by window, shown, and never a wall.
#include "client/core/messages/pace.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace pace_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

struct Two {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", "Tu,Th 09:00-12:00");
    Member& alice = p.client("Alice", okafor);

    void propose(wire::Pace pace, std::optional<ConversationId> only = {})
    {
        command::SetHours order;
        order.pace = pace;
        order.only = only;
        REQUIRE(word(okafor.order(order)) == "ok");
    }
    std::string answer(bool agreed) { return word(alice.order(command::AnswerPace{alice.conversation(), agreed})); }
    std::string send(std::string text, bool anyway = false)
    {
        return word(alice.order(command::SendText{alice.conversation(), std::move(text), anyway}));
    }
    Lines kept()
    {
        Lines texts;
        for (const auto& draft : alice.client().drafts(alice.conversation())) texts.push_back(draft.text);
        return texts;
    }
    [[nodiscard]] std::optional<PaceView> pace() { return alice.client().outlook(alice.conversation(), p.now()).pace; }
    [[nodiscard]] std::optional<PaceView> her_view()
    {
        return okafor.client().outlook(okafor.conversation(), p.now()).pace;
    }
};

}  // namespace

TEST_CASE("a pace that is only proposed, or declined, changes nothing")
{
    Two t;
    CHECK_FALSE(t.pace());
    CHECK(t.answer(true) == "not_found");
    t.propose({10, 1});
    CHECK(t.pace()->consent == PaceConsent::none);
    CHECK(t.send("longer than ten characters") == "ok");
    CHECK(t.answer(false) == "ok");
    CHECK(t.pace()->consent == PaceConsent::declined);
    CHECK(t.send("longer than ten characters") == "ok");
}

TEST_CASE("an agreed pace is told to the therapist like any message, when her hours open")
{
    Two t;
    t.propose({1000, 3});
    REQUIRE(t.answer(true) == "ok");
    CHECK(t.pace()->consent == PaceConsent::agreed);
    CHECK(t.her_view()->consent == PaceConsent::none);
    t.p.at("2026-03-03T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"agreed to 1000x3"});
    CHECK(t.her_view()->consent == PaceConsent::agreed);
    CHECK(t.answer(true) == "nothing_changed");
    CHECK(word(t.okafor.order(command::AnswerPace{t.okafor.conversation(), true})) == "not_allowed");
}

TEST_CASE("an agreement that is taken back before anybody read it holds no longer")
{
    Two t;
    t.propose({5, 0});
    REQUIRE(t.answer(true) == "ok");
    REQUIRE(word(t.alice.order(command::TakeBack{t.alice.last<show::Saved>()->message})) == "ok");
    CHECK(t.pace()->consent == PaceConsent::none);
    CHECK(t.send("as long as it is") == "ok");
    t.p.at("2026-03-03T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"as long as it is"});
    CHECK(t.her_view()->consent == PaceConsent::none);
}

TEST_CASE("an answer to a pace that is taken back leaves the others as they stand")
{
    Two t;
    t.propose({5, 0});
    REQUIRE(t.answer(true) == "ok");
    const auto first = t.alice.last<show::Saved>()->message;
    REQUIRE(t.answer(false) == "ok");
    REQUIRE(word(t.alice.order(command::TakeBack{first})) == "ok");
    CHECK(t.pace()->consent == PaceConsent::declined);
    REQUIRE(t.answer(true) == "ok");
    REQUIRE(word(t.alice.order(command::TakeBack{t.alice.last<show::Saved>()->message})) == "ok");
    CHECK(t.pace()->consent == PaceConsent::declined);
    t.p.at("2026-03-03T09:00:00Z");
    CHECK(t.her_view()->consent == PaceConsent::declined);
}

TEST_CASE("what is longer than the pace is kept as a draft, whole, and leaves when its writer says so")
{
    Two t;
    t.propose({5, 0});
    REQUIRE(t.answer(true) == "ok");
    CHECK(t.send("äöüß€") == "ok");  // five characters in twelve bytes
    CHECK(t.send("äöüß€.") == "over_pace");
    CHECK(t.kept() == Lines{"äöüß€."});
    t.alice.restart();
    t.alice.go_online();
    CHECK(t.kept() == Lines{"äöüß€."});
    CHECK(t.send("äöüß€.", true) == "ok");
    CHECK(t.kept().empty());
    t.p.at("2026-03-03T09:00:00Z");
    CHECK(t.okafor.read() == Lines{"agreed to 5x0", "äöüß€", "äöüß€."});
}

TEST_CASE("messages are counted by the window they are read in")
{
    Two t;
    t.propose({0, 2});
    REQUIRE(t.answer(true) == "ok");  // which is no message of the window
    CHECK(t.send("one") == "ok");
    CHECK(t.pace()->written == 1);
    CHECK(t.send("two") == "ok");
    CHECK(t.send("three") == "over_pace");
    t.p.at("2026-03-03T09:30:00Z");  // the same window has opened
    CHECK(t.send("three") == "over_pace");
    t.p.at("2026-03-03T11:45:00Z");  // the last reading: promised for Thursday
    CHECK(t.pace()->written == 0);
    CHECK(t.send("three") == "ok");
    CHECK(t.pace()->written == 1);
}

TEST_CASE("what was taken back does not count, and a check-in counts but is never held back")
{
    Two t;
    t.propose({0, 1});
    REQUIRE(t.answer(true) == "ok");
    REQUIRE(t.send("one") == "ok");
    REQUIRE(word(t.alice.order(command::TakeBack{t.alice.last<show::Saved>()->message})) == "ok");
    CHECK(t.pace()->written == 0);
    const wire::CheckIn check_in{{{"sleep", 3, 10}}, {}, "short"};
    CHECK(word(t.alice.order(command::SendCheckIn{t.alice.conversation(), check_in})) == "ok");
    CHECK(t.pace()->written == 1);
    CHECK(word(t.alice.order(command::SendCheckIn{t.alice.conversation(), check_in})) == "ok");
    CHECK(t.send("two") == "over_pace");
}

TEST_CASE("another pace is another agreement")
{
    Two t;
    t.propose({0, 1});
    REQUIRE(t.answer(true) == "ok");
    t.propose({0, 2});
    CHECK(t.pace()->consent == PaceConsent::none);
    CHECK(t.send("one") == "ok");
    CHECK(t.send("two") == "ok");
    CHECK(t.send("three") == "ok");
    t.propose({});
    CHECK_FALSE(t.pace());
}

TEST_CASE("a conversation's own pace replaces the base's, also with none")
{
    Two t;
    t.propose({0, 1});
    t.propose({7, 0}, t.okafor.conversation());
    CHECK(t.pace()->pace == wire::Pace{7, 0});
    t.propose({}, t.okafor.conversation());
    CHECK_FALSE(t.pace());
}

TEST_CASE("the owner's own messages have no pace")
{
    Two t;
    t.propose({5, 1});
    REQUIRE(t.answer(true) == "ok");
    t.p.at("2026-03-03T09:00:00Z");
    CHECK(word(t.okafor.order(command::SendText{t.okafor.conversation(), "as long as it needs", false})) == "ok");
    CHECK(word(t.okafor.order(command::SendText{t.okafor.conversation(), "and one more", false})) == "ok");
}

TEST_CASE("without an end of the hours the messages of the last 24 hours count")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", "24/7");
    auto& alice = p.client("Alice", okafor);
    command::SetHours order;
    order.pace = wire::Pace{0, 1};
    REQUIRE(word(okafor.order(order)) == "ok");
    REQUIRE(word(alice.order(command::AnswerPace{alice.conversation(), true})) == "ok");
    alice >> "one" >> "two";
    REQUIRE(alice.client().drafts(alice.conversation()).size() == 1);
    CHECK(alice.client().drafts(alice.conversation()).front().text == "two");
    p.after(24h);
    alice >> "three";
    CHECK(okafor.read() == Lines{"agreed to 0x1", "one", "three"});
}

}  // namespace pace_test
