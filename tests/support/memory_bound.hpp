// How much memory a real program may take, where it is looked at from outside.
#pragma once

#include <cstddef>

namespace holdfast::test {

/// The bound a test states, in KiB. The address sanitizer surrounds what is allocated, and keeps 256 MiB of what was
/// freed.
constexpr std::size_t bound_kib(std::size_t kib) noexcept
{
#ifdef __SANITIZE_ADDRESS__
    return 4 * kib + 256 * 1024;
#else
    return kib;
#endif
}

}  // namespace holdfast::test
