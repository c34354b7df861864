// The program holdfast-outside: one round, which a timer starts each minute. It asks the relay, by a socket that
// answers nothing else, for whom something waits, and tells those people that and no more. The relay itself opens no
// connection to anybody, and has no password of a mail server.
#pragma once

namespace holdfast::server::outside {

/// Returns an exit code (protocol/base/exit_code.hpp).
[[nodiscard]] int run_outside(int argc, char** argv);

}  // namespace holdfast::server::outside
