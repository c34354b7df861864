// Padding to few sizes, so that a ciphertext's length says little: ISO/IEC 7816-4 (0x80, then zeros) to the smallest of
// 1, 2, 4 … 64 KiB that fits; control always to 1 KiB. PROTOCOL.md, "Padding".
#pragma once

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/limits.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

inline constexpr std::size_t min_padded_bytes = 1024;

/// `text`, the mark 0x80 and zeros: `size` bytes. Precondition: text.size() < size.
[[nodiscard]] Bytes pad_to(BytesView text, std::size_t size);
/// The bytes before the last 0x80. Errc::bad_padding where there is none or something else than zeros follows it.
[[nodiscard]] Result<BytesView> strip_padding(BytesView padded);

/// True for a padded size that may occur in this class.
[[nodiscard]] bool is_padded_size(wire::Class cls, std::size_t size) noexcept;

/// Errc::text_too_long when `payload` leaves no room for the padding mark in the largest size of its class.
[[nodiscard]] Result<Bytes> pad(wire::Class cls, BytesView payload);

/// Errc::bad_padding for a size that does not occur, a missing mark, or a size larger than the payload needs.
[[nodiscard]] Result<Bytes> unpad(wire::Class cls, BytesView padded);

}  // namespace holdfast::session
