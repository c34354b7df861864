// A submit: taken once, under its own number, for the right devices, and within the limits.
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::submit_test {
namespace {

using session::open_receipt;
using wire::decided::Accepted;

TEST_CASE("the same submit a hundred times is one row, one sequence number, one answer")
{
    TwoPairs p;
    const auto submit = p.w.submit_of(p.alice, "hello");
    p.w.send(p.alice, submit);
    const auto first = p.w.last<wire::Accepted>(p.alice);
    for (int i = 1; i < 99; ++i) p.w.send(p.alice, submit);
    CHECK(p.w.last<wire::Accepted>(p.alice) == first);
    CHECK(p.w.lines() == Lines(99, "alice: accepted hello, " + third));
    p.w.restart();
    p.w.log_in(p.alice);
    p.w.send(p.alice, submit);
    CHECK(p.w.last<wire::Accepted>(p.alice) == first);
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
    CHECK(p.w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL") == 1);
    CHECK(p.w.count("SELECT sequence FROM conversation WHERE owner = 1") == 1);
}

TEST_CASE("duplicates within one step share their leaf")
{
    TwoPairs p;
    const auto submit = p.w.submit_of(p.alice, "hello");
    auto other = submit;
    other.message = RelayWorld::message("other");
    (void)p.w.step(
        {RelayWorld::event(p.alice, submit), RelayWorld::event(p.alice, submit), RelayWorld::event(p.alice, other)});
    CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict", "alice: accepted hello, " + third,
                               "alice: accepted hello, " + third});
    p.w.send(p.alice, other);
    CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict"});
}

TEST_CASE("attack 7: a number the device claims to have used is taken only with the receipt it got for it")
{
    TwoPairs p;
    p.alice.last_submit = 5;
    p.w.log_in(p.alice);
    (void)p.w.lines();
    auto submit = p.w.submit_of(p.alice, "hello");
    SECTION("without one it is refused, and a new number is taken")
    {
        submit.number = 3;
        p.w.send(p.alice, submit);
        submit.number = 6;
        p.w.send(p.alice, submit);
        CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict", "alice: accepted hello, " + third});
    }
    SECTION("the receipt of something else is none")
    {
        submit.number = 6;
        p.w.send(p.alice, submit);
        const auto other = p.w.last<wire::Accepted>(p.alice).proof;
        p.alice.last_submit = 9;
        p.w.log_in(p.alice);
        (void)p.w.lines();
        auto next = p.w.submit_of(p.alice, "another");
        next.number = 8;
        next.earlier = other;
        p.w.send(p.alice, next);
        CHECK(p.w.lines() == Lines{"alice: refused: submit_conflict"});
    }
}

TEST_CASE("attack 7: a relay restored from a backup gets the message again, and its received-at stands")
{
    const holdfast::test::TempDir dir;
    RelayWorld w{monday_evening, dir / "relay.db"};
    auto& okafor = w.therapist("okafor", tuesdays);
    auto& alice = w.client("alice", okafor);
    REQUIRE(w.relay().store().backup_to(dir / "copy.db"));
    auto submit = w.submit_of(alice, "hello");
    w.send(alice, submit);
    const auto before = w.last<wire::Accepted>(alice).proof;
    (void)w.lines();

    RelayWorld back{"2026-03-02T21:00:00Z", dir / "copy.db"};
    (void)back.random().id<Digest>();  // not the bytes the first one drew
    back.relay().store().mark_restored(back.random());
    back.restart();
    back.log_in(alice);
    CHECK(back.last<wire::LoggedIn>(alice).last_submit == 0);
    CHECK(back.last<wire::LoggedIn>(alice).one_time_prekeys == 0);
    back.send(alice, submit);  // under the old number only with the receipt
    CHECK(back.lines().back() == "alice: refused: submit_conflict");
    submit.earlier = before;
    auto changed = submit;
    changed.envelopes.front().body.push_back(std::byte{0});
    back.send(alice, changed);  // and only for what that is about
    CHECK(back.lines().back() == "alice: refused: submit_conflict");
    back.send(alice, submit);
    const auto earlier = open_receipt(before, w.key().pub).value();
    const auto again = open_receipt(back.last<wire::Accepted>(alice).proof, w.key().pub).value();
    CHECK(std::get<Accepted>(again.event).received == std::get<Accepted>(earlier.event).received);
    CHECK(again.at == back.now());
    CHECK(again.sequence == earlier.sequence);
    CHECK(again.incarnation != earlier.incarnation);
}

TEST_CASE("an earlier receipt that is not about this submit changes nothing")
{
    TwoPairs p;
    p.w.submit(p.alice, "one");
    const auto first = p.w.last<wire::Accepted>(p.alice).proof;
    p.w.after(std::chrono::minutes{10});
    auto submit = p.w.submit_of(p.alice, "two");
    submit.earlier = first;
    SECTION("another message") {}
    SECTION("forged")
    {
        auto receipt = wire::decode<wire::Receipt>(first.receipt).value();
        std::get<Accepted>(receipt.event).message = submit.message;
        submit.earlier->receipt = wire::encode(receipt);
    }
    p.w.send(p.alice, submit);
    const auto second = open_receipt(p.w.last<wire::Accepted>(p.alice).proof, p.w.key().pub);
    CHECK(std::get<Accepted>(second->event).received == p.w.now());
}

TEST_CASE("attack 8: envelopes go to exactly the devices of the other members")
{
    TwoPairs p;
    auto submit = p.w.submit_of(p.alice, "hello");
    const auto right = submit.envelopes[0];
    SECTION("none") { submit.envelopes.clear(); }
    SECTION("somebody else's device") { submit.envelopes[0].device = p.bob.device; }
    SECTION("her own") { submit.envelopes[0] = {p.alice.account, p.alice.device, right.body}; }
    SECTION("twice the same") { submit.envelopes.push_back(right); }
    SECTION("one too many") { submit.envelopes.push_back({p.bob.account, p.bob.device, right.body}); }
    p.w.send(p.alice, submit);
    CHECK(p.w.lines() == Lines{"alice: refused: stale_device_list"});
    submit.envelopes = {right};
    p.w.send(p.alice, submit);  // a refusal uses up no number
    CHECK(p.w.lines() == Lines{"alice: accepted hello, " + third});
}

TEST_CASE("sizes and classes that may not be are refused")
{
    TwoPairs p;
    auto submit = p.w.submit_of(p.alice, "hello", wire::Class::control);
    const auto refused = [&](Errc code) {
        p.w.send(p.alice, submit);
        CHECK(p.w.lines() == Lines{"alice: refused: " + std::string{name(code)}});
    };
    submit.envelopes[0].body = Bytes(wire::max_envelope_bytes + 1);
    refused(Errc::too_large);
    submit.cls = wire::Class::message;
    refused(Errc::too_large);
    submit.cls = wire::Class::control;
    wire::SealedEnvelope sealed;
    sealed.ciphertext = Bytes(2048 + 16);  // a page of text, dressed as upkeep
    submit.envelopes[0].body = wire::encode(sealed);
    refused(Errc::bad_padding);
    submit.number = 0;
    refused(Errc::submit_conflict);
    submit.number = std::uint64_t{1} << 63;
    refused(Errc::out_of_range);
}

TEST_CASE("attack 25: a full queue refuses with its reason and drops nothing, a reader who is away fills it")
{
    TwoPairs p;
    auto& carol = p.w.client("carol", p.okafor);
    for (std::size_t i = 0; i < wire::max_held_per_pair; ++i) {
        if (i % wire::max_messages_per_hour == 0) p.w.after(std::chrono::hours{1});
        p.w.submit(p.alice, "m" + std::to_string(i));
    }
    p.w.after(std::chrono::hours{1});
    (void)p.w.lines();
    p.w.submit(p.alice, "one more");
    CHECK(p.w.lines() == Lines{"alice: refused: queue_full"});
    CHECK(p.w.last<wire::Failure>(p.alice).retry);
    CHECK(p.w.count("SELECT count(*) FROM message") == static_cast<std::int64_t>(wire::max_held_per_pair));
    --p.alice.last_submit;
    p.w.submit(p.bob, "his own");
    CHECK(p.w.lines() == Lines{"bob: accepted his own, " + third});
    p.w.submit(carol, "to the same reader");
    CHECK(p.w.lines() == Lines{"carol: accepted to the same reader, " + third});
}

TEST_CASE("attack 25: control submits are sixty per hour, counted across a restart")
{
    TwoPairs p;
    for (std::size_t i = 0; i < wire::max_control_per_hour; ++i)
        p.w.submit(p.alice, "n" + std::to_string(i), wire::Class::control);
    p.w.restart();
    p.w.log_in(p.alice);
    (void)p.w.lines();
    p.w.submit(p.alice, "one more", wire::Class::control);
    CHECK(p.w.lines() == Lines{"alice: refused: rate_limited"});
    --p.alice.last_submit;
    p.w.submit(p.alice, "a message passes");
    p.w.after(std::chrono::hours{1});
    p.w.submit(p.alice, "later", wire::Class::control);
    CHECK(p.w.lines() == Lines{"alice: accepted a message passes, " + third, "alice: accepted later"});
}

}  // namespace
}  // namespace holdfast::server::test::submit_test
