#include "server/shell/outbox.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::outbox_test {
namespace {

constexpr std::size_t plenty = std::size_t{16} << 20;

wire::RelayFrame frame_of(std::size_t bytes) { return wire::Invitation{1, Bytes(bytes), {}}; }

TEST_CASE("Frames that wait leave together, in order")
{
    Outbox outbox{plenty};
    CHECK(outbox.empty());
    for (std::uint64_t request = 1; request <= 3; ++request) REQUIRE(outbox.add(wire::Done{request}));

    const auto frames = wire::decode_relay_batch(outbox.take());
    REQUIRE(frames);
    REQUIRE(frames->size() == 3);
    for (std::uint64_t request = 1; request <= 3; ++request)
        CHECK(std::get<wire::Done>(*(*frames)[request - 1]).request == request);
    CHECK(outbox.empty());
    CHECK(outbox.bytes() == 0);
}

TEST_CASE("A batch never grows beyond what a peer takes")
{
    Outbox outbox{plenty};
    constexpr std::size_t third = wire::max_batch_bytes / 3;
    for (int i = 0; i < 7; ++i) REQUIRE(outbox.add(frame_of(third)));

    std::size_t frames = 0;
    while (!outbox.empty()) {
        const auto batch = outbox.take();
        CHECK(batch.size() <= wire::max_batch_bytes);
        const auto decoded = wire::decode_relay_batch(batch);
        REQUIRE(decoded);
        frames += decoded->size();
    }
    CHECK(frames == 7);
}

TEST_CASE("A batch never has more frames than a peer takes")
{
    Outbox outbox{plenty};
    for (std::size_t i = 0; i < wire::max_batch_frames + 1; ++i) REQUIRE(outbox.add(wire::Done{i}));
    CHECK(wire::decode_relay_batch(outbox.take())->size() == wire::max_batch_frames);
    CHECK(wire::decode_relay_batch(outbox.take())->size() == 1);
    CHECK(outbox.empty());
}

TEST_CASE("A frame over the limit is refused and what waits stays whole")
{
    Outbox outbox{1000};
    REQUIRE(outbox.add(frame_of(500)));
    const auto before = outbox.bytes();
    const auto refused = outbox.add(frame_of(500));
    REQUIRE(refused.has_error());
    CHECK(refused.errc() == Errc::queue_full);
    CHECK(outbox.bytes() == before);
    REQUIRE(outbox.add(wire::Done{2}));
    CHECK(wire::decode_relay_batch(outbox.take())->size() == 2);
}

TEST_CASE("A frame that fits into no batch is refused")
{
    Outbox outbox{plenty};
    const auto refused = outbox.add(frame_of(wire::max_batch_bytes));
    REQUIRE(refused.has_error());
    CHECK(refused.errc() == Errc::too_large);
    CHECK(outbox.empty());
}

}  // namespace
}  // namespace holdfast::server::outbox_test
