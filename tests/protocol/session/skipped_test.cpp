// Keys kept for messages that have not come: each opens one message, and the oldest go first.
#include "protocol/session/skipped.hpp"

#include <deque>

#include "protocol/crypto/dh.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace skipped_test {

using namespace holdfast;
using namespace holdfast::session;

namespace {

/// Two chains, and keys that say which message they are for.
struct Kept {
    test::SeededRandom random{"skipped"};
    DhPublic ours = crypto::DhKeyPair::generate(random).pub;
    DhPublic theirs = crypto::DhKeyPair::generate(random).pub;
    SkippedKeys keys;

    static MessageKey key_of(std::uint32_t number)
    {
        ByteArray<32> bytes{};
        for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::byte>(number >> (8 * i));
        return MessageKey::from(bytes);
    }
    std::size_t add(const DhPublic& chain, std::uint32_t number) { return keys.add(chain, number, key_of(number)); }
    bool take(const DhPublic& chain, std::uint32_t number)
    {
        const auto key = keys.take(chain, number);
        if (key) CHECK(*key == key_of(number));
        return key.has_value();
    }
};

}  // namespace

TEST_CASE("a skipped key is given for its chain and number only, and once")
{
    Kept k;
    k.add(k.ours, 3);
    CHECK(k.keys.contains(k.ours, 3));
    CHECK_FALSE(k.keys.contains(k.ours, 4));
    CHECK_FALSE(k.keys.contains(k.theirs, 3));
    CHECK_FALSE(k.take(k.theirs, 3));
    CHECK_FALSE(k.take(k.ours, 4));
    CHECK(k.take(k.ours, 3));
    CHECK_FALSE(k.take(k.ours, 3));
    CHECK_FALSE(k.keys.contains(k.ours, 3));
    CHECK(k.keys.size() == 0);
}

TEST_CASE("at the bound each new key costs the oldest one, of whichever chain")
{
    Kept k;
    CHECK(k.add(k.theirs, 0) == 0);
    for (std::uint32_t number = 1; number < max_skipped_keys; ++number) CHECK(k.add(k.ours, number) == 0);
    CHECK(k.keys.size() == max_skipped_keys);
    CHECK(k.add(k.ours, max_skipped_keys) == 1);
    CHECK(k.keys.size() == max_skipped_keys);
    CHECK_FALSE(k.keys.contains(k.theirs, 0));
    CHECK(k.keys.contains(k.ours, 1));
    CHECK(k.take(k.ours, 700));
    CHECK(k.add(k.theirs, 9) == 0);  // in the room of the one that was used
    CHECK(k.add(k.theirs, 10) == 1);
    CHECK_FALSE(k.keys.contains(k.ours, 1));
    CHECK(k.keys.contains(k.ours, 2));
}

TEST_CASE("skipped keys agree with a list of what was added and not taken, whatever the order")
{
    Kept k;
    std::deque<std::pair<bool, std::uint32_t>> model;
    std::uint32_t next = 0;
    for (int i = 0; i < 3'000; ++i) {
        const bool mine = k.random.below(2) == 0;
        const auto& chain = mine ? k.ours : k.theirs;
        if (k.random.below(3) > 0) {
            const auto number = next++;
            model.emplace_back(mine, number);
            k.add(chain, number);
            continue;
        }
        const auto number = static_cast<std::uint32_t>(k.random.below(next + 1));
        const auto found = std::find(model.begin(), model.end(), std::pair{mine, number});
        REQUIRE(k.take(chain, number) == (found != model.end()));
        if (found != model.end()) model.erase(found);
        REQUIRE(k.keys.size() == model.size());
    }
    for (const auto& [mine, number] : model) REQUIRE(k.take(mine ? k.ours : k.theirs, number));
    CHECK(k.keys.size() == 0);
}

TEST_CASE("a copy of skipped keys has its own, and they are stored and read whole")
{
    Kept k;
    for (const std::uint32_t number : {5U, 1U, 9U}) k.add(k.ours, number);
    auto copy = k.keys.clone();
    CHECK(copy.take(k.ours, 1).has_value());
    CHECK(k.keys.contains(k.ours, 1));
    CHECK_FALSE(copy.contains(k.ours, 1));
    const auto stored = wire::encode(k.keys);
    auto read = wire::decode<SkippedKeys>(stored);
    REQUIRE(read);
    CHECK(wire::encode(read.value()) == stored);
    CHECK(read->take(k.ours, 9) == Kept::key_of(9));
    CHECK(read->size() == 2);
}

}  // namespace skipped_test
