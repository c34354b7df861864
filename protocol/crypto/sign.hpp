// Ed25519 (RFC 8032). A signature covers opaque<V> label ‖ message, so one made for one purpose does not verify for
// another. PROTOCOL.md, "Keys" and "Labels".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/labels.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// The seed (RFC 8032's 32-byte private key) and its public key.
struct SignKeyPair {
    Secret<32> seed;
    SignPublic pub;

    [[nodiscard]] static SignKeyPair generate(Random& random);
    [[nodiscard]] static SignKeyPair from_seed(Secret<32> seed);
    [[nodiscard]] SignKeyPair clone() const { return {seed.clone(), pub}; }
    static constexpr auto fields() { return std::tuple{&SignKeyPair::seed, &SignKeyPair::pub}; }
};

/// Errc::bad_key unless the key is canonical, on the curve and of prime order. To be called where a foreign key is
/// first accepted; it costs about as much as a verification.
[[nodiscard]] Status check_sign_public(const SignPublic& pub);

[[nodiscard]] Signature sign(Label label, const SignKeyPair& key, BytesView message);

/// Errc::bad_signature unless `signature` is by `pub` over exactly this label and message. Low-order and non-canonical
/// keys and signatures never verify.
[[nodiscard]] Status verify(Label label, const SignPublic& pub, BytesView message, const Signature& signature);

}  // namespace holdfast::crypto
