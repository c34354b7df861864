#include "client/ui/held_view.hpp"

#include "client/ui/entry_view.hpp"
#include "client/ui/people_view.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::held_view_test {
namespace {

using client::test::ClientWorld;
using client::test::Member;

/// A Monday evening; her hours are Tuesdays from nine to twelve.
struct Evening {
    ClientWorld practice{"2026-03-02T20:00:00Z"};
    Member& okafor{practice.therapist("Dr Okafor", "Tu 09:00-12:00")};
    Member& alice{practice.client("Alice", okafor)};

    [[nodiscard]] std::vector<HeldMessage> held(Member& whose)
    {
        return held_messages(whose.client(), whose.conversation(), practice.now());
    }
    [[nodiscard]] Here here() const { return {hours::TimeZone::find("Etc/UTC").value(), practice.now()}; }
    [[nodiscard]] Lines lines(Member& whose)
    {
        return held_lines(held(whose), hours::TimeZone::find("UTC").value(), "/take-back", here());
    }
};

}  // namespace

TEST_CASE("what is held is listed with its numbers and goes out together at the opening")
{
    Evening e;
    CHECK(e.lines(e.alice).empty());
    e.alice >> "I could not sleep";
    CHECK(e.lines(e.alice) == Lines{"1 message of yours is held until Tue 3 Mar, 09:00:",
                                    "  1. Mon 2 Mar, 20:00: I could not sleep", "To take one back: /take-back 1"});
    e.alice >> "and then I could\nafter all";
    CHECK(e.lines(e.alice) ==
          Lines{"2 messages of yours are held until Tue 3 Mar, 09:00:", "  1. Mon 2 Mar, 20:00: I could not sleep",
                "  2. Mon 2 Mar, 20:00: and then I could …", "To take one back: /take-back 2"});
    e.practice.at("2026-03-03T09:30:00Z");
    CHECK(e.held(e.alice).empty());
}

TEST_CASE("while the practice's notice stands what is held is listed without a time to wait for")
{
    Evening e;
    e.alice >> "I could not sleep";
    (void)e.practice.admin(server::IssueNotice{*e.okafor.client().status().account, "She cannot read at present."});
    CHECK(e.lines(e.alice).front() == "1 message of yours is held; no reading time is set:");
    CHECK(e.lines(e.alice).back() == "To take one back: /take-back 1");
}

TEST_CASE("what was not read in its window is held again")
{
    Evening e;
    e.alice >> "hello";
    e.okafor.go_offline();
    e.practice.at("2026-03-03T10:00:00Z");
    CHECK(e.held(e.alice).empty());
    e.practice.at("2026-03-03T12:30:00Z");
    CHECK(e.lines(e.alice).at(0) == "1 message of yours is held until Tue 10 Mar, 09:00:");
}

TEST_CASE("a reply written in the evening is held and one that waits for its reader is not")
{
    Evening e;
    e.okafor >> "good night";
    CHECK(e.held(e.okafor).size() == 1);
    e.practice.at("2026-03-03T09:30:00Z");
    CHECK(e.held(e.okafor).empty());
    e.alice.go_offline();
    e.okafor >> "good morning";
    e.practice.at("2026-03-03T11:45:00Z");  // too late to be promised for this window
    e.okafor >> "nearly noon";
    e.practice.at("2026-03-03T20:00:00Z");
    CHECK(e.held(e.okafor).empty());
}

TEST_CASE("a message that has not left this device is listed as that")
{
    Evening e;
    e.alice.go_offline();
    e.alice >> "written offline";
    CHECK(e.lines(e.alice).at(0) == "1 message of yours is not sent yet:");
}

TEST_CASE("a taken back message is listed no more and the numbers close up")
{
    Evening e;
    e.alice >> "one";
    e.alice >> "two";
    const auto first = e.held(e.alice).at(0).entry.message;
    REQUIRE(e.alice.order(client::command::TakeBack{first}).has_value());
    CHECK(e.lines(e.alice).at(1) == "  1. Mon 2 Mar, 20:00: two");
}

TEST_CASE("words of a number")
{
    CHECK(held_number("2") == 2);
    CHECK(held_number("0") == 0);
    CHECK_FALSE(held_number(""));
    CHECK_FALSE(held_number("2b"));
    CHECK_FALSE(held_number("4f1c"));
    CHECK(no_such_held_words(3, 2) == "There is no number 3: 2 messages of yours are held, numbered from 1.");
    CHECK(no_such_held_words(3, 0) == "There is nothing to take back.");
}

TEST_CASE("another key under a known name is a stop in words with what to do")
{
    Evening e;
    const auto lines = event_lines(client::show::Refused{Errc::wrong_key}, e.alice.client(), e.here());
    REQUIRE(lines.size() == 1);
    CHECK(
        lines[0].starts_with("Stop and look: a key came under the name of Dr Okafor that is not the one you know. It "
                             "is not used, and nothing is sent to it"));
    CHECK(lines[0].find("holdfast status --safety-number") != std::string::npos);
}

TEST_CASE("an entry's first line comes in parts for a layout of its own")
{
    Evening e;
    e.alice >> "hello";
    const auto entry = e.held(e.alice).at(0).entry;
    const auto heading = heading_of(entry, e.alice.client(), e.here());
    REQUIRE(heading);
    CHECK(heading->name == "You to Dr Okafor");
    CHECK(heading->when == "20:00");
    CHECK(heading->day == "Monday 2 March");
    CHECK(new_entry_lines(entry, e.alice.client(), e.here()).front().starts_with("New: You to Dr Okafor, Mon 2 Mar"));
    CHECK_FALSE(is_new(entry));
}

TEST_CASE("the first line of status says with whom one writes")
{
    Evening e;
    CHECK(account_words(e.alice.client()).ends_with("riting with Dr Okafor."));
    CHECK(account_words(e.okafor.client()).ends_with(" therapist here."));
}

}  // namespace holdfast::ui::held_view_test
