// Deprecated in favour of EVP, which allocates its state on the heap and costs a third more for short input.
#define OPENSSL_SUPPRESS_DEPRECATED

#include <openssl/sha.h>

#include <new>

#include "protocol/crypto/secret.hpp"
#include "protocol/crypto/sha256.hpp"

namespace holdfast::crypto {
namespace {

SHA256_CTX* context_in(std::byte* state) noexcept { return std::launder(reinterpret_cast<SHA256_CTX*>(state)); }

}  // namespace

Sha256::Sha256() noexcept
{
    static_assert(sizeof(SHA256_CTX) <= sizeof state_ && alignof(SHA256_CTX) <= 8);
    SHA256_Init(new (state_) SHA256_CTX);
}

void Sha256::add(BytesView part) noexcept { SHA256_Update(context_in(state_), part.data(), part.size()); }

void Sha256::finish(std::span<std::byte, 32> out) noexcept
{
    SHA256_Final(reinterpret_cast<unsigned char*>(out.data()), context_in(state_));
}

void Sha256::wipe() noexcept { crypto::wipe(state_); }

}  // namespace holdfast::crypto
