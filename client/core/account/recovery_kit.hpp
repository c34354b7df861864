// The recovery kit: what a person prints so that a lost device does not mean a lost account. It is the identity key,
// where the relay is and which key it has, and whose rosters a client trusts. PROTOCOL.md, "Recovery kit".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/identity/relay_address.hpp"

namespace holdfast::client {

struct RecoveryKit {
    crypto::Secret<32> identity_seed;
    SignPublic relay_key;
    session::RelayAddress relay;
    std::vector<AccountId> therapists;  ///< a client's; a therapist's own signature is enough for her
};

/// Groups of four characters, to be numbered from 1 when printed.
[[nodiscard]] std::vector<std::string> kit_words(const RecoveryKit& kit);

/// The groups in any case, with any white space, hyphens or printed numbers ("12.", "12:") between them. Errc::bad_kit.
[[nodiscard]] Result<RecoveryKit> parse_kit(std::string_view text);

}  // namespace holdfast::client
