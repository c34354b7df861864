#include "client/core/account/enrolment.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace enrolment_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

/// The answer to an order of somebody without an account, who connects for it.
std::string answer(Member& member, Order order)
{
    constexpr Ticket ticket = 4711;
    member.forget_shown();
    member.step(Command{ticket, std::move(order)});
    if (member.client().relay()) member.go_online();
    const auto answered = member.last<show::Answered>();
    if (!answered || answered->ticket != ticket) return "none";
    return answered->error ? word(Status{*answered->error}) : "ok";
}
std::string look(Member& member, const std::string& text) { return answer(member, command::CheckInvitation{text}); }

}  // namespace

TEST_CASE("an invitation can be looked at without being used, and nothing of that stays")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    command::SetHours order;
    order.contacts = std::vector<wire::CrisisContact>{{"Samaritans", "116 123"}};
    REQUIRE(word(okafor.order(order)) == "ok");
    const auto invitation = p.invitation(okafor, "Alice");
    auto& alice = p.newcomer("Alice");
    for (const auto& text : {invitation.code, invitation.link}) {
        CHECK(look(alice, text) == "ok");
        const auto good = alice.last<show::InvitationGood>();
        REQUIRE(good);
        CHECK(good->name == "Dr Okafor");
        CHECK(good->role == wire::Role::client);
        CHECK(good->expires == invitation.expires);
        CHECK(good->contacts == std::vector<wire::CrisisContact>{{"Samaritans", "116 123"}});
        CHECK_FALSE(alice.client().relay());
        CHECK_FALSE(alice.client().status().account);
    }
    CHECK(answer(alice, command::Enrol{invitation.code, {}}) == "ok");
    CHECK(look(alice, invitation.code) == "already_enrolled");
    auto& bob = p.newcomer("Bob");
    CHECK(look(bob, invitation.code) == "invitation_unusable");
    CHECK(look(bob, "hello") == "bad_code");
    const auto late = p.invitation(okafor, "Carol");
    p.after(wire::invitation_lifetime + Seconds{60});
    CHECK(look(bob, late.code) == "invitation_expired");
    auto& lee = p.newcomer("Dr Lee");
    CHECK(look(lee, p.invite_therapist("Dr Lee")) == "ok");
    CHECK(lee.last<show::InvitationGood>()->role == wire::Role::therapist);
    CHECK(lee.last<show::InvitationGood>()->name == "Dr Lee");
}

TEST_CASE("the step of a first run is kept until it is over")
{
    ClientWorld p{tuesday_nine};
    auto& alice = p.client("Alice", p.therapist("Dr Okafor", tuesdays));
    CHECK_FALSE(alice.client().first_run());
    CHECK(word(alice.order(command::NoteFirstRun{3})) == "ok");
    alice.restart();
    CHECK(alice.client().first_run() == 3);
    CHECK(word(alice.order(command::NoteFirstRun{})) == "ok");
    alice.restart();
    CHECK_FALSE(alice.client().first_run());
}

}  // namespace enrolment_test
