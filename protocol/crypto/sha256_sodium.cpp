#include <sodium.h>

#include <new>

#include "protocol/crypto/secret.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

crypto_hash_sha256_state* context_in(std::byte* state) noexcept
{
    return std::launder(reinterpret_cast<crypto_hash_sha256_state*>(state));
}

}  // namespace

Sha256::Sha256() noexcept
{
    static_assert(sizeof(crypto_hash_sha256_state) <= sizeof state_ && alignof(crypto_hash_sha256_state) <= 8);
    crypto_hash_sha256_init(new (state_) crypto_hash_sha256_state);
}

void Sha256::add(BytesView part) noexcept
{
    crypto_hash_sha256_update(context_in(state_), octets(part.data()), part.size());
}

void Sha256::finish(std::span<std::byte, 32> out) noexcept
{
    crypto_hash_sha256_final(context_in(state_), octets(out.data()));
}

void Sha256::wipe() noexcept { crypto::wipe(state_); }

}  // namespace holdfast::crypto
