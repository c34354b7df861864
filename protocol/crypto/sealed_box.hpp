// A short secret for the holder of one key, from somebody who needs none: libsodium's sealed box (X25519 with a key
// made for this one box, XSalsa20-Poly1305). Nobody else opens it, its writer included.
#pragma once

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// How much longer a box is than its content.
inline constexpr std::size_t box_overhead = 48;

/// Errc::bad_key as check_dh_public().
[[nodiscard]] Result<Bytes> seal_box(const DhPublic& reader, BytesView content);
/// Errc::cannot_decrypt: for another key, damaged, or no box.
[[nodiscard]] Result<SecretBytes> open_box(const DhKeyPair& reader, BytesView box);

}  // namespace holdfast::crypto
