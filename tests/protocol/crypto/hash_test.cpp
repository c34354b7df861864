#include "protocol/crypto/hash.hpp"

#include <sodium.h>

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace hash_test {

using namespace holdfast;
using namespace holdfast::crypto;

namespace {
constexpr Label label{"holdfast v1 test"};
const Bytes prefixed = [] {
    Bytes bytes{std::byte{16}};
    append(bytes, as_bytes("holdfast v1 test"));
    return bytes;
}();

const unsigned char* octets(BytesView bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

Digest sodium_sha256(BytesView bytes)
{
    Digest out;
    crypto_hash_sha256(reinterpret_cast<unsigned char*>(out.value.data()), octets(bytes), bytes.size());
    return out;
}

Digest sodium_hmac(BytesView key, BytesView bytes)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, octets(key), key.size());
    crypto_auth_hmacsha256_update(&state, octets(bytes), bytes.size());
    Digest out;
    crypto_auth_hmacsha256_final(&state, reinterpret_cast<unsigned char*>(out.value.data()));
    return out;
}

}  // namespace

TEST_CASE("SHA-256 and SHA-512 match FIPS 180-4 for \"abc\"")
{
    CHECK(to_hex(sha256_raw({as_bytes("a"), as_bytes("bc")}).view()) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha512_raw({as_bytes("ab"), as_bytes("c")})) ==
          "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

TEST_CASE("HMAC-SHA-256 matches RFC 4231 cases 2 and 6")
{
    CHECK(to_hex(hmac_sha256_raw(as_bytes("Jefe"), {as_bytes("what do ya want "), as_bytes("for nothing?")}).view()) ==
          "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    const Bytes long_key(131, std::byte{0xaa});
    CHECK(to_hex(
              hmac_sha256_raw(long_key, {as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")}).view()) ==
          "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST_CASE("the labelled forms hash the length-prefixed label first")
{
    CHECK(sha256(label, as_bytes("x")) == sha256_raw({prefixed, as_bytes("x")}));
    const auto mac = hmac_sha256(as_bytes("key"), label, {as_bytes("x"), as_bytes("y")});
    CHECK(equal_in_constant_time(mac.view(), hmac_sha256_raw(as_bytes("key"), {prefixed, as_bytes("xy")}).view()));
}

TEST_CASE("SHA-256 and HMAC-SHA-256 are those of libsodium for any input in any pieces")
{
    test::SeededRandom random{7};
    Bytes input(301);
    Bytes key(301);
    for (std::size_t size = 0; size < input.size(); ++size) {
        random.fill(input);
        random.fill(key);
        const auto whole = BytesView{input}.first(size);
        const auto head = whole.first(std::to_integer<std::size_t>(input[300]) % (size + 1));
        const auto rest = whole.subspan(head.size());
        const auto middle = rest.first(std::to_integer<std::size_t>(key[300]) % (rest.size() + 1));
        const auto tail = rest.subspan(middle.size());
        const auto expected = sodium_sha256(whole);
        CHECK(sha256_raw({whole}) == expected);
        CHECK(sha256_raw({head, middle, tail}) == expected);
        const auto with = BytesView{key}.first(300 - size);
        const auto mac = sodium_hmac(with, whole);
        CHECK(equal_in_constant_time(hmac_sha256_raw(with, {whole}).view(), mac.view()));
        CHECK(equal_in_constant_time(hmac_sha256_raw(with, {head, middle, tail}).view(), mac.view()));
    }
}

TEST_CASE("two labels never give the same hash")
{
    CHECK(sha256(labels::account_id, as_bytes("x")) != sha256(labels::practice_id, as_bytes("x")));
}

TEST_CASE("a label is refused without the project's prefix or when its length needs two bytes")
{
    CHECK_THROWS(Label{"test"});
    CHECK_THROWS(Label{std::string(64, 'x')});
}

}  // namespace hash_test
