// SHA-256 and HMAC-SHA-256. The labelled forms are the rule: opaque<V> label, then the parts one after another.
// The raw forms serve constructions that fix their own input (Merkle trees, the ratchet's chain, Signal's
// fingerprint) and nothing else. PROTOCOL.md, "Labels".
#pragma once

#include <initializer_list>
#include <span>

#include "protocol/base/ids.hpp"
#include "protocol/crypto/labels.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// SHA-256(opaque<V> label ‖ parts). Parts carry no lengths of their own: pass encoded structs or fixed sizes.
[[nodiscard]] Digest sha256(Label label, std::initializer_list<BytesView> parts);
[[nodiscard]] inline Digest sha256(Label label, BytesView part) { return sha256(label, {part}); }

/// SHA-256 over the parts alone, for cited constructions.
[[nodiscard]] Digest sha256_raw(std::initializer_list<BytesView> parts);
/// SHA-512 over the parts alone: Signal's fingerprint.
[[nodiscard]] ByteArray<64> sha512_raw(std::initializer_list<BytesView> parts);

/// HMAC-SHA-256(key, opaque<V> label ‖ parts). Compare with `equal_in_constant_time`.
[[nodiscard]] Digest hmac_sha256(BytesView key, Label label, std::initializer_list<BytesView> parts);
/// HMAC-SHA-256 over the parts alone, kept as a secret: HKDF and the ratchet's chain.
[[nodiscard]] Secret<32> hmac_sha256_raw(BytesView key, std::initializer_list<BytesView> parts);

}  // namespace holdfast::crypto
