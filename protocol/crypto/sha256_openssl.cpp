// These functions are deprecated in favour of EVP, which costs a third more for short input.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <new>
#include <stdexcept>

#include "protocol/crypto/sha256.hpp"
#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

SHA256_CTX* sha256_in(std::byte* state) noexcept { return std::launder(reinterpret_cast<SHA256_CTX*>(state)); }
HMAC_CTX*& hmac_in(std::byte* state) noexcept { return *std::launder(reinterpret_cast<HMAC_CTX**>(state)); }

void check(int done)
{
    if (done != 1) throw std::runtime_error{"OpenSSL has no HMAC-SHA-256"};
}

/// Looked up once: that takes longer than a MAC.
const EVP_MD* sha256_method()
{
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

}  // namespace

Sha256::Sha256() noexcept
{
    static_assert(sizeof(SHA256_CTX) <= sizeof state_ && alignof(SHA256_CTX) <= 8);
    SHA256_Init(new (state_) SHA256_CTX);
}

void Sha256::add(BytesView part) noexcept { SHA256_Update(sha256_in(state_), part.data(), part.size()); }

void Sha256::finish(std::span<std::byte, 32> out) noexcept { SHA256_Final(octets(out.data()), sha256_in(state_)); }

Hmac::Hmac(BytesView key)
{
    // An empty key may come without an address, which would mean the key before.
    static constexpr std::byte none{};
    auto* context = *new (state_) HMAC_CTX* {HMAC_CTX_new()};
    if (context == nullptr) throw std::bad_alloc{};
    const void* bytes = key.empty() ? &none : key.data();
    if (HMAC_Init_ex(context, bytes, static_cast<int>(key.size()), sha256_method(), nullptr) == 1) return;
    HMAC_CTX_free(context);
    check(0);
}

Hmac::~Hmac() { HMAC_CTX_free(hmac_in(state_)); }  // OpenSSL wipes what it frees of a digest

void Hmac::add(BytesView part) { check(HMAC_Update(hmac_in(state_), octets(part.data()), part.size())); }

void Hmac::finish(std::span<std::byte, 32> out) { check(HMAC_Final(hmac_in(state_), octets(out.data()), nullptr)); }

}  // namespace holdfast::crypto
