#include "protocol/identity/padding.hpp"

#include <algorithm>
#include <bit>

namespace holdfast::session {
namespace {

constexpr std::byte mark{0x80};

constexpr std::size_t largest(wire::Class cls) noexcept
{
    return cls == wire::Class::control ? min_padded_bytes : wire::max_padded_bytes;
}

/// The smallest size with room for `payload` bytes and the mark.
std::size_t padded_size(std::size_t payload) noexcept { return std::max(min_padded_bytes, std::bit_ceil(payload + 1)); }

}  // namespace

Bytes pad_to(BytesView text, std::size_t size)
{
    require(text.size() < size, "padding needs room for its mark");
    Bytes padded;
    padded.reserve(size);
    append(padded, text);
    padded.push_back(mark);
    padded.resize(size);
    return padded;
}

Result<BytesView> strip_padding(BytesView padded)
{
    const auto last = std::find_if(padded.rbegin(), padded.rend(), [](std::byte b) { return b != std::byte{0}; });
    if (last == padded.rend() || *last != mark) return Errc::bad_padding;
    return padded.first(static_cast<std::size_t>(padded.rend() - last) - 1);
}

bool is_padded_size(wire::Class cls, std::size_t size) noexcept
{
    return std::has_single_bit(size) && size >= min_padded_bytes && size <= largest(cls);
}

Result<Bytes> pad(wire::Class cls, BytesView payload)
{
    if (payload.size() >= largest(cls)) return Errc::text_too_long;
    return pad_to(payload, padded_size(payload.size()));
}

Result<Bytes> unpad(wire::Class cls, BytesView padded)
{
    if (!is_padded_size(cls, padded.size())) return Errc::bad_padding;
    const auto payload = strip_padding(padded);
    if (payload.has_error()) return payload.errc();
    if (padded_size(payload->size()) != padded.size()) return Errc::bad_padding;
    return to_bytes(payload.value());
}

}  // namespace holdfast::session
