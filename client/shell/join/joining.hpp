// A command that joins: where another window has the vault open, it is carried out there, and this process is its
// terminal.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell::join {

/// The exit code of the command, or empty where nobody has the vault open for others, and it is carried out here.
/// `words`: the command line.
[[nodiscard]] std::optional<int> join(const Context& context, const std::vector<std::string>& words);

}  // namespace holdfast::shell::join
