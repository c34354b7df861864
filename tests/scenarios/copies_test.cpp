// A vault or a relay restored from a backup. The numbers are those of the list of attacks in tests/README.md.
#include <algorithm>
#include <filesystem>

#include "tests/client/core/client_world.hpp"
#include "tests/scenarios/changed_receipts.hpp"
#include "tests/support/catch.hpp"

namespace copies_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

TEST_CASE("attack 7: a vault restored from a backup is found at login, frozen, and both ends are told")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto kit = alice.print_kit();
    alice.go_offline();
    holdfast::test::TempDir copy;
    alice.restart();
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    alice >> "one" >> "two";
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    alice.go_online();
    CHECK(alice.client().status().frozen);
    CHECK(alice.count<show::DeviceFrozen>() == 1);
    CHECK(okafor.count<show::DeviceFrozen>() == 1);
    CHECK(word(alice.order(command::SendText{alice.conversation(), "three"})) == "device_frozen");
    // Both sides know it for as long as it is so, and no longer.
    CHECK(okafor.client().conversations().at(0).stopped == p.now());
    okafor.restart();
    okafor.go_online();
    CHECK(okafor.client().conversations().at(0).stopped);
    okafor >> "do you get this?";
    CHECK(okafor.client().conversations().at(0).stopped);
    alice.lose_device();
    alice.restore(kit);
    CHECK_FALSE(okafor.client().conversations().at(0).stopped);
    CHECK(alice.read() == Lines{"do you get this?"});
}

TEST_CASE("attack 7: a copy of a vault that wrote nothing since is found at login, too")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    holdfast::test::TempDir copy;
    alice.restart();
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    alice.go_online();
    CHECK(alice.client().status().frozen);
    CHECK(okafor.count<show::DeviceFrozen>() == 1);
}

TEST_CASE("attack 7: a relay that gives an older token again is left, and the device is not stopped by it")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    std::optional<wire::LoginToken> first;
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* in = std::get_if<wire::LoggedIn>(&frame)) {
            if (first) in->token = *first;
            first = in->token;
        }
        return true;
    };
    alice.go_offline();
    alice.go_online();
    REQUIRE(first);
    alice.go_offline();
    alice.go_online();
    CHECK(alice.client().status().connection != Connection::online);
    alice.meddle = {};
    alice.go_offline();
    alice.go_online();
    CHECK(alice.client().status().connection == Connection::online);
    CHECK_FALSE(alice.client().status().frozen);
}

TEST_CASE("attack 7: a relay restored from a backup gets again what it forgot, once on the reader's screen")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "before the copy";
    p.copy_relay();
    p.after(1h);
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    alice >> "after the copy" >> "and another";
    p.after(1h);
    const auto received = alice.client().history(alice.conversation()).at(1)->received;
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    CHECK(alice.client().history(alice.conversation()).at(1)->received == received);
    CHECK(alice.client().newest_hours(alice.conversation(), false)->version == 2);
    CHECK(alice.count<show::HoursProblem>() == 0);
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"before the copy", "after the copy", "and another"});
}

TEST_CASE("attack 7: hours a restored relay received anew are no fork for those who know the first receipt")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.copy_relay();
    okafor.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::HoursChain>(frame); };
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    (void)okafor.order(change);
    okafor.go_offline();
    okafor.meddle = {};
    REQUIRE(alice.client().newest_hours(alice.conversation(), false)->version == 2);
    p.after(1h);
    p.restore_relay();
    SECTION("she is there when it is published again") { alice.go_online(); }
    okafor.go_online();
    if (!alice.online()) alice.go_online();
    CHECK(alice.count<show::HoursProblem>() == 0);
    CHECK(okafor.count<show::HoursProblem>() == 0);
    alice >> "hi";
    CHECK(alice.count<show::PromiseDiffers>() == 0);
    CHECK(alice.last<show::Accepted>()->promise.has_value());
    alice.restart();
    alice.go_online();
    CHECK(alice.client().outlook(alice.conversation(), p.now()).problem == std::nullopt);
}

TEST_CASE("attack 7: what a relay restored from a backup would ask for is kept as long as receipts are, and no longer")
{
    const auto [days, comes_back] = GENERATE(table<int, bool>({{80, true}, {91, false}}));
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    okafor.go_offline();
    p.copy_relay();
    alice >> "hello";
    alice.go_offline();
    p.after(std::chrono::hours{24 * days});
    alice.go_online();
    alice.go_offline();
    p.restore_relay();
    alice.go_online();
    CHECK(alice.client().status().waiting == 0);
    CHECK(alice.client().history(alice.conversation()).front()->mine);  // the words stay
    alice.go_offline();
    okafor.go_online();
    p.after(std::chrono::hours{24 * 7});
    CHECK(std::ranges::count(okafor.read(), std::string{"hello"}) == (comes_back ? 1 : 0));
}

TEST_CASE("attack 7: a device that came after the copy of a relay is let in by its list, and the lost one is out again")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto kit = alice.print_kit();
    alice.go_offline();
    holdfast::test::TempDir stolen;
    alice.restart();
    std::filesystem::copy(alice.directory(), stolen.path() / "vault", std::filesystem::copy_options::recursive);
    p.copy_relay();
    alice.lose_device();
    alice.restore(kit);
    alice.go_offline();

    auto& laptop = p.newcomer("the laptop");
    laptop.swap_vault(stolen.path() / "vault");
    laptop.go_online();
    CHECK(laptop.client().status().offline_reason == Errc::login_refused);
    p.restore_relay();  // which knows the laptop alone
    okafor.go_online();
    laptop.go_online();
    CHECK(laptop.online());
    alice.go_online();
    CHECK(alice.client().status().connection == Connection::online);
    CHECK(laptop.client().status().connection != Connection::online);
    laptop.go_offline();
    laptop.go_online();
    CHECK(laptop.client().status().offline_reason == Errc::login_refused);
    alice >> "it is me";
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"it is me"});
}

TEST_CASE(
    "attack 7: a list that a device has left since the copy of a relay is not in force longer than its owner's login")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.copy_relay();
    p.restore_relay();
    const auto before = alice.sent().size();
    alice.go_online();
    const auto again = std::count_if(
        alice.sent().begin() + static_cast<std::ptrdiff_t>(before), alice.sent().end(),
        [](const wire::ClientFrame& frame) { return std::holds_alternative<wire::PublishDevices>(frame); });
    CHECK(again == 1);
}

TEST_CASE("who enrolled after the copy of a relay is told to ask for a new invitation, and keeps what was said")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    p.copy_relay();
    auto& alice = p.client("Alice", okafor);
    alice >> "hello";
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    CHECK(alice.client().status().offline_reason == Errc::account_unknown);
    CHECK(alice.client().history(alice.conversation()).size() == 1);
    CHECK_FALSE(alice.client().status().frozen);
}

TEST_CASE("an invitation that was open at the copy of a relay counts again only once its therapist has given it again")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto used = p.invitation(okafor, "Alice");
    const auto open = p.invitation(okafor, "Ben");
    p.copy_relay();
    auto& alice = p.newcomer("Alice");
    alice.step(Command{1, command::Enrol{used.code, {}}});
    alice.go_online();
    p.restore_relay();
    auto& ben = p.newcomer("Ben");
    ben.step(Command{1, command::Enrol{open.code, {}}});
    ben.go_online();
    CHECK(ben.last<show::Answered>()->error == Errc::invitation_unusable);
    okafor.go_online();
    auto& again = p.newcomer("Ben again");
    again.step(Command{1, command::Enrol{open.code, {}}});
    again.go_online();
    CHECK(again.client().status().enrolled);
    auto& thief = p.newcomer("a thief");
    thief.step(Command{1, command::Enrol{used.code, {}}});
    thief.go_online();
    CHECK(thief.last<show::Answered>()->error == Errc::invitation_unusable);
}

TEST_CASE("what was read before a vault was restored from a backup is not shown again, by neither device after it")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto texts = [&] {
        Lines lines;
        for (const auto* entry : alice.client().history(alice.conversation()))
            lines.push_back(std::get<wire::Text>(entry->body).text);
        return lines;
    };
    okafor >> "one";
    CHECK(alice.read() == Lines{"one"});
    (void)alice.order(
        command::MarkShown{alice.conversation(), alice.client().history(alice.conversation()).at(0)->number});
    const auto kit = alice.print_kit();
    p.after(2min);
    alice.restart();
    const holdfast::test::TempDir copy;
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    CHECK(alice.read() == Lines{});  // a restart alone shows nothing again
    okafor >> "two";
    CHECK(alice.read() == Lines{"two"});
    p.after(2min);
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    CHECK(alice.client().conversations().at(0).unseen == 0);
    alice.go_online();
    p.after(2min);
    CHECK(alice.client().status().frozen);
    CHECK(alice.read() == Lines{});
    CHECK(texts() == Lines{"one"});
    CHECK(alice.client().conversations().at(0).unseen == 0);
    alice.lose_device();
    alice.restore(kit);
    p.after(2min);
    CHECK(alice.read() == Lines{});
    okafor >> "three";
    CHECK(alice.read() == Lines{"three"});
    CHECK(texts() == Lines{"three"});
}

TEST_CASE("what was read before a relay was restored from a backup is not shown again, and once in the history")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "one" >> "two";
    p.copy_relay();
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"one", "two"});
    const auto history = okafor.client().history(okafor.conversation()).size();
    (void)okafor.order(
        command::MarkShown{okafor.conversation(), okafor.client().history(okafor.conversation()).back()->number});
    okafor >> "an answer";
    CHECK(alice.read() == Lines{"an answer"});
    p.after(2min);
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    p.after(2min);
    CHECK(okafor.read() == Lines{});
    CHECK(alice.read() == Lines{});
    CHECK(okafor.client().history(okafor.conversation()).size() == history + 1);
    CHECK(alice.client().history(alice.conversation()).size() == 3);
    CHECK(okafor.client().conversations().at(0).unseen == 0);
    alice >> "three";
    CHECK(okafor.read() == Lines{"three"});
}

TEST_CASE("a message submitted again to a restored relay under another promise is said to have moved")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    p.copy_relay();
    alice >> "hi";
    p.restore_relay();
    okafor.go_online();
    const wire::Promise later{p.now() + 48h, p.now() + 49h};
    change_receipts(p, alice, [&](wire::decided::Accepted& taken) { taken.promise = later; });
    alice.go_online();
    REQUIRE(alice.last<show::PromiseMoved>());
    CHECK(alice.last<show::PromiseMoved>()->promise == later);
}

}  // namespace copies_test
