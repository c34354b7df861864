// Which commands are carried out by the process that has the vault open already, and what their words mean there.
#pragma once

#include <filesystem>

#include "client/shell/options.hpp"

namespace holdfast::shell::join {

/// Not those that make an account, change its passphrase, or need none.
[[nodiscard]] bool can_join(const Request& request) noexcept;

/// Files are meant from the folder in which the command was typed.
void take_from(Options& options, const std::filesystem::path& folder);

}  // namespace holdfast::shell::join
