// Bytes as values. Every layer passes `BytesView` in and owning `Bytes` out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast {

using Bytes = std::vector<std::byte>;
using BytesView = std::span<const std::byte>;
template <std::size_t N>
using ByteArray = std::array<std::byte, N>;

/// The bytes of `text`; the view lives as long as the text.
[[nodiscard]] inline BytesView as_bytes(std::string_view text) noexcept
{
    return std::as_bytes(std::span{text.data(), text.size()});
}

/// The characters of `bytes`; the view lives as long as the bytes. Says nothing about UTF-8.
[[nodiscard]] inline std::string_view as_text(BytesView bytes) noexcept
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

[[nodiscard]] inline Bytes to_bytes(BytesView bytes) { return {bytes.begin(), bytes.end()}; }
[[nodiscard]] inline Bytes to_bytes(std::string_view text) { return to_bytes(as_bytes(text)); }
[[nodiscard]] inline std::string to_text(BytesView bytes) { return std::string{as_text(bytes)}; }

inline void append(Bytes& out, BytesView more) { out.insert(out.end(), more.begin(), more.end()); }

}  // namespace holdfast
