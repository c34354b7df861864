// Completions for three shells. They offer commands, options, and files where a value is one; never names of people,
// for which the passphrase would be needed.
#pragma once

#include <string>

#include "protocol/usage/command.hpp"

namespace holdfast::usage {

/// For /usr/share/bash-completion/completions/PROGRAM.
[[nodiscard]] std::string bash_completion(const Command& program);
/// For /usr/share/zsh/vendor-completions/_PROGRAM.
[[nodiscard]] std::string zsh_completion(const Command& program);
/// For /usr/share/fish/vendor_completions.d/PROGRAM.fish.
[[nodiscard]] std::string fish_completion(const Command& program);

}  // namespace holdfast::usage
