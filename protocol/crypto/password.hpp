// Argon2id (RFC 9106, one lane): from a passphrase to the key that wraps a vault. PROTOCOL.md, "Vault".
#pragma once

#include <cstdint>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

using PasswordSalt = Id<struct PasswordSaltTag, 16>;

struct PasswordCost {
    std::uint32_t memory_kib;  ///< 8 … 4 GiB
    std::uint32_t passes;      ///< 1 … 64
    friend bool operator==(const PasswordCost&, const PasswordCost&) = default;
};

/// Errc::out_of_range for a cost outside its bounds (a damaged vault header). Throws std::bad_alloc where the memory is
/// not to be had. Takes up to seconds.
[[nodiscard]] Result<Secret<32>> key_from_password(BytesView passphrase, const PasswordSalt& salt, PasswordCost cost);

}  // namespace holdfast::crypto
