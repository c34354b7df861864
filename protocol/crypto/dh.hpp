// X25519 (RFC 7748) that refuses what it should: keys that are not canonical (u ≥ 2^255 − 19 or the top bit set), keys
// of low order, and an all-zero product. PROTOCOL.md, "Keys".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

struct DhKeyPair {
    Secret<32> secret;
    DhPublic pub;

    [[nodiscard]] static DhKeyPair generate(Random& random);
    /// The pair of a stored secret.
    [[nodiscard]] static DhKeyPair from_secret(Secret<32> secret);
    [[nodiscard]] DhKeyPair clone() const { return {secret.clone(), pub}; }
    static constexpr auto fields() { return std::tuple{&DhKeyPair::secret, &DhKeyPair::pub}; }
};

/// Errc::bad_key for a key no honest device makes. To be called where a foreign key is first accepted; `dh` checks
/// again.
[[nodiscard]] Status check_dh_public(const DhPublic& pub);

/// The shared secret. Errc::bad_key as `check_dh_public`, or when the product is all zero.
[[nodiscard]] Result<Secret<32>> dh(const Secret<32>& secret, const DhPublic& pub);

}  // namespace holdfast::crypto
