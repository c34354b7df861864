// How much memory a real program may take, where it is looked at from outside.
#pragma once

#include <cstddef>

namespace holdfast::test {

/// The bound a test states, in KiB; times eight where the address sanitizer surrounds what is allocated, and keeps what
/// was freed for a while.
constexpr std::size_t bound_kib(std::size_t kib) noexcept
{
#ifdef __SANITIZE_ADDRESS__
    return 8 * kib;
#else
    return kib;
#endif
}

}  // namespace holdfast::test
