// The program holdfastd: its options, its start in the right order, its exit code.
#pragma once

namespace holdfast::server {

/// Exit codes: 0 asked to stop, 1 something the admin can put right (configuration, certificate, data folder in use),
/// 2 unexpected (a storage error among it).
[[nodiscard]] int run_daemon(int argc, char** argv);

}  // namespace holdfast::server
