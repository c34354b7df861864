// Copies of the store that are worth nothing without the relay key: encrypted under a key that follows from it, piece
// by piece (libsodium's secretstream). 16 bytes "holdfast copy 1\n", the header of the stream, then the sealed pieces.
#pragma once

#include <cstddef>

#include "protocol/base/bytes.hpp"
#include "protocol/base/descriptor.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"

namespace holdfast::server {

/// Bytes at the beginning of a file that tell a sealed copy from others.
inline constexpr std::size_t sealed_copy_mark_size = 16;
[[nodiscard]] bool is_sealed_copy(BytesView head) noexcept;

/// All of `from` into `to`, synced. Errors: disk_full, store_broken (`from` cannot be read).
[[nodiscard]] Status seal_copy(const Descriptor& from, const Descriptor& to, const crypto::SignKeyPair& relay);
/// The store of a sealed copy into `to`, synced. Errors: wrong_relay (made under another key, or damaged from the
/// beginning), store_broken (damaged, or cut off), disk_full. What was written by then is to be removed.
[[nodiscard]] Status open_sealed_copy(const Descriptor& from, const Descriptor& to, const crypto::SignKeyPair& relay);

}  // namespace holdfast::server
