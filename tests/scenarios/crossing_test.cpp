// Attack 17: both sides start a session at once, and each gets the other's handshake after having sent its own.
// Nothing written on either is lost or doubled, and both go on in one of the two.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace crossing_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

/// Deliveries stay on their way until meet().
void turn_away(Member& member)
{
    member.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Deliver>(frame); };
}

/// On a new connection what was not acknowledged comes again.
void meet(Member& a, Member& b)
{
    for (auto* member : {&a, &b}) {
        member->meddle = {};
        member->go_offline();
    }
    for (auto* member : {&a, &b}) member->go_online();
}

/// Both ways, often enough for several steps of the ratchet.
void check_conversation(Member& a, Member& b)
{
    for (int round = 0; round < 3; ++round) {
        a >> "there" >> "and on";
        CHECK(b.read() == Lines{"there", "and on"});
        b >> "back";
        CHECK(a.read() == Lines{"back"});
    }
    CHECK(a.client().status().waiting == 0);
    CHECK(b.client().status().waiting == 0);
}

}  // namespace

TEST_CASE("attack 17: two devices restored at the same time write to each other before either hears of the other")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto hers = okafor.print_kit();
    const auto alices = alice.print_kit();
    for (auto* member : {&okafor, &alice}) member->lose_device();
    p.after(5min);
    for (auto* member : {&okafor, &alice}) turn_away(*member);
    okafor.restore(hers);
    alice.restore(alices);
    okafor >> "from her";
    alice >> "from Alice";
    meet(okafor, alice);
    CHECK(alice.read() == Lines{"from her"});
    CHECK(okafor.read() == Lines{"from Alice"});
    check_conversation(okafor, alice);
}

TEST_CASE("attack 17: a therapist writes to a new client before the client's handshake reaches her")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    turn_away(okafor);
    const auto invitation = p.invitation(okafor, "Alice").link;
    auto& alice = p.newcomer("Alice");
    turn_away(alice);
    alice.step(Command{1, command::Enrol{invitation, "Alice"}});
    alice.go_online();
    alice >> "from Alice";
    if (!okafor.client().conversations().empty()) okafor >> "from her";
    meet(okafor, alice);
    CHECK(okafor.read() == Lines{"from Alice"});
    okafor >> "welcome";
    CHECK(alice.read().back() == "welcome");
    check_conversation(okafor, alice);
}

TEST_CASE("attack 17: handshakes cross again and again, and every message is read once")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto hers = okafor.print_kit();
    const auto alices = alice.print_kit();
    for (const std::string round : {"one", "two", "three"}) {
        for (auto* member : {&okafor, &alice}) member->lose_device();
        p.after(5min);
        for (auto* member : {&okafor, &alice}) turn_away(*member);
        alice.restore(alices);
        okafor.restore(hers);
        alice >> ("from Alice, " + round) >> "and more";
        okafor >> ("from her, " + round);
        meet(alice, okafor);
        CHECK(alice.read() == Lines{"from her, " + round});
        CHECK(okafor.read() == Lines{"from Alice, " + round, "and more"});
    }
    check_conversation(alice, okafor);
}

}  // namespace crossing_test
