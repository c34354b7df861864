#include "protocol/crypto/hmac.hpp"

#include <algorithm>
#include <array>

#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {
namespace {

constexpr std::byte inner_pad{0x36};
constexpr std::byte outer_pad{0x5c};

/// The key as one block of SHA-256; a longer one is hashed first.
std::array<std::byte, 64> block_of(BytesView key) noexcept
{
    std::array<std::byte, 64> block{};
    if (key.size() <= block.size()) {
        std::copy(key.begin(), key.end(), block.begin());
        return block;
    }
    Sha256 hash;
    hash.add(key);
    hash.finish(std::span{block}.first<32>());
    hash.wipe();
    return block;
}

}  // namespace

Hmac::Hmac(BytesView key) noexcept
{
    auto block = block_of(key);
    for (auto& byte : block) byte ^= inner_pad;
    inner_.add(block);
    for (auto& byte : block) byte ^= inner_pad ^ outer_pad;
    outer_.add(block);
    wipe(block);
}

Hmac::~Hmac()
{
    inner_.wipe();
    outer_.wipe();
}

void Hmac::finish(std::span<std::byte, 32> out) noexcept
{
    std::array<std::byte, 32> digest;
    inner_.finish(digest);
    outer_.add(digest);
    outer_.finish(out);
    wipe(digest);
}

}  // namespace holdfast::crypto
