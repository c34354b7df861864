// The commands of holdfastctl about people, as they are typed.
#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {

/// A command that was chosen, to be run when the configuration is read.
using Command = std::function<int(const Console&, const Config&)>;

struct PeopleOptions {
    AccountOptions account;
    DeviceOptions device;
    std::uint64_t invitation = 0;
};

/// `options` and `chosen` outlive the parsing and the command.
void add_people(CLI::App& app, PeopleOptions& options, Command& chosen);

}  // namespace holdfast::server
