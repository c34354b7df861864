// Exit codes of holdfastd and holdfastctl, the same for all programs of the project.
#pragma once

#include "protocol/base/result.hpp"

namespace holdfast::server {

inline constexpr int exit_ok = 0;
inline constexpr int exit_user = 1;        ///< something the person at the keyboard can put right
inline constexpr int exit_unexpected = 2;  ///< disk, memory, or a bug
inline constexpr int exit_network = 3;     ///< the relay does not answer

[[nodiscard]] constexpr int exit_code(Errc code) noexcept
{
    switch (code) {
        case Errc::unreachable:
        case Errc::closed:
        case Errc::timed_out:
        case Errc::relay_stopping:
        case Errc::relay_not_running: return exit_network;
        case Errc::disk_full:
        case Errc::store_broken:
        case Errc::internal: return exit_unexpected;
        default: return exit_user;
    }
}

}  // namespace holdfast::server
