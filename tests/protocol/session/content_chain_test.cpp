// One writer's contents: what is missing, late, swapped, repeated or withdrawn is told apart.
#include "protocol/session/content_chain.hpp"

#include <algorithm>
#include <numeric>

#include "protocol/session/payload_check.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace content_chain_test {

using namespace holdfast;
using namespace holdfast::session;

namespace {

struct Written {
    wire::Content content;
    Digest hash;

    [[nodiscard]] wire::Withdrawn withdrawn() const { return {content.message, content.sequence, hash}; }
};

/// `count` contents of one writer, each quoting the one before.
std::vector<Written> contents(std::size_t count)
{
    test::SeededRandom random{"contents"};
    WriteChain chain;
    std::vector<Written> out;
    for (std::size_t i = 0; i < count; ++i) {
        wire::Content content;
        content.message = random.id<MessageId>();
        content.body = wire::Text{"text " + std::to_string(i + 1)};
        const auto bytes = chain.append(content);
        out.push_back({wire::decode<wire::Content>(bytes).value(), content_hash(bytes)});
    }
    return out;
}

Result<Followed> follow(ReadChain& chain, const Written& written)
{
    return chain.follow(written.content, written.hash);
}

using Numbers = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a writer numbers its contents from 1, and each quotes the hash of the one before")
{
    const auto written = contents(3);
    CHECK(written[0].content.sequence == 1);
    CHECK(written[0].content.previous == Digest{});
    for (std::size_t i = 1; i < written.size(); ++i) {
        CHECK(written[i].content.sequence == i + 1);
        CHECK(written[i].content.previous == written[i - 1].hash);
    }
    CHECK(written[1].hash != written[2].hash);
}

TEST_CASE("contents in order are followed without a gap, and each once")
{
    ReadChain chain;
    for (const auto& written : contents(5)) {
        CHECK(follow(chain, written).value() == Followed{});
        const auto before = chain;
        CHECK(follow(chain, written).errc() == Errc::replayed);
        CHECK(chain == before);
    }
    CHECK(chain.sequence == 5);
    CHECK(chain.missing.empty());
}

TEST_CASE("a gap is counted once, and what was missing is late when it comes")
{
    const auto written = contents(6);
    ReadChain chain;
    CHECK(follow(chain, written[1]).value() == Followed{.missing = 1});
    CHECK(follow(chain, written[4]).value() == Followed{.missing = 2});
    CHECK(chain.missing == Numbers{1, 3, 4});
    CHECK(follow(chain, written[3]).value() == Followed{.late = true});
    CHECK(follow(chain, written[3]).errc() == Errc::replayed);
    CHECK(follow(chain, written[5]).value() == Followed{});
    CHECK(chain.missing == Numbers{1, 3});
    CHECK(chain.sequence == 6);
}

TEST_CASE("in whatever order contents come each is followed once, and none is missing in the end")
{
    const auto written = contents(12);
    test::SeededRandom random{"orders"};
    for (int round = 0; round < 200; ++round) {
        std::vector<std::size_t> order(written.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
        ReadChain chain;
        std::uint64_t missing = 0;
        for (std::size_t i = 0; i < order.size(); ++i) {
            const auto followed = follow(chain, written[order[i]]);
            REQUIRE(followed);
            REQUIRE_FALSE(followed->broken);
            missing = missing + followed->missing - (followed->late ? 1 : 0);
            REQUIRE(missing == chain.missing.size());
            REQUIRE(follow(chain, written[order[random.below(i + 1)]]).errc() == Errc::replayed);
        }
        REQUIRE(chain.missing.empty());
        REQUIRE(chain.hash == written.back().hash);
    }
}

TEST_CASE("a content that does not quote the one before it is told as broken")
{
    auto written = contents(3);
    written[1].content.previous.value[7] ^= std::byte{1};
    ReadChain chain;
    CHECK(follow(chain, written[0]).value() == Followed{});
    CHECK(follow(chain, written[1]).value() == Followed{.broken = true});
    CHECK(follow(chain, written[2]).value() == Followed{});
    // After a gap nobody knows what it should quote.
    ReadChain gap;
    CHECK(follow(gap, written[1]).value() == Followed{.missing = 1});
}

TEST_CASE("what is withdrawn before its place in the order leaves no gap, and its hash is quoted all the same")
{
    auto written = contents(4);
    ReadChain chain;
    CHECK(follow(chain, written[0]).value() == Followed{});
    CHECK_FALSE(chain.withdraw(written[1].withdrawn()));
    CHECK(chain.is_withdrawn(written[1].content.message));
    CHECK_FALSE(chain.is_withdrawn(written[2].content.message));
    auto swapped = written[2];
    swapped.content.previous = written[0].hash;
    auto other = chain;
    CHECK(follow(other, swapped).value() == Followed{.broken = true});
    CHECK(follow(chain, written[2]).value() == Followed{});
    CHECK(follow(chain, written[1]).errc() == Errc::replayed);
    CHECK(chain.missing.empty());
    written[1].content.sequence = 4;  // under another number, too
    CHECK(follow(chain, written[1]).errc() == Errc::replayed);
    CHECK(chain.sequence == 3);
}

TEST_CASE("what is withdrawn after it was missed closes the gap once, and never comes")
{
    const auto written = contents(4);
    ReadChain chain;
    CHECK(follow(chain, written[3]).value() == Followed{.missing = 3});
    CHECK(chain.withdraw(written[1].withdrawn()));
    CHECK_FALSE(chain.withdraw(written[1].withdrawn()));
    CHECK(chain.missing == Numbers{1, 3});
    CHECK(follow(chain, written[1]).errc() == Errc::replayed);
    CHECK(follow(chain, written[2]).value() == Followed{.late = true});
}

TEST_CASE("a withdrawal of what has come, or a second one of a number, changes nothing")
{
    const auto written = contents(3);
    ReadChain chain;
    CHECK(follow(chain, written[0]).value() == Followed{});
    const auto before = chain;
    CHECK_FALSE(chain.withdraw(written[0].withdrawn()));
    CHECK(chain == before);
    CHECK_FALSE(chain.withdraw(written[2].withdrawn()));
    const auto after = chain;
    auto another = written[2].withdrawn();
    another.message = written[1].content.message;
    CHECK_FALSE(chain.withdraw(another));
    CHECK(chain == after);
}

TEST_CASE("a forged number makes the reader remember no more than the newest of an endless gap")
{
    auto written = contents(2);
    ReadChain chain;
    CHECK(follow(chain, written[0]).value() == Followed{});
    const std::uint64_t far = std::uint64_t{1} << 62;
    written[1].content.sequence = far;
    CHECK(follow(chain, written[1]).value() == Followed{.missing = far - 2});
    CHECK(chain.missing.size() == max_missing);
    CHECK(chain.missing.front() == far - max_missing);
    CHECK(chain.missing.back() == far - 1);
}

TEST_CASE("gaps and withdrawals beyond the bounds cost the oldest")
{
    ReadChain chain;
    wire::Content content;
    for (std::uint64_t number = 2; number <= 2 * (max_missing + 1); number += 2) {
        content.sequence = number;
        REQUIRE(chain.follow(content, {})->missing == 1);
    }
    CHECK(chain.missing.size() == max_missing);
    CHECK(chain.missing.front() == 3);
    test::SeededRandom random{"withdrawn"};
    const auto from = chain.sequence + 1;
    for (std::uint64_t number = from; number <= from + max_withdrawn; ++number)
        (void)chain.withdraw({random.id<MessageId>(), number, {}});
    CHECK(chain.withdrawn.size() == max_withdrawn);
    CHECK(chain.withdrawn.front().sequence == from + 1);
}

}  // namespace content_chain_test
