// The session as a pure function, and attacks 4 (damaged ciphertext), 5 (counters) and 8 (reflected, moved).
#include "protocol/session/session.hpp"

#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"

namespace session_test {

using namespace holdfast;
using namespace holdfast::session;
using test::Pair;
using wire::Class;

namespace {

bool same(const Session& a, const Session& b) { return save(a) == save(b); }

}  // namespace

TEST_CASE("a conversation goes back and forth in every padding size")
{
    Pair pair;
    pair.connect();
    for (std::size_t size = 1024; size <= 65536; size *= 2) {
        const std::string text(size - 1, 'x');
        const auto there = pair.send(pair.a, text);
        CHECK(open_envelope(there).value().ciphertext.size() == size + 16);
        CHECK(Pair::receive(pair.b, there).value() == text);
        CHECK(Pair::receive(pair.a, pair.send(pair.b, text)).value() == text);
    }
    CHECK(encrypt(pair.a, Class::message, Bytes(65536), pair.random).errc() == Errc::text_too_long);
    CHECK(encrypt(pair.a, Class::control, Bytes(1024), pair.random).errc() == Errc::text_too_long);
}

TEST_CASE("encrypting changes nothing until the caller keeps the new state")
{
    Pair pair;
    const auto before = pair.a.clone();
    auto sealed = encrypt(pair.a, Class::message, as_bytes("hi"), pair.random);
    CHECK(same(pair.a, before));
    CHECK_FALSE(same(sealed->next, before));
}

TEST_CASE("attack 4: a flipped, cut or extended envelope is refused and the state is as before")
{
    Pair pair;
    pair.connect();
    const auto body = pair.send(pair.a, "do not touch");
    const auto before = save(pair.b);
    for (std::size_t i = 0; i < body.size(); i += i < 400 ? 1 : 37) {
        for (const unsigned bit : {0U, 3U, 7U}) {
            auto damaged = body;
            damaged[i] ^= static_cast<std::byte>(1U << bit);
            CHECK(Pair::receive(pair.b, damaged).has_error());
        }
        CHECK(Pair::receive(pair.b, BytesView{body}.first(i)).has_error());
    }
    auto longer = body;
    longer.push_back({});
    CHECK(Pair::receive(pair.b, longer).has_error());
    CHECK(save(pair.b) == before);
    CHECK(Pair::receive(pair.b, body).value() == "do not touch");
}

TEST_CASE("attack 4: a message opens in its own class only")
{
    Pair pair;
    pair.connect();
    const auto message = pair.send(pair.a, "text");
    CHECK(Pair::receive(pair.b, message, Class::control).errc() == Errc::cannot_decrypt);
    CHECK(Pair::receive(pair.b, message, Class::report).errc() == Errc::cannot_decrypt);
    const auto notice = pair.send(pair.a, "upkeep", Class::control);
    CHECK(Pair::receive(pair.b, notice, Class::message).errc() == Errc::cannot_decrypt);
    CHECK(Pair::receive(pair.b, message).has_value());
    CHECK(Pair::receive(pair.b, notice, Class::control).has_value());
}

TEST_CASE("attack 4: a ciphertext of an impossible size is refused before any key is derived")
{
    Pair pair;
    pair.connect();
    auto envelope = open_envelope(pair.send(pair.a, "text")).value();
    for (const std::size_t size : {0U, 15U, 16U, 1039U, 1041U, 3088U}) {
        envelope.ciphertext.resize(size);
        CHECK(decrypt(pair.b, Class::message, envelope).errc() == Errc::bad_padding);
    }
    CHECK(open_envelope(Bytes(wire::max_envelope_bytes + 1)).errc() == Errc::too_large);
}

TEST_CASE("attack 4: authentic text with bad padding is refused and the state is as before")
{
    Pair pair;
    pair.connect();
    // A modified client could send this: the right keys around a plaintext without a padding mark.
    auto sender = pair.a.clone();
    const auto out = sender.ratchet.send(pair.random).value();
    Bytes associated = to_bytes(pair.a.transcript.view());
    append(associated, wire::encode(Class::message));
    append(associated, wire::encode(out.header));
    wire::SealedEnvelope envelope{pair.a.handshake, out.header, {}, {}};
    envelope.ciphertext = crypto::seal(cipher_key(out.key), {}, associated, Bytes(1024));
    CHECK(decrypt(pair.b, Class::message, envelope).errc() == Errc::bad_padding);
    envelope.ciphertext = crypto::seal(cipher_key(out.key), {}, associated, Bytes(2048, std::byte{0x80}));
    CHECK(decrypt(pair.b, Class::message, envelope).has_value());
}

TEST_CASE("attack 5: forged counters are refused and the session goes on")
{
    Pair pair;
    pair.connect();
    const auto body = pair.send(pair.a, "real");
    const auto before = save(pair.b);
    for (const std::uint32_t huge : {1U << 31, 0xFFFFFFFFU}) {
        auto envelope = open_envelope(body).value();
        envelope.header.number = huge;
        CHECK(decrypt(pair.b, Class::message, envelope).errc() == Errc::too_many_skipped);
    }
    auto envelope = open_envelope(body).value();
    envelope.header.number = 900;
    CHECK(decrypt(pair.b, Class::message, envelope).errc() == Errc::cannot_decrypt);
    CHECK(save(pair.b) == before);
    CHECK(Pair::receive(pair.b, body).value() == "real");
}

TEST_CASE("attack 8: a message reflected to its writer does not decrypt")
{
    Pair pair;
    pair.connect();
    const auto confirmed = pair.send(pair.b, "hello");
    REQUIRE(Pair::receive(pair.a, confirmed).has_value());
    const auto mine = pair.send(pair.a, "mine");
    const auto before = save(pair.a);
    CHECK(Pair::receive(pair.a, mine).has_error());
    CHECK(Pair::receive(pair.b, confirmed).has_error());
    CHECK(save(pair.a) == before);
}

TEST_CASE("attack 8: an envelope of another session does not decrypt")
{
    Pair pair, other{"other"};
    pair.connect();
    other.connect();
    CHECK(Pair::receive(other.b, pair.send(pair.a, "x")).errc() == Errc::no_session);
    CHECK(Pair::receive(other.a, pair.send(pair.b, "x")).errc() == Errc::cannot_decrypt);
}

TEST_CASE("I8: no two messages share a key or a nonce, and the same state never encrypts two texts alike")
{
    Pair pair;
    pair.connect();
    auto one = encrypt(pair.a, Class::message, as_bytes("one"), pair.random).value();
    auto two = encrypt(pair.a, Class::message, as_bytes("two"), pair.random).value();
    // A copied vault repeats the key; the random nonce keeps it from being a two-time pad.
    CHECK(open_envelope(one.envelope)->header == open_envelope(two.envelope)->header);
    CHECK(open_envelope(one.envelope)->nonce != open_envelope(two.envelope)->nonce);
    auto next = encrypt(one.next, Class::message, as_bytes("next"), pair.random).value();
    CHECK(open_envelope(next.envelope)->header.number == open_envelope(one.envelope)->header.number + 1);
}

TEST_CASE("a stored session goes on where it was")
{
    Pair pair;
    pair.connect();
    auto restored = load(save(pair.b).view()).value();
    CHECK(same(restored, pair.b));
    CHECK(Pair::receive(restored, pair.send(pair.a, "after the restart")).value() == "after the restart");
    const auto saved = save(pair.b);
    for (std::size_t i = 0; i < saved.size(); ++i) CHECK(load(saved.view().first(i)).has_error());
}

TEST_CASE("nothing of the text shows in an envelope")
{
    Pair pair;
    pair.connect();
    const auto body = pair.send(pair.a, "CANARY-CANARY");
    CHECK(as_text(body).find("CANARY") == std::string_view::npos);
}

}  // namespace session_test
