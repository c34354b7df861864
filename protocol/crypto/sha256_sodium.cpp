#include <sodium.h>

#include <new>

#include "protocol/crypto/secret.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

using Sha256State = crypto_hash_sha256_state;
using HmacState = crypto_auth_hmacsha256_state;

Sha256State* sha256_in(std::byte* state) noexcept { return std::launder(reinterpret_cast<Sha256State*>(state)); }
HmacState* hmac_in(std::byte* state) noexcept { return std::launder(reinterpret_cast<HmacState*>(state)); }

}  // namespace

Sha256::Sha256() noexcept
{
    static_assert(sizeof(Sha256State) <= sizeof state_ && alignof(Sha256State) <= 8);
    crypto_hash_sha256_init(new (state_) Sha256State);
}

void Sha256::add(BytesView part) noexcept
{
    crypto_hash_sha256_update(sha256_in(state_), octets(part.data()), part.size());
}

void Sha256::finish(std::span<std::byte, 32> out) noexcept
{
    crypto_hash_sha256_final(sha256_in(state_), octets(out.data()));
}

Hmac::Hmac(BytesView key)
{
    static_assert(sizeof(HmacState) <= sizeof state_ && alignof(HmacState) <= 8);
    // An empty key may come without an address, which libsodium does not take.
    static constexpr std::byte none{};
    crypto_auth_hmacsha256_init(new (state_) HmacState, octets(key.empty() ? &none : key.data()), key.size());
}

Hmac::~Hmac() { wipe(state_); }

void Hmac::add(BytesView part) { crypto_auth_hmacsha256_update(hmac_in(state_), octets(part.data()), part.size()); }

void Hmac::finish(std::span<std::byte, 32> out) { crypto_auth_hmacsha256_final(hmac_in(state_), octets(out.data())); }

}  // namespace holdfast::crypto
