// Accounts as an admin names them: by their ids or the beginnings of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/config.hpp"
#include "server/core/people.hpp"
#include "server/shell/ctl/console.hpp"

namespace holdfast::server {

/// Enough of an id to tell a practice's accounts apart on one line.
[[nodiscard]] std::string short_id(const AccountId& account);
[[nodiscard]] std::string_view role_name(wire::Role role) noexcept;

[[nodiscard]] Result<std::vector<AccountLine>> accounts_of(const Config& config);
/// The account whose id begins with `beginning`, which is not empty. Errors: not_found, ambiguous_name, and those of
/// ask().
[[nodiscard]] Result<AccountLine> find_account(const Config& config, const std::string& beginning);
/// Says why find_account found none; gives the exit code.
[[nodiscard]] int fail_to_find(const Console& console, Errc code, const std::string& beginning);

}  // namespace holdfast::server
