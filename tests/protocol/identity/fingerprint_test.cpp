#include "protocol/identity/fingerprint.hpp"

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"

namespace fingerprint_test {

using namespace holdfast;
using namespace holdfast::session;

TEST_CASE("the numeric fingerprint matches libsignal's own test")
{
    const FingerprintParty alice{from_hex("0506863bc66d02b40d27b8d49ca7c09e9239236f9d7d25d6fcca5ce13c7064d868").value(),
                                 to_bytes("+14152222222")};
    const FingerprintParty bob{from_hex("05f781b6fb32fed9ba1cf2de978d4d5da28dc34046ae814402b5c0dbd96fda907b").value(),
                               to_bytes("+14153333333")};
    CHECK(numeric_fingerprint(alice, bob) == "300354477692869396892869876765458257569162576843440918079131");
    CHECK(numeric_fingerprint(bob, alice) == numeric_fingerprint(alice, bob));
}

TEST_CASE("a safety number is the same from both sides and changes with either key")
{
    SignPublic a, b;
    b.value[0] = std::byte{1};
    const auto number = safety_number(a, b);
    CHECK(number.size() == 60);
    CHECK(number == safety_number(b, a));
    CHECK(number != safety_number(a, a));
    CHECK(grouped(number).size() == 71);
    CHECK(grouped("1234567890") == "12345 67890");
}

}  // namespace fingerprint_test
