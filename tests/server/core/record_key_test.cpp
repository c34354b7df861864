#include "server/core/record_key.hpp"

#include "protocol/crypto/dh.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::server::test::record_key_test {

TEST_CASE("a record key is read as it was written, and nothing else is one")
{
    holdfast::test::SeededRandom random{"record key"};
    const auto key = crypto::DhKeyPair::generate(random).pub;
    const auto text = record_key_text(key);
    CHECK(parse_record_key(text).value() == key);
    CHECK(parse_record_key("").errc() == Errc::bad_key);
    CHECK(parse_record_key(text.substr(2)).has_error());
    CHECK(parse_record_key(text + " ").errc() == Errc::bad_encoding);
    CHECK(parse_record_key(record_key_text(DhPublic{})).errc() == Errc::bad_key);
}

}  // namespace holdfast::server::test::record_key_test
