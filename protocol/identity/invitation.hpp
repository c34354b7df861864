// An invitation: 16 random bytes handed over in person. From them both ends derive everything that lets two strangers
// trust each other through a relay neither has to trust. PROTOCOL.md, "Invitation".
//
//   S ─HKDF→ id · psk · MAC key · redeem key · conversation salt · name key ─HKDF→ agreement key
//
// The relay learns id, redeem public key and salt; never S.
#pragma once

#include <string>
#include <string_view>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/identity/psk.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

using InvitationSecret = crypto::Secret<16>;

/// The keys derived from S. To be kept, sealed, until the first reply has decrypted; S itself is dropped at redemption.
struct InvitationKeys {
    Psk psk;  ///< its id is the invitation id
    crypto::Secret<32> mac_key;
    crypto::SignKeyPair redeem;
    ByteArray<16> conversation_salt{};
    crypto::Secret<32> name_key;

    [[nodiscard]] static InvitationKeys derive(const InvitationSecret& secret);
    static constexpr auto fields()
    {
        return std::tuple{&InvitationKeys::psk, &InvitationKeys::mac_key, &InvitationKeys::redeem,
                          &InvitationKeys::conversation_salt, &InvitationKeys::name_key};
    }
};

/// The record under its HMAC: what the relay keeps and cannot forge.
[[nodiscard]] Digest invitation_mac(const InvitationKeys& keys, BytesView record);
/// Errors: foreign_invitation (the HMAC does not match; nothing was parsed), the codec's, those of `open_device_list`,
/// invitation_expired at `now`.
[[nodiscard]] Result<wire::InvitationRecord> open_invitation(const InvitationKeys& keys, BytesView record,
                                                             const Digest& mac, Instant now);

/// The longest name an invitation carries, in bytes.
inline constexpr std::size_t max_name_bytes = 100;
/// A name that the relay stores but cannot read; always one length. Errc::text_too_long.
[[nodiscard]] Result<Bytes> seal_name(const InvitationKeys& keys, std::string_view name, crypto::Random& random);
/// Empty when none was given. Errors: cannot_decrypt, bad_padding, bad_encoding (not UTF-8).
[[nodiscard]] Result<std::string> open_name(const InvitationKeys& keys, BytesView sealed);

/// The signed text of an agreement that the relay stores but cannot read; always one length. Errc::too_large.
[[nodiscard]] Result<Bytes> seal_agreement(const InvitationKeys& keys, const wire::Signed& text,
                                           crypto::Random& random);
/// Whose it is and what it says is not looked at. Errors: cannot_decrypt, bad_padding, the codec's.
[[nodiscard]] Result<wire::Signed> open_sealed_agreement(const InvitationKeys& keys, BytesView sealed);

}  // namespace holdfast::session
