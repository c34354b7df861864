// The program holdfastctl: its commands and options.
#pragma once

namespace holdfast::server {

/// Exit codes: 0 done, 1 something to correct, 2 unexpected, 3 holdfastd does not answer.
[[nodiscard]] int run_ctl(int argc, char** argv);

}  // namespace holdfast::server
