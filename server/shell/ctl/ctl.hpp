// The program holdfastctl: its commands and options.
#pragma once

namespace holdfast::server {

/// Returns an exit code (protocol/base/exit_code.hpp).
[[nodiscard]] int run_ctl(int argc, char** argv);

}  // namespace holdfast::server
