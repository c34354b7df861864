// An account's names for people, and what else an account has set for itself, for its next device: sealed under a key
// that only the identity key gives, so the relay that keeps it learns how large it is, in three steps, and nothing
// else. PROTOCOL.md, "Names".
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

struct KnownName {
    AccountId account;
    std::string name;
    static constexpr auto fields() { return std::tuple{&KnownName::account, &KnownName::name}; }
    friend bool operator==(const KnownName&, const KnownName&) = default;
};

struct KnownNames {
    std::string own;  ///< of the account itself; may be empty
    std::vector<KnownName> others;
    std::vector<wire::CrisisContact> contacts{};  ///< a client's own
    std::optional<wire::Signed> agreement{};      ///< a therapist's newest text
    static constexpr auto fields()
    {
        return std::tuple{&KnownNames::own, &KnownNames::others, &KnownNames::contacts, &KnownNames::agreement};
    }
    friend bool operator==(const KnownNames&, const KnownNames&) = default;
};

/// The padded sizes: a practice of thirty fits into the smallest, more people than one therapist may have into the
/// largest.
inline constexpr std::size_t names_sizes[] = {std::size_t{4} << 10, std::size_t{16} << 10, std::size_t{128} << 10};
/// Of a sealed record. A client knows few people and has the smallest size only.
[[nodiscard]] bool is_names_size(wire::Role role, std::size_t sealed) noexcept;

/// nonce ‖ ciphertext. Errc::too_large when the names fit into no size of the role.
[[nodiscard]] Result<Bytes> seal_names(const crypto::SignKeyPair& identity, wire::Role role, const KnownNames& names,
                                       crypto::Random& random);

/// Errors: cannot_decrypt (another account's, damaged, or of no size there is), bad_padding, the codec's, out_of_range
/// (a name longer than names are).
[[nodiscard]] Result<KnownNames> open_names(const crypto::SignKeyPair& identity, BytesView sealed);

}  // namespace holdfast::session
