// Batches of frames, as the relay and the client get them from the network.
#include "protocol/wire/frames.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

/// The batch that the frames of `decoded` make; empty when one of them was refused.
template <class Frame>
Bytes batch_again(const std::vector<Result<Frame>>& decoded)
{
    Bytes batch;
    for (const auto& frame : decoded) {
        if (frame.has_error()) return {};
        wire::append_frame(batch, frame.value());
    }
    return batch;
}

template <class Frame>
void check(const Result<std::vector<Result<Frame>>>& decoded, BytesView input)
{
    if (decoded.has_error()) return;
    require(decoded->size() <= wire::max_batch_frames, "more frames than a batch may have");
    const auto again = batch_again(decoded.value());
    require(again.empty() || again == to_bytes(input), "a batch has two encodings");
}

}  // namespace

void frames(BytesView input)
{
    check(wire::decode_client_batch(input), input);
    check(wire::decode_relay_batch(input), input);
}

}  // namespace holdfast::fuzz
