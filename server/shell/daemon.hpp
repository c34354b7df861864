// The program holdfastd: its options, its start in the right order, its exit code.
#pragma once

namespace holdfast::server {

/// Returns an exit code (protocol/base/exit_code.hpp): 0 when it was asked to stop.
[[nodiscard]] int run_daemon(int argc, char** argv);

}  // namespace holdfast::server
