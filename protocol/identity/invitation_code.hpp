// The two spellings of an invitation. Full form, for a link or QR code:
//     holdfast://HOST:PORT/#<base64url of {S, relay key, crisis contacts, behind a proxy or not}>
// Short form, to type: HOST[:PORT]/ and 30 base32 characters, 26 for S and whether the relay is behind a proxy, and 4
// that catch typing mistakes; case, hyphens and white space do not matter, and digits that base32 does not have are
// read as the letters they look like. PROTOCOL.md, "Invitation".
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/identity/relay_address.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

struct InvitationText {
    RelayAddress relay;
    InvitationSecret secret;
    /// Only the full form carries these; the short form takes them from the record, whose HMAC vouches for it.
    std::optional<SignPublic> relay_key;
    std::vector<wire::CrisisContact> contacts;
};

/// The full form. Precondition: a relay key.
[[nodiscard]] std::string invitation_link(const InvitationText& invitation);
/// The short form, in groups of five characters.
[[nodiscard]] std::string invitation_code(const RelayAddress& relay, const InvitationSecret& secret);

/// Either form, white space ignored. Errors: bad_code (not an invitation, or mistyped), bad_address,
/// bad_key.
[[nodiscard]] Result<InvitationText> parse_invitation(std::string_view text);

/// Of a short code that is mistyped: the group, from 1, in which another character makes the check hold. Empty where no
/// group does, or more than one.
[[nodiscard]] std::optional<std::size_t> slipped_group(std::string_view text);

}  // namespace holdfast::session
