// X25519 against RFC 7748, and attack 1: low-order and non-canonical keys.
#include "protocol/crypto/dh.hpp"

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace dh_test {

using namespace holdfast;
using namespace holdfast::crypto;

namespace {
DhPublic key(std::string_view hex) { return DhPublic::from(from_hex(hex).value()).value(); }
Secret<32> secret(std::string_view hex) { return Secret<32>::from(from_hex(hex).value()); }
}  // namespace

TEST_CASE("X25519 matches RFC 7748 section 5.2")
{
    CHECK(to_hex(dh(secret("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                    key("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"))
                     .value()
                     .view()) == "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
}

TEST_CASE("X25519 matches RFC 7748 section 6.1 from both sides")
{
    const auto alice =
        DhKeyPair::from_secret(secret("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    const auto bob = DhKeyPair::from_secret(secret("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
    CHECK(alice.pub == key("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"));
    CHECK(bob.pub == key("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f"));
    const auto shared = secret("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    CHECK(dh(alice.secret, bob.pub).value() == shared);
    CHECK(dh(bob.secret, alice.pub).value() == shared);
}

TEST_CASE("attack 1: low-order keys are refused")
{
    test::SeededRandom random{2};
    const auto mine = DhKeyPair::generate(random);
    for (const char* hex : {
             "0000000000000000000000000000000000000000000000000000000000000000",
             "0100000000000000000000000000000000000000000000000000000000000000",
             "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
             "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
             "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
         }) {
        CHECK(check_dh_public(key(hex)).errc() == Errc::bad_key);
        CHECK(dh(mine.secret, key(hex)).errc() == Errc::bad_key);
    }
}

TEST_CASE("attack 1: keys that are not canonical are refused")
{
    test::SeededRandom random{3};
    const auto mine = DhKeyPair::generate(random);
    for (const char* hex : {
             "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p
             "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p + 1
             "f6ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // p + 9, the base point again
             "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",  // 2^255 - 1
             "cdeb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b880",
             "4c9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7",
             "d9ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // 2p - 1
             "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // 2p
             "dbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",  // 2p + 1
             "0900000000000000000000000000000000000000000000000000000000000080",  // top bit set
         }) {
        CHECK(check_dh_public(key(hex)).errc() == Errc::bad_key);
        CHECK(dh(mine.secret, key(hex)).errc() == Errc::bad_key);
    }
    CHECK(check_dh_public(key("0900000000000000000000000000000000000000000000000000000000000000")).has_value());
    CHECK(check_dh_public(key("ebffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")).has_value());
}

}  // namespace dh_test
