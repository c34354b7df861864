#include "protocol/crypto/secret.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

void wipe(std::span<std::byte> bytes) noexcept
{
    if (!bytes.empty()) sodium_memzero(bytes.data(), bytes.size());
}

void wipe(Bytes& bytes) noexcept
{
    wipe(std::span{bytes});
    bytes.clear();
}

bool equal_in_constant_time(BytesView a, BytesView b) noexcept
{
    if (a.size() != b.size()) return false;
    return a.empty() || sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

namespace detail {

void* secure_allocate(std::size_t size)
{
    init();
    void* memory = sodium_malloc(size);
    if (memory == nullptr) throw std::bad_alloc{};
    return memory;
}

void secure_free(void* memory) noexcept { sodium_free(memory); }

}  // namespace detail
}  // namespace holdfast::crypto
