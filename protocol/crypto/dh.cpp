#include "protocol/crypto/dh.hpp"

#include <sodium.h>

#include <algorithm>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {
namespace {

/// 2^255 − 19 − subtract, little-endian.
constexpr DhPublic prime_minus(unsigned subtract)
{
    DhPublic u;
    u.value.fill(std::byte{0xff});
    u.value[0] = static_cast<std::byte>(0xed - subtract);
    u.value[31] = std::byte{0x7f};
    return u;
}

constexpr DhPublic small(unsigned value)
{
    DhPublic u;
    u.value[0] = static_cast<std::byte>(value);
    return u;
}

constexpr DhPublic of(const unsigned char (&bytes)[32])
{
    DhPublic u;
    for (std::size_t i = 0; i < 32; ++i) u.value[i] = static_cast<std::byte>(bytes[i]);
    return u;
}

/// Every canonical u whose point (on the curve or its twist) has an order dividing 8: 0, 1, p − 1 and the two of
/// order 8 (https://cr.yp.to/ecdh.html#validate).
constexpr DhPublic low_order[] = {
    small(0),
    small(1),
    prime_minus(1),
    of({0xe0, 0xeb, 0x7a, 0x7c, 0x3b, 0x41, 0xb8, 0xae, 0x16, 0x56, 0xe3, 0xfa, 0xf1, 0x9f, 0xc4, 0x6a,
        0xda, 0x09, 0x8d, 0xeb, 0x9c, 0x32, 0xb1, 0xfd, 0x86, 0x62, 0x05, 0x16, 0x5f, 0x49, 0xb8, 0x00}),
    of({0x5f, 0x9c, 0x95, 0xbc, 0xa3, 0x50, 0x8c, 0x24, 0xb1, 0xd0, 0xb1, 0x55, 0x9c, 0x83, 0xef, 0x5b,
        0x04, 0x44, 0x5c, 0xc4, 0x58, 0x1c, 0x8e, 0x86, 0xd8, 0x22, 0x4e, 0xdd, 0xd0, 0x9f, 0x11, 0x57}),
};

/// u < 2^255 − 19 with the top bit clear. Public data: no constant time needed.
bool is_canonical(const DhPublic& pub)
{
    constexpr auto prime = prime_minus(0);
    return std::lexicographical_compare(pub.value.rbegin(), pub.value.rend(), prime.value.rbegin(), prime.value.rend());
}

}  // namespace

DhKeyPair DhKeyPair::generate(Random& random) { return from_secret(random.secret<32>()); }

DhKeyPair DhKeyPair::from_secret(Secret<32> secret)
{
    init();
    DhKeyPair pair{std::move(secret), {}};
    crypto_scalarmult_base(octets(pair.pub.value.data()), octets(pair.secret.view().data()));
    return pair;
}

Status check_dh_public(const DhPublic& pub)
{
    if (!is_canonical(pub)) return Errc::bad_key;
    if (std::find(std::begin(low_order), std::end(low_order), pub) != std::end(low_order)) return Errc::bad_key;
    return ok();
}

Result<Secret<32>> dh(const Secret<32>& secret, const DhPublic& pub)
{
    if (auto status = check_dh_public(pub); status.has_error()) return status.errc();
    init();
    Secret<32> shared;
    // libsodium answers −1 for an all-zero product: the second line of defence.
    if (crypto_scalarmult(octets(shared.writable().data()), octets(secret.view().data()), octets(pub.value.data())) !=
        0)
        return Errc::bad_key;
    return shared;
}

}  // namespace holdfast::crypto
