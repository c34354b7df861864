// A new device from the recovery kit: what it knows, what it is given, and what it shows once.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace restored_device_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

TEST_CASE("a new device restored from the kit takes over: contacts, hours, and what nobody had confirmed")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "still unread";
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    p.after(1h);
    okafor.restore(kit);
    CHECK(okafor.last<show::Restored>()->conversations == 1);
    CHECK(alice.count<show::DevicesChanged>() == 1);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"still unread"});
    okafor >> "here I am";
    CHECK(alice.read() == Lines{"here I am"});
}

TEST_CASE("what was read before a device is restored from the kit is neither shown again nor in its history")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "one" >> "two";
    CHECK(alice.read() == Lines{"one", "two"});
    alice >> "an answer";
    p.after(2min);
    REQUIRE(okafor.client().history(okafor.conversation()).at(1)->stage == Stage::confirmed);
    const auto kit = alice.print_kit();
    const bool read_meanwhile = GENERATE(true, false);
    if (!read_meanwhile) alice.go_offline();
    okafor >> "three";
    if (read_meanwhile) CHECK(alice.read() == Lines{"three"});
    p.after(2min);
    alice.lose_device();
    p.after(1h);
    alice.restore(kit);
    p.after(2min);
    // Messages that nobody had confirmed come to the new device, once; those that were confirmed do not.
    const auto expected = read_meanwhile ? Lines{} : Lines{"three"};
    CHECK(alice.read() == expected);
    CHECK(alice.client().history(alice.conversation()).size() == expected.size());
    CHECK(alice.client().conversations().at(0).unseen == expected.size());
    alice.restart();
    alice.go_online();
    p.after(2min);
    CHECK(alice.read() == Lines{});
    CHECK(alice.client().history(alice.conversation()).size() == expected.size());
    okafor >> "four";
    CHECK(alice.read() == Lines{"four"});
}

TEST_CASE("what was taken back leaves no gap on a device that is restored before the rest is read")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto take_back = [&](const char* text) {
        alice >> text;
        CHECK(word(alice.order(command::TakeBack{alice.last<show::Saved>()->message})) == "ok");
    };
    alice >> "one";
    take_back("regretted");
    take_back("and again");
    alice >> "two";
    if (GENERATE(true, false)) take_back("at the end");
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    p.after(1h);
    okafor.restore(kit);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"one", "two"});
    alice >> "three";
    CHECK(okafor.read() == Lines{"three"});
}

TEST_CASE("a client's new device restored from the kit believes the same therapist and nobody else")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "before";
    (void)alice.order(command::ShowKit{});
    const auto printed = alice.last<show::Kit>().value();
    std::string kit;
    for (std::size_t i = 0; i < printed.words.size(); ++i)
        kit += std::to_string(i + 1) + ". " + printed.words[i] + (i % 6 == 5 ? "\n" : "  ");
    alice.lose_device();
    p.after(5min);
    CHECK(word(alice.order(command::Restore{"ABCD EFGH"})) == "bad_kit");
    alice.restore(kit);
    CHECK(alice.last<show::Restored>()->conversations == 1);
    CHECK(okafor.count<show::DevicesChanged>() == 1);
    alice >> "I am back";
    okafor >> "welcome back";
    CHECK(okafor.read() == Lines{"before", "I am back"});
    CHECK(alice.read() == Lines{"welcome back"});
}

TEST_CASE("a restored device knows of no gap in what was said before it")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor >> "one" >> "two";
    CHECK(alice.read() == Lines{"one", "two"});
    p.after(2min);  // for the receipts
    const auto kit = alice.print_kit();
    alice.lose_device();
    p.after(5min);
    alice.restore(kit);
    okafor >> "three" >> "four";
    CHECK(alice.read() == Lines{"three", "four"});
}

}  // namespace restored_device_test
