// The ratchet by itself: order, bounds, and what a state may forget.
#include "protocol/session/ratchet.hpp"

#include <limits>

#include "protocol/wire/codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace ratchet_test {

using namespace holdfast;
using namespace holdfast::session;

namespace {

struct TwoRatchets {
    TwoRatchets()
    {
        auto prekey = crypto::DhKeyPair::generate(random);
        const auto sk = random.secret<32>();
        a = Ratchet::initiator(sk.clone(), prekey.pub);
        b = Ratchet::responder(sk.clone(), std::move(prekey));
    }
    Ratchet::Outgoing send(Ratchet& from) { return from.send(random).value(); }
    /// True when the receiver derives the sender's key.
    static bool arrives(Ratchet& to, const Ratchet::Outgoing& message)
    {
        auto in = to.receive(message.header);
        return in.has_value() && in->key == message.key;
    }

    test::SeededRandom random{"ratchet"};
    Ratchet a, b;
};

Bytes state_of(const Ratchet& ratchet) { return wire::encode(ratchet); }

/// The error for a header, found without a change to a copy's origin.
Errc refused(const Ratchet& ratchet, wire::RatchetHeader header)
{
    auto copy = ratchet.clone();
    return copy.receive(header).errc();
}

}  // namespace

TEST_CASE("keys agree in both directions over many DH steps")
{
    TwoRatchets two;
    for (int round = 0; round < 5; ++round) {
        for (int i = 0; i < 3; ++i) CHECK(TwoRatchets::arrives(two.b, two.send(two.a)));
        for (int i = 0; i < 2; ++i) CHECK(TwoRatchets::arrives(two.a, two.send(two.b)));
    }
}

TEST_CASE("the root key changes with every change of direction and a chain starts at number 0")
{
    TwoRatchets two;
    const auto first = two.send(two.a);
    CHECK(TwoRatchets::arrives(two.b, first));
    const auto answer = two.send(two.b);
    CHECK(answer.header.key != first.header.key);
    CHECK(answer.header.number == 0);
    CHECK(TwoRatchets::arrives(two.a, answer));
    two.send(two.a);
    const auto second = two.send(two.a);
    CHECK(second.header.key != first.header.key);
    CHECK(second.header.number == 1);
    CHECK(second.header.previous == 1);
}

TEST_CASE("a responder cannot speak before it has received")
{
    TwoRatchets two;
    CHECK(two.b.send(two.random).errc() == Errc::no_session);
}

TEST_CASE("messages arrive in any order, across a DH step too, each key once")
{
    TwoRatchets two;
    std::vector<Ratchet::Outgoing> sent;
    for (int i = 0; i < 4; ++i) sent.push_back(two.send(two.a));
    CHECK(TwoRatchets::arrives(two.b, sent[2]));
    CHECK(TwoRatchets::arrives(two.a, two.send(two.b)));
    for (int i = 0; i < 2; ++i) sent.push_back(two.send(two.a));
    for (const std::size_t i : {5U, 0U, 3U, 4U, 1U}) CHECK(TwoRatchets::arrives(two.b, sent[i]));
    CHECK(two.b.skipped().size() == 0);
    for (const auto& message : sent) CHECK(two.b.clone().receive(message.header).has_error());
    CHECK(refused(two.b, sent[4].header) == Errc::replayed);
}

TEST_CASE("attack 5: at most 1,000 keys are skipped for one message, over both chains together")
{
    TwoRatchets two;
    CHECK(TwoRatchets::arrives(two.b, two.send(two.a)));
    CHECK(TwoRatchets::arrives(two.a, two.send(two.b)));
    const auto last_known = two.send(two.a).header;
    CHECK(refused(two.b, {last_known.key, 1, 1001}) == Errc::too_many_skipped);
    CHECK(two.b.clone().receive({last_known.key, 1, 1000}).has_value());
    CHECK(two.b.clone().receive({last_known.key, 501, 500}).has_value());
    CHECK(refused(two.b, {last_known.key, 501, 501}) == Errc::too_many_skipped);
}

TEST_CASE("attack 5: counters of 2^31 and 2^32 - 1 are refused before any key is derived")
{
    TwoRatchets two;
    const auto first = two.send(two.a);
    REQUIRE(TwoRatchets::arrives(two.b, first));
    REQUIRE(TwoRatchets::arrives(two.a, two.send(two.b)));
    const auto fresh = two.send(two.a).header;
    const auto before = state_of(two.b);
    for (const std::uint32_t huge :
         {1U << 31, std::numeric_limits<std::uint32_t>::max() - 1, std::numeric_limits<std::uint32_t>::max()}) {
        // The state itself, not a copy: nothing was derived, so nothing may have changed.
        CHECK(two.b.receive({first.header.key, 0, huge}).errc() == Errc::too_many_skipped);
        CHECK(two.b.receive({fresh.key, 0, huge}).errc() == Errc::too_many_skipped);
        CHECK(two.b.receive({fresh.key, huge, 0}).errc() == Errc::too_many_skipped);
        CHECK(two.b.receive({fresh.key, huge, huge}).errc() == Errc::too_many_skipped);
    }
    CHECK(state_of(two.b) == before);
}

TEST_CASE("a session keeps 2,000 skipped keys, then the oldest go and are counted")
{
    TwoRatchets two;
    std::vector<Ratchet::Outgoing> sent;
    for (int i = 0; i < 2500; ++i) sent.push_back(two.send(two.a));
    CHECK(two.b.receive(sent[900].header).value().dropped == 0);
    CHECK(two.b.receive(sent[1801].header).value().dropped == 0);
    CHECK(two.b.skipped().size() == 1800);
    CHECK(two.b.receive(sent[2300].header).value().dropped == 298);
    CHECK(two.b.skipped().size() == 2000);
    CHECK(refused(two.b, sent[0].header) == Errc::replayed);
    CHECK(TwoRatchets::arrives(two.b, sent[298]));
}

TEST_CASE("attack 1: a remote key of low order is refused without a change")
{
    TwoRatchets two;
    REQUIRE(TwoRatchets::arrives(two.b, two.send(two.a)));
    REQUIRE(TwoRatchets::arrives(two.a, two.send(two.b)));
    REQUIRE(two.send(two.a).header.previous == 1);
    const auto before = state_of(two.b);
    CHECK(two.b.receive({DhPublic{}, 1, 0}).errc() == Errc::bad_key);
    CHECK(state_of(two.b) == before);
}

TEST_CASE("a new remote key is refused while the peer cannot have seen ours")
{
    TwoRatchets two;
    REQUIRE(TwoRatchets::arrives(two.b, two.send(two.a)));
    const auto stranger = crypto::DhKeyPair::generate(two.random).pub;
    CHECK(refused(two.b, {stranger, 1, 0}) == Errc::cannot_decrypt);
    CHECK(refused(TwoRatchets{}.b, {stranger, 7, 0}) == Errc::cannot_decrypt);
}

TEST_CASE("unanswered counts what came since the last own message")
{
    TwoRatchets two;
    for (int i = 0; i < 3; ++i) REQUIRE(TwoRatchets::arrives(two.b, two.send(two.a)));
    CHECK(two.b.unanswered() == 3);
    two.send(two.b);
    CHECK(two.b.unanswered() == 0);
}

TEST_CASE("a stored ratchet goes on where it was")
{
    TwoRatchets two;
    const auto held = two.send(two.a);
    REQUIRE(TwoRatchets::arrives(two.b, two.send(two.a)));
    auto restored = wire::decode<Ratchet>(state_of(two.b)).value();
    CHECK(state_of(restored) == state_of(two.b));
    CHECK(TwoRatchets::arrives(restored, held));
    CHECK(TwoRatchets::arrives(two.a, two.send(restored)));
}

}  // namespace ratchet_test
