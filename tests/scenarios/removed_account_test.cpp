// An account the practice suspends or removes, as the people on both sides live through it.
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::client::test::removed_account_test {
namespace {

struct Pair {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    void admin(server::AdminRequest request)
    {
        CHECK(p.admin(std::move(request)) == server::AdminAnswer{server::AdminDone{}});
    }
    [[nodiscard]] AccountId id_of(Member& member) { return *member.client().status().account; }
    [[nodiscard]] Outlook outlook() { return alice.client().outlook(alice.conversation(), p.now()); }
};

TEST_CASE("with the therapist's account a conversation ends: what was not read is marked, and nothing more can be sent")
{
    Pair w;
    w.alice >> "read in time";
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"read in time"});
    w.p.at("2026-03-03T20:00:00Z");
    w.alice >> "never read";
    w.alice.forget_shown();
    (void)w.alice.lines();
    w.admin(server::RemoveAccount{w.id_of(w.okafor)});
    CHECK(w.alice.lines() == Lines{"account ended, 1 unread"});
    CHECK(word(w.alice.order(command::SendText{w.alice.conversation(), "again"})) == "conversation_ended");
    CHECK_FALSE(w.outlook().promise);
    CHECK(w.alice.client().conversation(w.alice.conversation()).ended);

    // A window later nobody says that a promise was broken, and after a restart it is the same.
    (void)w.alice.lines();
    w.p.after(std::chrono::hours{24 * 8});
    CHECK(w.alice.lines() == Lines{"caught up"});
    w.alice.restart();
    w.alice.go_online();
    CHECK(w.alice.client().conversation(w.alice.conversation()).ended);
    CHECK(w.alice.client().status().waiting == 0);
    CHECK(word(w.alice.order(command::Audit{w.alice.conversation()})) == "ok");
    CHECK(w.alice.last<show::AuditDone>()->report.findings.empty());
}

TEST_CASE("attack 38: the removed therapist's own device is stopped for good and says why")
{
    Pair w;
    w.admin(server::RemoveAccount{w.id_of(w.okafor)});
    w.okafor.go_online();
    const auto status = w.okafor.client().status();
    CHECK(status.frozen);
    CHECK(status.frozen_reason == Errc::account_ended);
    CHECK(word(w.okafor.order(command::SendText{w.okafor.conversation(), "x"})) == "account_ended");
}

TEST_CASE("what a removed client wrote before is read in its window, and nothing is owed to her")
{
    Pair w;
    w.alice >> "a last word";
    w.admin(server::RemoveAccount{w.id_of(w.alice)});
    w.okafor.go_online();
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"a last word"});
    CHECK(w.okafor.client().conversation(w.okafor.conversation()).ended);
    w.p.after(std::chrono::hours{24 * 8});
    CHECK(w.okafor.count<show::NotAccepted>() == 0);
    CHECK(w.okafor.count<show::Refused>() == 0);
}

TEST_CASE("a written message that was not sent before the end is marked, too")
{
    Pair w;
    w.alice.go_offline();
    w.alice >> "written on a train";
    w.admin(server::RemoveAccount{w.id_of(w.okafor)});
    w.alice.go_online();
    CHECK(w.alice.client().status().waiting == 0);
}

TEST_CASE("a suspended client writes on, and it goes out when the account is resumed")
{
    Pair w;
    w.admin(server::SuspendAccount{w.id_of(w.alice)});
    w.alice.go_online();
    CHECK(w.alice.client().status().offline_reason == Errc::account_suspended);
    CHECK_FALSE(w.alice.client().status().frozen);
    w.alice >> "kept meanwhile";
    w.admin(server::ResumeAccount{w.id_of(w.alice)});
    w.alice.go_online();
    w.p.at("2026-03-03T09:30:00Z");
    CHECK(w.okafor.read() == Lines{"kept meanwhile"});
}

TEST_CASE("a suspended therapist's client sees a notice and no time, and the time again when she is resumed")
{
    Pair w;
    w.alice >> "hello";
    w.admin(server::SuspendAccount{w.id_of(w.okafor)});
    CHECK(w.outlook().notice);
    CHECK_FALSE(w.outlook().promise);
    w.admin(server::ResumeAccount{w.id_of(w.okafor)});
    CHECK_FALSE(w.outlook().notice);
    CHECK(w.outlook().promise);
}

TEST_CASE("attack 38: an end that the relay's key did not sign, or of the time to come, ends nothing")
{
    Pair w;
    w.alice.meddle = [&](wire::RelayFrame& frame) {
        auto* tell = std::get_if<wire::Tell>(&frame);
        auto* ended = tell ? std::get_if<wire::AccountEnded>(&tell->statement) : nullptr;
        if (ended) ended->end.signature = {};
        return true;
    };
    w.admin(server::RemoveAccount{w.id_of(w.okafor)});
    CHECK(w.alice.last<show::Refused>()->reason == Errc::bad_signature);
    CHECK_FALSE(w.alice.client().conversation(w.alice.conversation()).ended);
}

}  // namespace
}  // namespace holdfast::client::test::removed_account_test
