// This account's names for people. No two of them have names that look alike: a list tells everybody apart, and what it
// shows is enough to reach somebody.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Published, not expired, and not accepted as far as this device knows.
[[nodiscard]] bool is_open(const IssuedInvitation& issued, Instant now) noexcept;

/// The looks (name_look) of all names in use: of people but `except`, and of open invitations.
[[nodiscard]] std::vector<std::string> taken_looks(const State& state, Instant now,
                                                   const std::optional<AccountId>& except = {});

/// The same of people alone, for somebody who is here and must be called something.
[[nodiscard]] std::vector<std::string> peoples_looks(const State& state);

/// The account called `name` whose device was stopped, and who can come back by an invitation of that name.
[[nodiscard]] std::optional<AccountId> stopped_account(const State& state, std::string_view name);
/// They are back as `account`: what there was before is over, and gives up the name.
void come_back(State& state, const AccountId& before, const AccountId& account);

/// A name nobody has, for somebody whose name is not known: "client 3".
[[nodiscard]] std::string unknown_clients_name(const State& state);

void rename(Step& step, Ticket ticket, const command::Rename& order);

}  // namespace holdfast::client
