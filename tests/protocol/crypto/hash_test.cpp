#include "protocol/crypto/hash.hpp"

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"

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
