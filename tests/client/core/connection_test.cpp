#include "client/core/connection.hpp"

#include <set>

#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::test::connection_test {

using namespace std::chrono;
using client::Attempt;
using client::batches_of;
using client::Lifetime;
using client::pause_after;
using client::Reconnection;

namespace {

wire::ClientFrame submit_of(std::size_t bytes)
{
    wire::Submit submit;
    submit.envelopes = {{{}, {}, Bytes(bytes)}};
    return submit;
}

/// All of the frames, in order, however they were put together.
Bytes joined(const std::vector<Bytes>& batches)
{
    Bytes out;
    for (const auto& batch : batches) append(out, batch);
    return out;
}

Bytes one_by_one(const std::vector<wire::ClientFrame>& frames)
{
    Bytes out;
    for (const auto& frame : frames) wire::append_frame(out, frame);
    return out;
}

Attempt failed(Errc reason, milliseconds lasted = 0ms) { return {reason, lasted, false}; }

}  // namespace

TEST_CASE("frames of one step leave together, in their order")
{
    CHECK(batches_of({}).empty());
    const std::vector<wire::ClientFrame> frames{wire::Ack{}, submit_of(300), wire::Ack{}};
    const auto batches = batches_of(frames);
    REQUIRE(batches.size() == 1);
    CHECK(batches.front() == one_by_one(frames));
}

TEST_CASE("a batch has as many frames as the protocol allows")
{
    const std::vector<wire::ClientFrame> frames(2 * wire::max_batch_frames + 1, wire::Ack{});
    const auto batches = batches_of(frames);
    REQUIRE(batches.size() == 3);
    CHECK(wire::decode_client_batch(batches[0])->size() == wire::max_batch_frames);
    CHECK(wire::decode_client_batch(batches[1])->size() == wire::max_batch_frames);
    CHECK(wire::decode_client_batch(batches[2])->size() == 1);
    CHECK(joined(batches) == one_by_one(frames));
}

TEST_CASE("a batch has as many bytes as the protocol allows")
{
    Bytes empty;
    wire::append_frame(empty, submit_of(1 << 18));
    const auto around = empty.size() - (1U << 18);
    const auto fourth = wire::max_batch_bytes / 4 - around;  // four of them fill a batch to the byte
    const std::vector<wire::ClientFrame> full(4, submit_of(fourth));
    REQUIRE(batches_of(full).size() == 1);
    CHECK(batches_of(full).front().size() == wire::max_batch_bytes);
    auto more = full;
    more.back() = submit_of(fourth + 1);
    more.push_back(wire::Ack{});
    const auto batches = batches_of(more);
    REQUIRE(batches.size() == 2);
    for (const auto& batch : batches) CHECK(batch.size() <= wire::max_batch_bytes);
    CHECK(joined(batches) == one_by_one(more));
}

TEST_CASE("pauses between attempts grow to a minute, and are up to a half shorter")
{
    const std::vector<seconds> whole{1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s, 60s};
    for (unsigned attempts = 0; attempts < whole.size(); ++attempts) {
        CHECK(pause_after(attempts, 0) == whole[attempts]);
        for (const auto random : {1ULL, 499ULL, 500ULL, 501ULL, 123'456'789'012ULL, ~0ULL}) {
            CHECK(pause_after(attempts, random) <= whole[attempts]);
            CHECK(pause_after(attempts, random) >= whole[attempts] / 2);
        }
    }
    CHECK(pause_after(0, 500) == 500ms);
    CHECK(pause_after(~0U, 0) == 60s);
}

TEST_CASE("any run of failures waits within its bounds, never less than half, and starts anew after a good connection")
{
    test::SeededRandom random{"pauses"};
    const auto number = [&random] { return std::uint64_t{random.below(1'000'000'000)}; };
    for (int run = 0; run < 200; ++run) {
        Reconnection next{Lifetime::forever};
        seconds whole = 1s;
        for (auto attempts = number() % 20; attempts > 0; --attempts) {
            const bool good = number() % 5 == 0;
            if (good) whole = 1s;
            const auto pause = next.pause_after(failed(Errc::closed, good ? 31s : seconds{number() % 30}), number());
            REQUIRE(pause);
            CHECK(*pause <= whole);
            CHECK(*pause >= whole / 2);
            whole = whole >= 32s ? 60s : whole * 2;
        }
    }
    // Clients of a relay that starts again are spread over half a second.
    std::set<milliseconds> spread;
    for (int client = 0; client < 300; ++client) spread.insert(pause_after(0, number()));
    CHECK(spread.size() > 150);
}

TEST_CASE("sleep and a stop and a clock that was put right are noticed once, and a busy machine is none of them")
{
    client::Stall stall;
    const Instant noon{12h};
    CHECK_FALSE(stall.noticed(1h, noon));
    CHECK_FALSE(stall.noticed(1h + 5s, noon + 5s));
    CHECK_FALSE(stall.noticed(1h + 25s, noon + 25s));  // late by 15 s
    CHECK(stall.noticed(1h + 46s, noon + 46s));
    CHECK_FALSE(stall.noticed(1h + 51s, noon + 51s));
    CHECK(stall.noticed(9h, noon + 8h));
    CHECK_FALSE(stall.noticed(9h + 5s, noon + 8h + 5s));
    for (const auto jump : {1h, -1h}) {
        client::Stall jumped;
        CHECK_FALSE(jumped.noticed(1h, noon));
        CHECK(jumped.noticed(1h + 5s, noon + 5s + jump));
        CHECK_FALSE(jumped.noticed(1h + 10s, noon + 10s + jump));
    }
}

TEST_CASE("a word without an answer is noticed once, and nothing while nothing was said")
{
    client::Silence silence;
    CHECK_FALSE(silence.noticed(1h));
    silence.said(1h);
    silence.said(1h + 14s);
    CHECK_FALSE(silence.noticed(1h + 14'999ms));
    CHECK(silence.noticed(1h + 15s));
    CHECK_FALSE(silence.noticed(1h + 30s));
    silence.said(2h);
    silence.heard();
    CHECK_FALSE(silence.noticed(3h));
}

TEST_CASE("a connection that lived for a while makes the next pause short again")
{
    Reconnection next{Lifetime::forever};
    CHECK(next.pause_after(failed(Errc::unreachable), 0) == 1s);
    CHECK(next.pause_after(failed(Errc::unreachable), 0) == 2s);
    CHECK(next.pause_after(failed(Errc::closed, 30s), 0) == 4s);
    CHECK(next.pause_after(failed(Errc::closed, 30'001ms), 0) == 1s);
    CHECK(next.pause_after(failed(Errc::timed_out), 0) == 2s);
}

TEST_CASE("without an address the client looks again, whatever its lifetime")
{
    Reconnection next{Lifetime::once};
    CHECK(next.pause_after({}, 0) == 1s);
    CHECK(next.pause_after({}, 0) == 2s);
}

TEST_CASE("an address that changed is connected to at once, whatever ended the connection")
{
    for (const auto lifetime : {Lifetime::once, Lifetime::forever}) {
        Reconnection next{lifetime};
        CHECK(next.pause_after({Errc::bad_certificate, 1s, true}, 7) == 0ms);
    }
}

TEST_CASE("one connection is not made again, nor one to a relay that is another or wants no more")
{
    Reconnection once{Lifetime::once};
    CHECK_FALSE(once.pause_after(failed(Errc::closed, 5min), 0).has_value());
    for (const auto reason :
         {Errc::wrong_relay, Errc::bad_certificate, Errc::device_frozen, Errc::bad_signature, Errc::bad_key}) {
        Reconnection next{Lifetime::forever};
        CHECK_FALSE(next.pause_after(failed(reason), 0).has_value());
    }
    for (const auto reason : {Errc::unreachable, Errc::timed_out, Errc::closed, Errc::relay_stopping}) {
        Reconnection next{Lifetime::forever};
        CHECK(next.pause_after(failed(reason), 0).has_value());
    }
}

}  // namespace holdfast::test::connection_test
