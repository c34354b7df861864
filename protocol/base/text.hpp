// Bytes written as text and back: hexadecimal, base32 and base64url (RFC 4648 sections 6 and 5, no padding), and the
// UTF-8 check.
#pragma once

#include <string>
#include <string_view>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast {

/// Lower-case hexadecimal, two characters per byte.
[[nodiscard]] std::string to_hex(BytesView bytes);

/// Accepts both cases. Errc::bad_encoding for an odd length or another character.
[[nodiscard]] Result<Bytes> from_hex(std::string_view text);

/// Upper-case base32 without padding: ceil(8 n / 5) characters.
[[nodiscard]] std::string to_base32(BytesView bytes);

/// Accepts both cases; refuses padding, other characters, impossible lengths and spare bits that are not zero
/// (Errc::bad_encoding), so that each value has exactly one spelling but for case.
[[nodiscard]] Result<Bytes> from_base32(std::string_view text);

/// base64url without padding: ceil(4 n / 3) characters.
[[nodiscard]] std::string to_base64url(BytesView bytes);

/// As strict as `from_base32`; upper and lower case are different digits here.
[[nodiscard]] Result<Bytes> from_base64url(std::string_view text);

/// True when `bytes` is well-formed UTF-8 (Unicode 15 table 3-7: no overlong forms, no surrogates).
[[nodiscard]] bool is_utf8(BytesView bytes) noexcept;

}  // namespace holdfast
