#include "protocol/identity/record_key.hpp"

#include "protocol/crypto/dh.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace record_key_test {

using namespace holdfast;
using namespace holdfast::session;

TEST_CASE("a record key has a number of six groups of five digits, which another key has not")
{
    holdfast::test::SeededRandom random{"record key"};
    const auto key = crypto::DhKeyPair::generate(random).pub;
    const auto number = record_key_number(key);
    REQUIRE(number.size() == 35);
    for (std::size_t i = 0; i < number.size(); ++i)
        CHECK((i % 6 == 5 ? number[i] == ' ' : (number[i] >= '0' && number[i] <= '9')));
    CHECK(record_key_number(crypto::DhKeyPair::generate(random).pub) != number);
}

}  // namespace record_key_test
