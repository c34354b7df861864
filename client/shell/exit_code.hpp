// Exit codes of `holdfast`; up to 4 the same for all programs of the project.
#pragma once

#include "protocol/base/result.hpp"

namespace holdfast::shell {

inline constexpr int exit_ok = 0;
inline constexpr int exit_user = 1;         ///< something the person at the keyboard can put right
inline constexpr int exit_unexpected = 2;   ///< disk, memory, or a bug
inline constexpr int exit_network = 3;      ///< the relay or the way to it; nothing is lost, it can be tried again
inline constexpr int exit_not_trusted = 4;  ///< a key is not the one it should be, or the relay broke its word
inline constexpr int exit_not_shown = 5;    ///< done (sent, published, changed), but the answer could not be written

[[nodiscard]] int exit_code(Errc code) noexcept;

}  // namespace holdfast::shell
