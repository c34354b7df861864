// What the .cpp files of this folder need of libsodium: its bytes as std::byte, and its one-time set-up. Nobody else
// has to call either.
#pragma once

#include <cstddef>

namespace holdfast::crypto {

/// libsodium's view of the same bytes.
inline const unsigned char* octets(const std::byte* bytes) noexcept
{
    return reinterpret_cast<const unsigned char*>(bytes);
}
inline unsigned char* octets(std::byte* bytes) noexcept { return reinterpret_cast<unsigned char*>(bytes); }

/// Sets libsodium up once; any thread, any number of times. Throws std::runtime_error where the machine has no
/// usable source of randomness.
void init();

}  // namespace holdfast::crypto
