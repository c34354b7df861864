// Points at which a program of a build for tests kills itself, as a power cut or kill -9 would. Without the option
// HOLDFAST_FAULTS, and so in every program a practice runs, they are nothing.
//
//   HOLDFAST_KILL_AT=POINT[:N] the process kills itself the N-th time it comes to the point
#pragma once

#include <string_view>

namespace holdfast {

#ifdef HOLDFAST_FAULTS
/// Ends the process by SIGKILL where the environment says so; otherwise returns at once.
void kill_point(std::string_view name) noexcept;
#else
constexpr void kill_point(std::string_view) noexcept {}
#endif

}  // namespace holdfast
