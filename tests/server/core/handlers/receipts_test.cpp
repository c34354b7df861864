// The log of a conversation: one receipt a decision, in one chain, given to its members and to nobody else.
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::receipts_test {
namespace {

namespace decided = wire::decided;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
const std::string tuesdays = "Tu 09:00-12:00";

struct Practice {
    explicit Practice(std::filesystem::path path = {}) : w{monday_evening, std::move(path)} {}
    RelayWorld w;
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};

    [[nodiscard]] std::vector<wire::ReceiptProof> log(std::uint64_t from = 1) { return log_of(w, alice, from); }

    static std::vector<wire::ReceiptProof> log_of(RelayWorld& w, const Person& member, std::uint64_t from = 1)
    {
        std::vector<wire::ReceiptProof> all;
        while (true) {
            w.send(member, wire::FetchLog{1, member.conversation, from});
            const auto& page = w.last<wire::Log>(member);
            if (page.entries.empty()) return all;
            all.insert(all.end(), page.entries.begin(), page.entries.end());
            from = wire::decode<wire::Receipt>(all.back().receipt)->sequence + 1;
        }
    }
};

/// The first receipt that does not stand or follow, or 0.
std::uint64_t first_broken(const std::vector<wire::ReceiptProof>& log, const SignPublic& relay)
{
    std::uint64_t number = 0;
    Digest previous;
    for (const auto& proof : log) {
        ++number;
        const auto receipt = session::open_receipt(proof, relay);
        if (receipt.has_error() || receipt->sequence != number || receipt->previous != previous) return number;
        previous = session::receipt_hash(proof.receipt);
    }
    return 0;
}

std::string summary(const wire::ReceiptProof& proof)
{
    const auto receipt = wire::decode<wire::Receipt>(proof.receipt).value();
    const auto at = to_rfc3339(receipt.at).substr(5, 11) + " ";
    if (const auto* taken = std::get_if<decided::Accepted>(&receipt.event))
        return at + (taken->held ? "held" : "taken") +
               (taken->promise || taken->cls != wire::Class::message ? "" : ", nothing promised");
    if (const auto* released = std::get_if<decided::Released>(&receipt.event))
        return at + "released " + std::to_string(released->messages.size());
    if (const auto* again = std::get_if<decided::HeldAgain>(&receipt.event))
        return at + "held again " + std::to_string(again->messages.size()) + " to " +
               to_rfc3339(again->promise->from).substr(5, 11);
    if (const auto* back = std::get_if<decided::ClockWentBack>(&receipt.event))
        return at + "clock went back from " + to_rfc3339(back->from).substr(5, 11);
    if (const auto* moved = std::get_if<decided::Moved>(&receipt.event))
        return at + "moved " + std::to_string(moved->messages.size()) +
               (moved->promise ? " to " + to_rfc3339(moved->promise->from).substr(5, 11) : " to no time");
    if (const auto* noticed = std::get_if<decided::Noticed>(&receipt.event))
        return at + (noticed->notice.text.empty() ? "notice lifted" : "notice: " + noticed->notice.text);
    return at + "taken back";
}

Lines summaries(const std::vector<wire::ReceiptProof>& log)
{
    Lines lines;
    for (const auto& proof : log) lines.push_back(summary(proof));
    return lines;
}

TEST_CASE("every decision of the gate is one receipt, numbered, and hashed into the next")
{
    Practice p;
    p.w.submit(p.alice, "one");
    p.w.submit(p.alice, "two");
    p.w.submit(p.alice, "n", wire::Class::control);
    p.w.submit(p.alice, "regret");
    p.w.take_back(p.alice, "regret");
    p.w.wait();
    p.w.ack(p.okafor, "one");
    p.w.submit(p.okafor, "reply");
    p.w.wait();
    const auto log = p.log();
    CHECK(first_broken(log, p.w.key().pub) == 0);
    CHECK(summaries(log) == Lines{"03-02T20:00 held", "03-02T20:00 held", "03-02T20:00 held", "03-02T20:00 taken back",
                                  "03-03T09:00 released 2", "03-03T09:00 taken",
                                  "03-03T12:00 held again 1 to 03-10T09:00"});
    const auto released = std::get<decided::Released>(session::open_receipt(log[4], p.w.key().pub)->event);
    const auto [account, device] = p.alice.address();
    CHECK(released.messages == std::vector{wire::MessageRef{account, device, RelayWorld::message("one")},
                                           wire::MessageRef{account, device, RelayWorld::message("two")}});
    CHECK(p.log(7).size() == 1);
    CHECK(p.log(8).empty());
    CHECK(p.w.last<wire::Log>(p.alice).head == 7);
}

TEST_CASE("the receipt of control content or a report has no number, and moves none")
{
    Practice p;
    const auto number_of = [&](Person& writer, const std::string& word, wire::Class cls) {
        p.w.submit(writer, word, cls);
        const auto& proof = p.w.last<wire::Accepted>(writer).proof;
        const auto receipt = session::open_receipt(proof, p.w.key().pub);
        CHECK(receipt.has_value());
        return receipt->sequence;
    };
    CHECK(number_of(p.alice, "one", wire::Class::message) == 1);
    CHECK(number_of(p.okafor, "delivered", wire::Class::control) == 0);
    CHECK(number_of(p.okafor, "read", wire::Class::report) == 0);
    CHECK(number_of(p.alice, "upkeep", wire::Class::control) == 0);
    CHECK(number_of(p.alice, "two", wire::Class::message) == 2);
    CHECK(p.log().size() == 2);
}

TEST_CASE("attack 33: what suspends promises is in the log before them: notices, and a clock that is not trusted")
{
    Practice p;
    p.w.submit(p.alice, "before");
    (void)p.w.admin(IssueNotice{p.okafor.account, "away"});
    p.w.submit(p.alice, "during");
    auto& ben = p.w.client("ben", p.okafor);
    (void)p.w.admin(IssueNotice{p.okafor.account, ""});
    CHECK(summaries(p.log()) == Lines{"03-02T20:00 held", "03-02T20:00 notice: away", "03-02T20:00 moved 1 to no time",
                                      "03-02T20:00 held, nothing promised", "03-02T20:00 notice lifted",
                                      "03-02T20:00 moved 2 to 03-03T09:00"});
    CHECK(summaries(Practice::log_of(p.w, ben)) == Lines{"03-02T20:00 notice: away", "03-02T20:00 notice lifted"});
    const auto doubts = [&] { return wire::decode<wire::Receipt>(p.log().back().receipt)->clock_in_doubt; };
    CHECK_FALSE(doubts());
    (void)p.w.step({ClockJumped{}});
    p.w.submit(p.alice, "in doubt");
    CHECK(doubts());
}

TEST_CASE("attack 23: where the relay's clock went back, the log says so itself")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.at("2026-03-03T10:00:00Z");
    p.w.tick();
    const auto before = p.log().size();
    SECTION("while it runs") { p.w.at("2026-03-02T20:01:00Z"); }
    SECTION("while it is stopped")
    {
        p.w.at("2026-03-02T20:01:00Z");
        p.w.restart();
        p.w.log_in(p.alice);
    }
    p.w.tick();
    const auto log = summaries(p.log());
    CHECK(first_broken(p.log(), p.w.key().pub) == 0);
    REQUIRE(log.size() > before);
    CHECK(log.at(before - 1) == "03-03T10:00 released 1");
    CHECK(log.at(before) == "03-02T20:01 clock went back from 03-03T10:00");
    CHECK(std::ranges::count(log, log.at(before)) == 1);
}

TEST_CASE("a log in which nothing was decided by the later clock says nothing of its going back")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.at("2026-03-03T08:00:00Z");
    p.w.submit(p.alice, "upkeep", wire::Class::control);
    p.w.at("2026-03-02T21:00:00Z");
    p.w.tick();
    CHECK(summaries(p.log()) == Lines{"03-02T20:00 held", "03-02T21:00 moved 1 to no time"});
}

TEST_CASE("a delivery carries the number of the receipt with which its message was taken")
{
    Practice p;
    p.w.submit(p.alice, "regret");
    p.w.take_back(p.alice, "regret");
    p.w.submit(p.alice, "hello");
    p.w.wait();
    CHECK(p.w.last<wire::Deliver>(p.okafor).sequence == 3);
}

TEST_CASE("nothing is written down when the hours open or close and nothing waits")
{
    Practice p;
    p.w.submit(p.alice, "hello");
    p.w.wait();
    p.w.ack(p.okafor, "hello");
    p.w.at("2026-03-11T10:00:00Z");
    p.w.tick();
    CHECK(p.log().size() == 2);
}

TEST_CASE("the log is the members', and for others it does not exist")
{
    Practice p;
    auto& weiss = p.w.therapist("weiss", tuesdays);
    auto& bob = p.w.client("bob", weiss);
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.send(bob, wire::FetchLog{1, p.alice.conversation, 1});
    const auto foreign = p.w.last<wire::Failure>(bob);
    p.w.send(bob, wire::FetchLog{1, ConversationId{}, 1});
    CHECK(foreign == p.w.last<wire::Failure>(bob));
    p.w.send(p.okafor, wire::FetchLog{1, p.alice.conversation, 1});
    CHECK(p.w.lines() == Lines{"bob: refused: not_found", "bob: refused: not_found", "okafor: log 0 of 0"});
    // The writer sees the message while it is held.
    p.w.send(p.alice, wire::FetchLog{1, p.alice.conversation, 1});
    CHECK(p.w.lines() == Lines{"alice: log 1 of 1"});
}

TEST_CASE("what a step decides is in the log after it, with its proof")
{
    Practice p;
    (void)p.w.step({RelayWorld::event(p.alice, p.w.submit_of(p.alice, "hello")),
                    RelayWorld::event(p.alice, wire::FetchLog{1, p.alice.conversation, 1})});
    CHECK(p.w.last<wire::Log>(p.alice).head == 0);
    CHECK(p.log().size() == 1);
}

TEST_CASE("two take-backs of one message in one step get one receipt")
{
    Practice p;
    p.w.submit(p.alice, "regret");
    (void)p.w.lines();
    const auto& conversation = p.alice.conversation;
    (void)p.w.step({RelayWorld::event(p.alice, wire::TakeBack{1, conversation, RelayWorld::message("regret")}),
                    RelayWorld::event(p.alice, wire::TakeBack{2, conversation, RelayWorld::message("regret")})});
    CHECK(p.w.lines() == Lines{"alice: taken back", "alice: taken back"});
    CHECK(p.log().size() == 2);
}

TEST_CASE("a long log comes in pages, and a long list of messages in several receipts")
{
    Practice p;
    for (std::size_t i = 0; i < 600; ++i) {
        p.w.submit(p.alice, "a" + std::to_string(i));
        p.w.submit(p.okafor, "o" + std::to_string(i));
    }
    p.w.wait();
    p.w.send(p.alice, wire::FetchLog{1, p.alice.conversation, 1});
    CHECK(p.w.last<wire::Log>(p.alice).entries.size() == wire::log_page);
    CHECK(p.w.last<wire::Log>(p.alice).head == 1205);
    p.w.after(std::chrono::hours{3});  // what a device may ask for is not without end
    const auto end = p.log(1190);
    CHECK(summary(end[11]) == "03-03T09:00 released 250");
    CHECK(summary(end[15]) == "03-03T09:00 released 200");
}

TEST_CASE("receipts are kept for ninety days")
{
    Practice p;
    p.w.submit(p.alice, "old");
    p.w.after(std::chrono::days{89});
    p.w.submit(p.alice, "newer");
    CHECK(p.log().size() == 3);  // and the promise of the old one has moved
    p.w.after(std::chrono::days{2});
    p.w.submit(p.alice, "newest");
    const auto log = p.log();
    CHECK(wire::decode<wire::Receipt>(log.front().receipt)->sequence > 1);
    p.w.restart();
    p.w.log_in(p.alice);
    p.w.submit(p.alice, "and on");
    CHECK(p.log().size() == log.size() + 1);
}

TEST_CASE("a relay restored from a backup goes on from there: a number may exist once in each incarnation")
{
    const holdfast::test::TempDir dir;
    Practice p{dir / "relay.db"};
    p.w.submit(p.alice, "before");
    REQUIRE(p.w.relay().store().backup_to(dir / "copy.db"));
    p.w.submit(p.alice, "lost");
    const auto lost = p.log();

    RelayWorld back{"2026-03-02T21:00:00Z", dir / "copy.db"};
    (void)back.random().id<Digest>();  // not the bytes the first one drew
    back.relay().store().mark_restored(back.random());
    back.restart();
    p.alice.last_submit = 1;
    back.log_in(p.alice);
    auto again = p.w.submit_of(p.alice, "lost");
    again.number = 2;
    back.send(p.alice, again);
    const auto log = Practice::log_of(back, p.alice);
    CHECK(first_broken(log, back.key().pub) == 0);
    const auto one = session::open_receipt(lost.at(1), back.key().pub).value();
    const auto other = session::open_receipt(log.at(1), back.key().pub).value();
    CHECK(one.sequence == other.sequence);
    CHECK(one.previous == other.previous);
    CHECK(one.incarnation != other.incarnation);
}

TEST_CASE("attack 15: who doctors the log in the relay's database is seen")
{
    Practice p;
    for (const auto* word : {"one", "two", "three", "four"}) p.w.submit(p.alice, word);
    REQUIRE(first_broken(p.log(), p.w.key().pub) == 0);
    const auto change = [&](const std::function<void(wire::Receipt&)>& edit) {
        auto proof = p.log().at(1);
        auto receipt = wire::decode<wire::Receipt>(proof.receipt).value();
        edit(receipt);
        proof.receipt = wire::encode(receipt);
        p.w.tamper("UPDATE receipt SET proof = x'" + to_hex(wire::encode(proof)) + "' WHERE sequence = 2");
    };
    SECTION("a receipt taken out") { p.w.tamper("DELETE FROM receipt WHERE sequence = 2"); }
    SECTION("two exchanged")
    {
        p.w.tamper("UPDATE receipt SET sequence = 9 WHERE sequence = 2");
        p.w.tamper("UPDATE receipt SET sequence = 2 WHERE sequence = 3");
        p.w.tamper("UPDATE receipt SET sequence = 3 WHERE sequence = 9");
    }
    SECTION("another instant")
    {
        change([](wire::Receipt& receipt) { receipt.at += std::chrono::hours{1}; });
    }
    SECTION("another promise")
    {
        change([](wire::Receipt& receipt) { std::get<decided::Accepted>(receipt.event).promise.reset(); });
    }
    SECTION("another number")
    {
        change([](wire::Receipt& receipt) { receipt.sequence = 3; });
    }
    CHECK(first_broken(p.log(), p.w.key().pub) == 2);
}

TEST_CASE("attack 15: a relay whose newest receipt is not the one its conversation names writes no other")
{
    Practice p;
    p.w.submit(p.alice, "one");
    p.w.submit(p.alice, "two");
    SECTION("taken out") { p.w.tamper("DELETE FROM receipt WHERE sequence = 2"); }
    SECTION("an older one in its place")
    {
        p.w.tamper("UPDATE receipt SET proof = (SELECT proof FROM receipt WHERE sequence = 1) WHERE sequence = 2");
    }
    SECTION("another head") { p.w.tamper("UPDATE conversation SET head = zeroblob(32)"); }
    SECTION("a number left out") { p.w.tamper("UPDATE conversation SET sequence = 5"); }
    p.w.restart();
    p.w.log_in(p.alice);
    try {
        p.w.submit(p.alice, "three");
        FAIL("it was accepted");
    } catch (const store::StoreError& error) {
        CHECK(error.code() == Errc::store_broken);
    }
}

}  // namespace
}  // namespace holdfast::server::test::receipts_test
