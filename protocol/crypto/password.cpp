#include "protocol/crypto/password.hpp"

#include <sodium.h>

#include <cerrno>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

static_assert(PasswordSalt::size == crypto_pwhash_argon2id_SALTBYTES);

Result<Secret<32>> key_from_password(BytesView passphrase, const PasswordSalt& salt, PasswordCost cost)
{
    constexpr std::uint32_t least_memory_kib = 8;         // libsodium's minimum
    constexpr std::uint32_t most_memory_kib = 4'194'304;  // a damaged header must not ask for all memory there is
    constexpr std::uint32_t most_passes = 64;             // nor for an hour of computing
    if (cost.memory_kib < least_memory_kib || cost.memory_kib > most_memory_kib) return Errc::out_of_range;
    if (cost.passes < 1 || cost.passes > most_passes) return Errc::out_of_range;
    init();
    Secret<32> key;
    if (crypto_pwhash(octets(key.writable().data()), key.size, as_text(passphrase).data(), passphrase.size(),
                      octets(salt.value.data()), cost.passes, std::size_t{cost.memory_kib} * 1024,
                      crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::bad_alloc{};
    return key;
}

}  // namespace holdfast::crypto
