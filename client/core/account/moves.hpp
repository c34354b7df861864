// A practice whose relay moves to another name or port: the client goes there when it is no longer found where it was.
// It is the same relay if it proves the same key. PROTOCOL.md, "A relay that moves".
#pragma once

#include <optional>

#include "client/core/step.hpp"
#include "protocol/identity/relay_address.hpp"

namespace holdfast::client {

/// Where the relay was found last.
[[nodiscard]] session::RelayAddress address_of(const Account& account);

/// Where the next connection goes.
[[nodiscard]] session::RelayAddress next_connection(const Account& account, const Live& live);

/// At a login: this address is the account's, and what the relay says of another is kept. A word that its key did not
/// sign, or that is older than the one known, changes nothing.
void settle_address(Step& step, const std::optional<wire::Signed>& move);

/// The connection ends, or none came about. Where it led to no relay with the pinned key, and another address is
/// announced, the next connection goes there: true.
[[nodiscard]] bool look_elsewhere(Step& step);

/// The connection ends for good: the next one goes to the announced address only if the relay was found there.
void look_back(Step& step);

}  // namespace holdfast::client
