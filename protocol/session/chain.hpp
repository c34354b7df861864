// A symmetric chain of the Double Ratchet: each step gives one message key and the next chain key; nothing leads back.
//     message key    = HMAC-SHA-256(chain key, 0x01)
//     next chain key = HMAC-SHA-256(chain key, 0x02)
// PROTOCOL.md, "Ratchet".
#pragma once

#include <cstdint>
#include <tuple>

#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::session {

/// From which the cipher key of exactly one message is derived.
using MessageKey = crypto::Secret<32>;

/// HKDF(no salt, ikm message key, info label, 32): the key of XChaCha20-Poly1305.
[[nodiscard]] crypto::Secret<32> cipher_key(const MessageKey& key);

struct Chain {
    crypto::Secret<32> key;
    std::uint32_t next = 0;  ///< number of the message whose key comes next

    /// The key of message `next`; afterwards the chain cannot give it again. Precondition: next < 2^32 − 1.
    [[nodiscard]] MessageKey step();
    [[nodiscard]] Chain clone() const { return {key.clone(), next}; }
    static constexpr auto fields() { return std::tuple{&Chain::key, &Chain::next}; }
};

}  // namespace holdfast::session
