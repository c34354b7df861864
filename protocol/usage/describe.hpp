// Reads a program's command line from its CLI11 description, and gives the program the hidden option with which the
// build makes its manual page and completions.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <string_view>

#include "protocol/usage/command.hpp"
#include "protocol/usage/manual.hpp"

namespace holdfast::usage {

/// Hidden options are left out.
[[nodiscard]] Command describe(const CLI::App& app);

/// `--usage manual|bash|zsh|fish` prints the commands for the manual page (scdoc), or a completion, and ends the
/// program with success, as --version does. The manual page gets `more`, too.
void add_usage_option(CLI::App& app, std::vector<Section> more = {});

}  // namespace holdfast::usage
