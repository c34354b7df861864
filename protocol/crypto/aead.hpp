// XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha): the only cipher of Holdfast. PROTOCOL.md, "Ratchet" and "Vault".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// Drawn at random for every sealing (`random.id<Nonce>()`) and stored beside the ciphertext.
using Nonce = Id<struct NonceTag, 24>;
/// How much longer a ciphertext is than its text.
inline constexpr std::size_t aead_overhead = 16;

/// Ciphertext ‖ tag: text.size() + aead_overhead bytes.
[[nodiscard]] Bytes seal(const Secret<32>& key, const Nonce& nonce, BytesView associated, BytesView text);

/// The text. Errc::cannot_decrypt for another key, nonce or associated data, or a damaged or short ciphertext.
[[nodiscard]] Result<Bytes> open(const Secret<32>& key, const Nonce& nonce, BytesView associated, BytesView sealed);

}  // namespace holdfast::crypto
