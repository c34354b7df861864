// Between std::byte and libsodium's unsigned char. Included by this folder's .cpp files only.
#pragma once

#include <cstddef>

namespace holdfast::crypto {

inline const unsigned char* octets(const std::byte* bytes) noexcept
{
    return reinterpret_cast<const unsigned char*>(bytes);
}
inline unsigned char* octets(std::byte* bytes) noexcept { return reinterpret_cast<unsigned char*>(bytes); }

}  // namespace holdfast::crypto
