// What the relay deletes of a conversation that has ended, and when.
#include "server/core/deletion.hpp"

#include "protocol/identity/ending.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::deletion_test {
namespace {

struct Ended : TwoPairs {
    void end()
    {
        w.send(alice, wire::EndConversation{7, session::sign_ending(alice.identity, {alice.conversation, alice.account,
                                                                                     w.now(), false})});
    }
    [[nodiscard]] bool is_deleted()
    {
        w.write();
        return w.count("SELECT count(*) FROM ending WHERE deleted IS NOT NULL") == 1;
    }
};

TEST_CASE("with nothing held it is deleted at once, and both are told under the relay's key")
{
    Ended p;
    p.end();
    CHECK(p.w.lines() == Lines{"alice: done", "okafor: conversation ended", "okafor: conversation deleted",
                               "alice: conversation deleted"});
    const auto told = std::get<wire::ConversationDeleted>(p.w.last<wire::Tell>(p.okafor).statement).deletion;
    const auto deletion = session::open_deletion(told, p.w.key().pub);
    REQUIRE(deletion);
    CHECK(deletion->conversation == p.alice.conversation);
    CHECK(deletion->at == p.w.now());
    CHECK(deletion->log_until == p.w.now() + wire::receipts_kept);
    CHECK(session::open_deletion(told, p.okafor.identity.pub).errc() == Errc::bad_signature);
    p.w.write();
    CHECK(p.w.count("SELECT count(*) FROM conversation WHERE roster IS NOT NULL AND ended IS NOT NULL") == 0);
}

TEST_CASE("what is held is released first: deleted is it once the reader has it and its window is over")
{
    Ended p;
    p.w.submit(p.alice, "to be read");
    p.end();
    CHECK_FALSE(p.is_deleted());
    p.w.restart();
    p.w.log_in(p.okafor);
    p.w.at("2026-03-03T09:00:00Z");
    p.w.tick();
    CHECK_FALSE(p.is_deleted());
    p.w.ack(p.okafor, "to be read");
    CHECK_FALSE(p.is_deleted());
    (void)p.w.lines();
    p.w.at("2026-03-03T13:00:00Z");
    p.w.tick();
    CHECK(p.is_deleted());
    CHECK(p.w.count("SELECT count(*) FROM message") == 0);
    CHECK(p.w.count(
              "SELECT count(*) FROM body b JOIN delivery d ON d.n = b.delivery WHERE d.conversation IS NOT NULL") == 0);
}

TEST_CASE("with the last held message taken back it is deleted, and the log is until its receipts are old")
{
    Ended p;
    p.w.submit(p.alice, "never mind");
    p.end();
    p.w.take_back(p.alice, "never mind");
    CHECK(p.is_deleted());
    CHECK(p.w.count("SELECT count(*) FROM receipt") > 0);
    p.w.after(wire::receipts_kept + std::chrono::hours{1});
    p.w.tick();
    p.w.after(std::chrono::hours{1});
    p.w.tick();
    p.w.write();
    CHECK(p.w.count("SELECT count(*) FROM receipt r JOIN ending e ON e.conversation = r.conversation") == 0);
}

TEST_CASE("of a conversation's own hours nothing stays, those of the therapist do, and nothing is added to its log")
{
    Ended p;
    p.w.hours(p.okafor, "We 10:00-11:00", [&](wire::HoursVersion& version) {
        version.conversation = p.alice.conversation;
        version.version = 1;
        version.previous = {};
    });
    p.w.write();
    REQUIRE(p.w.count("SELECT count(*) FROM hours WHERE conversation > 0") == 1);
    p.end();
    p.w.write();
    CHECK(p.w.count("SELECT count(*) FROM hours WHERE conversation > 0") == 0);
    CHECK(p.w.count("SELECT count(*) FROM hours WHERE conversation = 0") == 2);
    const auto log = "SELECT count(*) FROM receipt r JOIN ending e ON e.conversation = r.conversation";
    const auto before = p.w.count(log);
    CHECK(p.w.admin(IssueNotice{p.okafor.account, "In hospital."}) == AdminAnswer{AdminDone{}});
    p.w.after(std::chrono::hours{2});
    p.w.restart();
    p.w.tick();
    p.w.write();
    CHECK(p.w.count(log) == before);
    p.w.at("2026-03-01T12:00:00Z");  // the clock goes back
    p.w.tick();
    CHECK(p.w.admin(RemoveAccount{p.alice.account}) == AdminAnswer{AdminDone{}});
    p.w.write();
    CHECK(p.w.count(log) == before);
}

TEST_CASE("while the clock is in doubt nothing is deleted")
{
    Ended p;
    (void)p.w.step({ClockJumped{}});
    p.w.synchronised(false);
    p.end();
    CHECK_FALSE(p.is_deleted());
}

}  // namespace
}  // namespace holdfast::server::test::deletion_test
