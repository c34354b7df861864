// Exit codes, one table for the three programs. Their --help and README name them in these words.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"

namespace holdfast {

inline constexpr int exit_ok = 0;
inline constexpr int exit_user = 1;         ///< something the person at the keyboard can put right
inline constexpr int exit_unexpected = 2;   ///< disk, memory, or a bug
inline constexpr int exit_network = 3;      ///< the relay or the way to it; nothing is lost, it can be tried again
inline constexpr int exit_not_trusted = 4;  ///< a key is not the one it should be, or the relay broke its word
inline constexpr int exit_not_shown = 5;    ///< done (sent, published, changed), but the answer could not be written

struct ExitCode {
    int code = exit_ok;
    std::string_view words;
};
inline constexpr std::array exit_codes{
    ExitCode{exit_ok, "done"},
    ExitCode{exit_user, "something to correct"},
    ExitCode{exit_unexpected, "unexpected"},
    ExitCode{exit_network, "the practice's server or the network"},
    ExitCode{exit_not_trusted, "a key or a server that is not trusted"},
    ExitCode{exit_not_shown, "done, but the answer could not be written"},
};

/// The exit code that says why `code` ended a program.
[[nodiscard]] int exit_code(Errc code) noexcept;

/// "Exit codes: 0 done, 1 something to correct, …", for --help.
[[nodiscard]] std::string exit_codes_words();

}  // namespace holdfast
