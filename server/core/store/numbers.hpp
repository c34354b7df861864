// Numbers a client chooses are unsigned on the wire and signed in the store.
#pragma once

#include <cstdint>
#include <limits>

namespace holdfast::server {

/// True for what fits into the store; nobody counts further in a life.
[[nodiscard]] constexpr bool is_number(std::uint64_t value) noexcept
{
    return value <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

}  // namespace holdfast::server
