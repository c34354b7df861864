// What ends a conversation counts under the key of the member it names, and a deletion under the relay's.
#include "protocol/identity/ending.hpp"

#include "protocol/identity/names.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::session::ending_test {
namespace {

using holdfast::test::SeededRandom;

TEST_CASE("an ending opens under its writer's key, and under no other key, label or conversation")
{
    SeededRandom random{"ending"};
    const auto sam = crypto::SignKeyPair::generate(random);
    const auto other = crypto::SignKeyPair::generate(random);
    const wire::ConversationEnd end{random.id<ConversationId>(), account_id(sam.pub), Instant{}, false};
    const auto record = sign_ending(sam, end);
    CHECK(open_ending(record, sam.pub).value() == end);
    CHECK(open_ending(record, other.pub).errc() == Errc::bad_signature);
    CHECK(open_ending(sign_ending(other, end), other.pub).errc() == Errc::wrong_key);
    auto moved = record;
    moved.body.at(0) ^= std::byte{1};
    CHECK(open_ending(moved, sam.pub).errc() == Errc::bad_signature);
    CHECK(open_deletion(record, sam.pub).errc() == Errc::bad_signature);
}

TEST_CASE("a deletion opens under the relay's key")
{
    SeededRandom random{"deletion"};
    const auto relay = crypto::SignKeyPair::generate(random);
    const wire::ConversationDeletion deletion{random.id<ConversationId>(), Instant{}, Instant{} + wire::receipts_kept};
    CHECK(open_deletion(sign_deletion(relay, deletion), relay.pub).value() == deletion);
    CHECK(open_deletion(sign_deletion(crypto::SignKeyPair::generate(random), deletion), relay.pub).errc() ==
          Errc::bad_signature);
}

}  // namespace
}  // namespace holdfast::session::ending_test
