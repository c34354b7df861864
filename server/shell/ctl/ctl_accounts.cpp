#include "server/shell/ctl/ctl_accounts.hpp"

#include <optional>

#include "protocol/base/text.hpp"
#include "server/shell/ctl/ctl_ask.hpp"

namespace holdfast::server {
namespace {

constexpr std::size_t short_id_characters = 12;

}  // namespace

std::string short_id(const AccountId& account) { return to_hex(account.view()).substr(0, short_id_characters); }

std::string_view role_name(wire::Role role) noexcept { return role == wire::Role::therapist ? "therapist" : "client"; }

Result<std::vector<AccountLine>> accounts_of(const Config& config)
{
    auto lines = ask<AccountLines>(config, ListAccounts{});
    if (!lines) return lines.errc();
    return std::move(lines->accounts);
}

Result<AccountLine> find_account(const Config& config, const std::string& beginning)
{
    const auto accounts = accounts_of(config);
    if (!accounts) return accounts.errc();
    std::optional<AccountLine> found;
    for (const auto& line : *accounts) {
        if (beginning.empty() || !to_hex(line.account.view()).starts_with(beginning)) continue;
        if (found) return Errc::ambiguous_name;
        found = line;
    }
    if (!found) return Errc::not_found;
    return *found;
}

int fail_to_find(const Console& console, Errc code, const std::string& beginning)
{
    if (code == Errc::not_found)
        return console.fail(code, beginning, "There is no such account. See: holdfastctl accounts");
    if (code == Errc::ambiguous_name)
        return console.fail(code, beginning, "More than one account begins so. Give more of the id.");
    return console.fail(code);
}

}  // namespace holdfast::server
