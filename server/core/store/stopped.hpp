// Why a device is stopped.
#pragma once

#include <cstdint>

namespace holdfast::server {

/// The numbers are stored.
enum class Stopped : std::uint8_t { no = 0, as_copy = 1, by_practice = 2 };
constexpr bool is_known(Stopped why) noexcept { return why <= Stopped::by_practice; }

}  // namespace holdfast::server
