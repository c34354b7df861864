#include "protocol/wire/frames.hpp"

#include "protocol/wire/codec.hpp"

namespace holdfast::wire {
namespace {

template <class Frame>
void append_any(Bytes& batch, const Frame& frame)
{
    std::visit(
        [&](const auto& chosen) {
            Writer out;
            out.number(std::remove_cvref_t<decltype(chosen)>::tag, 2);
            const Bytes body = encode(chosen);
            out.length(body.size());
            out.raw(body);
            append(batch, std::move(out).take());
        },
        frame);
}

template <class Frame, std::size_t I = 0>
Result<Frame> decode_body(std::uint64_t tag, BytesView body)
{
    if constexpr (I == std::variant_size_v<Frame>) {
        return Errc::unknown_tag;
    } else {
        using Candidate = std::variant_alternative_t<I, Frame>;
        if (Candidate::tag != tag) return decode_body<Frame, I + 1>(tag, body);
        auto decoded = decode<Candidate>(body);
        if (decoded.has_error()) return decoded.errc();
        return Frame{std::move(decoded.value())};
    }
}

template <class Frame>
Result<std::vector<Result<Frame>>> decode_batch(BytesView batch)
{
    if (batch.size() > max_batch_bytes) return Errc::too_large;
    std::vector<Result<Frame>> frames;
    Reader in{batch};
    while (!in.done()) {
        const auto tag = in.number(2);
        const auto body = in.vector();
        if (frames.size() == max_batch_frames) return Errc::too_large;
        if (!in.failed()) frames.push_back(decode_body<Frame>(tag, body));
    }
    if (const auto end = in.finish(); end.has_error()) return end.errc();
    return frames;
}

}  // namespace

void append_frame(Bytes& batch, const ClientFrame& frame) { append_any(batch, frame); }
void append_frame(Bytes& batch, const RelayFrame& frame) { append_any(batch, frame); }

Result<std::vector<Result<ClientFrame>>> decode_client_batch(BytesView batch)
{
    return decode_batch<ClientFrame>(batch);
}
Result<std::vector<Result<RelayFrame>>> decode_relay_batch(BytesView batch) { return decode_batch<RelayFrame>(batch); }

Failure failure(RequestId request, Errc code, bool retry) { return {request, static_cast<std::uint16_t>(code), retry}; }

}  // namespace holdfast::wire
