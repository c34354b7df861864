#include "protocol/identity/invitation.hpp"

#include "protocol/base/text.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

namespace labels = crypto::labels;

/// Room for the longest name and its mark; one length for all, so that a name's length does not show.
constexpr std::size_t name_block = 128;
static_assert(max_name_bytes < name_block);

template <std::size_t N>
crypto::Secret<N> from_secret(const InvitationSecret& secret, crypto::Label label)
{
    return crypto::hkdf<N>({}, {secret.view()}, label);
}

}  // namespace

InvitationKeys InvitationKeys::derive(const InvitationSecret& secret)
{
    InvitationKeys keys;
    keys.psk.id = InvitationId::from(from_secret<16>(secret, labels::invitation_id).view()).value();
    keys.psk.key = from_secret<32>(secret, labels::invitation_psk);
    keys.mac_key = from_secret<32>(secret, labels::invitation_mac_key);
    keys.redeem = crypto::SignKeyPair::from_seed(from_secret<32>(secret, labels::invitation_redeem_key));
    const auto salt = from_secret<16>(secret, labels::invitation_salt);
    std::copy(salt.view().begin(), salt.view().end(), keys.conversation_salt.begin());
    keys.name_key = from_secret<32>(secret, labels::invitation_name_key);
    return keys;
}

Digest invitation_mac(const InvitationKeys& keys, BytesView record)
{
    return crypto::hmac_sha256(keys.mac_key.view(), labels::invitation_record, {record});
}

Result<wire::InvitationRecord> open_invitation(const InvitationKeys& keys, BytesView record, const Digest& mac,
                                               Instant now)
{
    if (!crypto::equal_in_constant_time(invitation_mac(keys, record).view(), mac.view()))
        return Errc::foreign_invitation;
    auto opened = wire::decode<wire::InvitationRecord>(record);
    if (opened.has_error()) return opened;
    if (const auto key = crypto::check_sign_public(opened->relay_key); key.has_error()) return key.errc();
    if (opened->device_list)
        if (const auto list = open_device_list(*opened->device_list); list.has_error()) return list.errc();
    if (now >= opened->expires) return Errc::invitation_expired;
    return opened;
}

Result<Bytes> seal_name(const InvitationKeys& keys, std::string_view name, crypto::Random& random)
{
    if (name.size() > max_name_bytes) return Errc::text_too_long;
    const auto nonce = random.id<crypto::Nonce>();
    Bytes sealed = to_bytes(nonce.view());
    append(sealed, crypto::seal(keys.name_key, nonce, keys.psk.id.view(), pad_to(as_bytes(name), name_block)));
    return sealed;
}

Result<std::string> open_name(const InvitationKeys& keys, BytesView sealed)
{
    if (sealed.empty()) return std::string{};
    if (sealed.size() != crypto::Nonce::size + name_block + crypto::aead_overhead) return Errc::cannot_decrypt;
    const auto nonce = crypto::Nonce::from(sealed.first(crypto::Nonce::size)).value();
    const auto padded = crypto::open(keys.name_key, nonce, keys.psk.id.view(), sealed.subspan(crypto::Nonce::size));
    if (padded.has_error()) return padded.errc();
    const auto name = strip_padding(padded.value());
    if (name.has_error()) return name.errc();
    if (name->size() > max_name_bytes || !is_utf8(name.value())) return Errc::bad_encoding;
    return to_text(name.value());
}

}  // namespace holdfast::session
