// Session set-up, and attacks 2 (swapped keys, unknown key share) and 3 (first message replayed).
#include "protocol/session/handshake.hpp"

#include "protocol/session/prekeys.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace handshake_test {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;
using test::Pair;
using test::Party;
using wire::Class;

namespace {

/// alice's first envelope after `change` has altered its handshake.
template <class Change>
Bytes with_handshake(BytesView body, Change change)
{
    auto envelope = open_envelope(body).value();
    change(*envelope.handshake);
    return wire::encode(envelope);
}

}  // namespace

TEST_CASE("both sides derive the same session, with and without a one-time prekey")
{
    for (const bool one_time : {true, false}) {
        Pair pair;
        pair.a = initiate(pair.alice.local(), pair.bob.list, pair.bob.bundle(one_time), pair.psk, morning, pair.random)
                     .value();
        pair.connect();
        CHECK(pair.a.transcript == pair.b.transcript);
        CHECK(pair.a.resumption == pair.b.resumption);
        CHECK(pair.a.peer == pair.bob.address());
        CHECK(pair.b.peer == pair.alice.address());
        CHECK(Pair::receive(pair.a, pair.send(pair.b, "hello")).value() == "hello");
        CHECK(pair.bob.prekeys.one_time.size() == (one_time ? 1 : 2));
    }
}

TEST_CASE("the handshake header is repeated until the first reply has decrypted")
{
    Pair pair;
    pair.connect();
    CHECK_FALSE(pair.a.confirmed());
    CHECK(open_envelope(pair.send(pair.a, "one")).value().handshake);
    CHECK(pair.b.confirmed());
    const auto reply = pair.send(pair.b, "two");
    CHECK_FALSE(open_envelope(reply).value().handshake);
    CHECK(Pair::receive(pair.a, reply).has_value());
    CHECK(pair.a.confirmed());
    CHECK_FALSE(open_envelope(pair.send(pair.a, "three")).value().handshake);
}

TEST_CASE("the next pre-shared key comes from the session, is the same at both ends and differs between sessions")
{
    Pair pair, other{"other"};
    pair.connect();
    CHECK(next_psk(pair.a).id == next_psk(pair.b).id);
    CHECK(next_psk(pair.a).key == next_psk(pair.b).key);
    CHECK(next_psk(pair.a).id != pair.psk.id);
    CHECK(next_psk(pair.a).id != next_psk(other.a).id);
}

TEST_CASE("attack 25: a signed prekey serves a thousand handshakes, then the next one takes over")
{
    Pair pair;
    pair.a =
        initiate(pair.alice.local(), pair.bob.list, pair.bob.bundle(false), pair.psk, morning, pair.random).value();
    const auto handshake = open_envelope(pair.send(pair.a, "hello")).value().handshake.value();
    auto& current = pair.bob.prekeys.signed_prekeys.back();
    CHECK(find_prekeys(pair.bob.prekeys, handshake, morning));
    CHECK_FALSE(wants_rotation(pair.bob.prekeys, morning));
    current.seen.resize(wire::max_handshakes_seen - 1);
    CHECK(find_prekeys(pair.bob.prekeys, handshake, morning));
    use_prekeys(pair.bob.prekeys, handshake);
    CHECK(find_prekeys(pair.bob.prekeys, handshake, morning).errc() == Errc::replayed);
    auto other = handshake;
    other.ephemeral.value[0] ^= std::byte{1};
    CHECK(find_prekeys(pair.bob.prekeys, other, morning).errc() == Errc::no_prekeys);
    CHECK(wants_rotation(pair.bob.prekeys, morning));
}

TEST_CASE("attack 2: nothing is encrypted to a device, prekey or account that the pin does not vouch for")
{
    Pair pair;
    const auto mallory = Party::make(pair.random, pair.alice.practice);
    const auto attempt = [&](const wire::DevicePrekeys& prekeys) {
        return initiate(pair.alice.local(), pair.bob.list, prekeys, pair.psk, morning, pair.random).errc();
    };
    CHECK(attempt(mallory.bundle()) == Errc::wrong_address);
    auto bundle = mallory.bundle();
    bundle.device = pair.bob.device;
    CHECK(attempt(bundle) == Errc::bad_signature);
    bundle = pair.bob.bundle();
    bundle.signed_prekey = mallory.bundle().signed_prekey;
    CHECK(attempt(bundle) == Errc::bad_signature);
    bundle = pair.bob.bundle();
    bundle.one_time = mallory.bundle().one_time;
    CHECK(attempt(bundle) == Errc::bad_signature);
    bundle = pair.bob.bundle();
    bundle.signed_prekey.body.back() ^= std::byte{1};
    CHECK(attempt(bundle) == Errc::bad_signature);
}

TEST_CASE("attack 2: a swapped list, device, prekey, ephemeral key or psk name in the first message does not decrypt")
{
    Pair pair;
    const auto mallory = Party::make(pair.random, pair.alice.practice);
    const auto first = pair.send(pair.a, "", Class::control);
    const auto attempt = [&](auto change) {
        return pair.bob.accept(pair.psk, Class::control, with_handshake(first, change)).errc();
    };
    CHECK(attempt([&](auto& h) { h.device_list = mallory.list; }) == Errc::wrong_address);
    CHECK(attempt([&](auto& h) {
              h.device_list = mallory.list;
              h.initiator = mallory.device;
          }) == Errc::cannot_decrypt);
    CHECK(attempt([&](auto& h) { h.device_list = pair.alice.sign_list(2); }) == Errc::cannot_decrypt);
    CHECK(attempt([&](auto& h) { h.device_list.signature.value[0] ^= std::byte{1}; }) == Errc::bad_signature);
    CHECK(attempt([&](auto& h) { h.initiator = mallory.device; }) == Errc::wrong_address);
    CHECK(attempt([&](auto& h) { h.responder = mallory.device; }) == Errc::wrong_address);
    CHECK(attempt([&](auto& h) { h.ephemeral = mallory.agreement.pub; }) == Errc::cannot_decrypt);
    CHECK(attempt([&](auto& h) { h.ephemeral = {}; }) == Errc::bad_key);
    CHECK(attempt([&](auto& h) { h.one_time_prekey = 0; }) == Errc::cannot_decrypt);
    CHECK(attempt([&](auto& h) { h.one_time_prekey += 1; }) == Errc::cannot_decrypt);
    CHECK(attempt([&](auto& h) { h.one_time_prekey = 99; }) == Errc::no_prekeys);
    CHECK(attempt([&](auto& h) { h.signed_prekey = 99; }) == Errc::no_prekeys);
    CHECK(attempt([&](auto& h) { h.psk = pair.random.id<InvitationId>(); }) == Errc::stranger);
    CHECK(pair.bob.accept(pair.psk, Class::control, first).has_value());
}

TEST_CASE("attack 2: unknown key share: the same keys under another account, list or practice give another session")
{
    Pair pair;
    const auto first = pair.send(pair.a, "", Class::control);
    // bob's keys stolen into a list of mallory's own account: she can present them, not read what was meant for bob.
    auto posing = Party::make(pair.random, pair.bob.practice);
    posing.agreement = pair.bob.agreement.clone();
    posing.device = pair.bob.device;
    posing.list = posing.sign_list(1);
    posing.prekeys = wire::decode<Prekeys>(wire::encode(pair.bob.prekeys)).value();
    CHECK(posing.accept(pair.psk, Class::control, first).errc() == Errc::cannot_decrypt);

    auto elsewhere = pair.random.id<PracticeId>();
    std::swap(pair.bob.practice, elsewhere);
    CHECK(pair.bob.accept(pair.psk, Class::control, first).errc() == Errc::cannot_decrypt);
    std::swap(pair.bob.practice, elsewhere);
    CHECK(pair.bob.accept(pair.psk, Class::control, first).has_value());
}

TEST_CASE("a stranger without the pre-shared key is refused even with everything public")
{
    Pair pair;
    auto guessed = Psk::generate(pair.random);
    guessed.id = pair.psk.id;
    pair.a = initiate(pair.alice.local(), pair.bob.list, pair.bob.bundle(), guessed, morning, pair.random).value();
    const auto first = pair.send(pair.a, "", Class::control);
    CHECK(pair.bob.accept(pair.psk, Class::control, first).errc() == Errc::cannot_decrypt);
    CHECK(pair.bob.prekeys.one_time.size() == 2);
}

TEST_CASE("attack 3: the first message is accepted once")
{
    for (const bool one_time : {true, false}) {
        Pair pair;
        pair.a = initiate(pair.alice.local(), pair.bob.list, pair.bob.bundle(one_time), pair.psk, morning, pair.random)
                     .value();
        const auto first = pair.send(pair.a, "", Class::control);
        pair.b = pair.bob.accept(pair.psk, Class::control, first).value().next;
        CHECK(Pair::receive(pair.b, first, Class::control).errc() == Errc::replayed);
        // Even with the session gone, the prekeys remember: I8, a one-time prekey serves one session.
        CHECK(pair.bob.accept(pair.psk, Class::control, first).errc() == Errc::replayed);
    }
}

TEST_CASE("attack 3: a second handshake with a used one-time prekey finds no key")
{
    Pair pair;
    pair.connect();
    Pair again;  // the same seed: the same parties, and bob's bundle from before
    auto second =
        initiate(pair.alice.local(), pair.bob.list, again.bob.bundle(), pair.psk, morning, pair.random).value();
    CHECK(pair.bob.accept(pair.psk, Class::control, pair.send(second, "", Class::control)).errc() == Errc::no_prekeys);
}

TEST_CASE("attack 8: a handshake reflected to its own device is refused")
{
    Pair pair;
    // alice starts a session with herself; a device never answers its own.
    auto self =
        initiate(pair.alice.local(), pair.alice.list, pair.alice.bundle(), pair.psk, morning, pair.random).value();
    CHECK(pair.alice.accept(pair.psk, Class::control, pair.send(self, "", Class::control)).errc() ==
          Errc::wrong_address);
}

TEST_CASE("without a pre-shared key only a new epoch of a pinned account may start, once")
{
    test::SeededRandom random{5};
    const auto party = Party::make(random), other = Party::make(random);
    const auto list = [](const Party& p, std::uint32_t epoch) { return open_device_list(p.sign_list(epoch)).value(); };
    CHECK(allow_without_psk(list(party, 1), 1, list(party, 2)).has_value());
    CHECK(allow_without_psk(list(party, 2), 1, list(party, 2)).has_value());  // the relay told of the list before
    CHECK(allow_without_psk(list(party, 2), 2, list(party, 2)).errc() == Errc::stale_device_list);
    CHECK(allow_without_psk(list(party, 3), 1, list(party, 2)).errc() == Errc::stale_device_list);
    CHECK(allow_without_psk(list(party, 1), 1, list(other, 2)).errc() == Errc::wrong_key);
}

TEST_CASE("a new device of a pinned account talks under the zero psk")
{
    Pair pair;
    pair.a = initiate(pair.alice.local(), pair.bob.list, pair.bob.bundle(), Psk::none(), morning, pair.random).value();
    const auto first = pair.send(pair.a, "", Class::control);
    CHECK(pair.bob.accept(pair.psk, Class::control, first).errc() == Errc::stranger);
    CHECK(pair.bob.accept(Psk::none(), Class::control, first).has_value());
}

TEST_CASE("of two handshakes that cross, both ends keep the same one")
{
    Pair pair;
    const auto& winner = crossing_winner(pair.alice.account, pair.bob.account);
    CHECK(winner == crossing_winner(pair.bob.account, pair.alice.account));
    CHECK(winner == std::min(pair.alice.account, pair.bob.account));
}

}  // namespace handshake_test
