#include "client/core/account/moves.hpp"

#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

/// The relay's key is proven by its greeting, which ends the phase.
bool is_found(const Live& live) { return live.connection.phase > Phase::greeting; }

/// Empty where none is known.
std::optional<session::RelayAddress> announced(const Account& account)
{
    auto address = session::RelayAddress::parse(account.next_address);
    if (address.has_error()) return std::nullopt;
    address->behind_proxy = account.behind_proxy;
    return std::move(address.value());
}

void go_to(Step& step, const session::RelayAddress& address)
{
    auto& account = step.state.account.edit();
    account.host = address.host;
    account.port = address.port;
    account.next_address.clear();
    step.show(show::RelayMoved{address.short_text()});
}

}  // namespace

session::RelayAddress address_of(const Account& account) { return {account.host, account.port, account.behind_proxy}; }

session::RelayAddress next_connection(const Account& account, const Live& live)
{
    const auto other = live.at_next_address ? announced(account) : std::nullopt;
    return other.value_or(address_of(account));
}

void settle_address(Step& step, const std::optional<wire::Signed>& move)
{
    if (const auto other = announced(*step.state.account); step.live.at_next_address && other) go_to(step, *other);
    step.live.at_next_address = false;
    if (!move) return;
    const auto& known = *step.state.account;
    const auto said = session::open_record<wire::RelayMove>(crypto::labels::sign_relay_move, known.relay_key, *move);
    if (said.has_error() || (known.move_issued && said->issued <= *known.move_issued)) return;
    auto& account = step.state.account.edit();
    account.move_issued = said->issued;
    const bool is_here = said->address == address_of(account).canonical();
    account.next_address = is_here ? std::string{} : said->address;
}

bool look_elsewhere(Step& step)
{
    if (is_found(step.live) || step.live.at_next_address) return false;
    step.live.at_next_address = step.state.account && announced(*step.state.account);
    return step.live.at_next_address;
}

void look_back(Step& step)
{
    if (!is_found(step.live)) step.live.at_next_address = false;
}

}  // namespace holdfast::client
