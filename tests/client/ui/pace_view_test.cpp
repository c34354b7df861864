// The pace in words: proposed, agreed, used.
#include "client/ui/pace_view.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::pace_view_test {
namespace {

using client::PaceConsent;

struct Paced {
    client::ConversationView with;
    client::Outlook outlook;

    explicit Paced(wire::Pace pace, PaceConsent consent = PaceConsent::none, std::size_t written = 0)
    {
        with.name = "Dr Okafor";
        outlook.pace = client::PaceView{pace, consent, written};
    }
};

}  // namespace

TEST_CASE("a pace is said in one phrase, whatever is bounded")
{
    CHECK(pace_words({1000, 3}) == "up to 3 messages a window, up to 1000 characters each");
    CHECK(pace_words({1000, 1}) == "up to 1 message a window, up to 1000 characters");
    CHECK(pace_words({0, 3}) == "up to 3 messages a window");
    CHECK(pace_words({1, 0}) == "up to 1 character a message");
}

TEST_CASE("each side sees how the pace stands, a client who declined is left alone")
{
    Paced p{{0, 3}};
    CHECK(pace_lines(p.with, p.outlook) ==
          Lines{"Dr Okafor proposes a pace: up to 3 messages a window. It holds only if you agree: /agree or /decline "
                "(holdfast pace agree, holdfast pace decline)."});
    p.outlook.pace->consent = PaceConsent::agreed;
    CHECK(pace_lines(p.with, p.outlook) == Lines{"Pace you agreed on: up to 3 messages a window."});
    p.outlook.pace->consent = PaceConsent::declined;
    CHECK(pace_lines(p.with, p.outlook).empty());
    p.with.mine = true;
    CHECK(pace_lines(p.with, p.outlook) == Lines{"Pace, declined: up to 3 messages a window."});
    p.outlook.pace->consent = PaceConsent::none;
    CHECK(pace_lines(p.with, p.outlook) == Lines{"Pace you propose: up to 3 messages a window. Not answered yet."});
    p.outlook.pace.reset();
    CHECK(pace_lines(p.with, p.outlook).empty());
}

TEST_CASE("while a client writes, what is used is shown, only once they agreed")
{
    Paced p{{10, 3}, PaceConsent::agreed, 1};
    CHECK(pace_used(p.with, p.outlook, "grüß") == "Message 2 of 3 for this window, 4 of 10 characters.");
    p.outlook.pace->pace.messages = 0;
    CHECK(pace_used(p.with, p.outlook, "") == "0 of 10 characters.");
    p.outlook.pace->pace.messages = 1;
    CHECK(pace_used(p.with, p.outlook, "") ==
          "You agreed on 1 message for this window and have written 1, 0 of 10 characters.");
    p.outlook.pace->consent = PaceConsent::none;
    CHECK_FALSE(pace_used(p.with, p.outlook, ""));
    p.outlook.pace->consent = PaceConsent::agreed;
    p.with.mine = true;
    CHECK_FALSE(pace_used(p.with, p.outlook, ""));
}

TEST_CASE("what is over the pace is told as an agreement, and that it is kept")
{
    const Paced p{{4, 2}, PaceConsent::agreed, 2};
    CHECK(over_pace_words(*p.outlook.pace, "12345") ==
          "This has 5 characters; you agreed on 4. This one is kept here.");
    CHECK(over_pace_words(*p.outlook.pace, "1234") ==
          "That is your 2 messages for this window, as you agreed. This one is kept here.");
}

TEST_CASE("what is left of an agreed pace is said as what there still is")
{
    Paced p{{200, 2}};
    CHECK_FALSE(pace_left(p.with, p.outlook));
    p.outlook.pace->consent = PaceConsent::agreed;
    CHECK(pace_left(p.with, p.outlook) == "2 more messages in this window, up to 200 characters each.");
    p.outlook.pace->written = 1;
    CHECK(pace_left(p.with, p.outlook) == "1 more message in this window, up to 200 characters.");
    p.outlook.pace->written = 2;
    CHECK(pace_left(p.with, p.outlook) ==
          "You have written what you agreed on for this window. One more is kept here until you send it anyway.");
}

}  // namespace holdfast::ui::pace_view_test
