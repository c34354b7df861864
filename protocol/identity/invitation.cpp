#include "protocol/identity/invitation.hpp"

#include "protocol/base/text.hpp"
#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

namespace labels = crypto::labels;

/// Room for the longest name and its mark; one length for all, so that a name's length does not show.
constexpr std::size_t name_block = 128;
static_assert(max_name_bytes < name_block);
/// The same for an agreement: its text, and less than 256 bytes around it.
constexpr std::size_t agreement_block = 4352;
static_assert(wire::max_agreement_bytes + 256 < agreement_block);

template <std::size_t N>
crypto::Secret<N> from_secret(const InvitationSecret& secret, crypto::Label label)
{
    return crypto::hkdf<N>({}, {secret.view()}, label);
}

/// Not kept beside the others: it follows from what is kept.
crypto::Secret<32> agreement_key(const InvitationKeys& keys)
{
    return crypto::hkdf<32>({}, {keys.name_key.view()}, labels::invitation_agreement_key);
}

Bytes seal_block(const InvitationKeys& keys, const crypto::Secret<32>& key, BytesView plain, std::size_t block,
                 crypto::Random& random)
{
    const auto nonce = random.id<crypto::Nonce>();
    Bytes sealed = to_bytes(nonce.view());
    append(sealed, crypto::seal(key, nonce, keys.psk.id.view(), pad_to(plain, block)));
    return sealed;
}

Result<Bytes> open_block(const InvitationKeys& keys, const crypto::Secret<32>& key, BytesView sealed, std::size_t block)
{
    if (sealed.size() != crypto::Nonce::size + block + crypto::aead_overhead) return Errc::cannot_decrypt;
    const auto nonce = crypto::Nonce::from(sealed.first(crypto::Nonce::size)).value();
    const auto padded = crypto::open(key, nonce, keys.psk.id.view(), sealed.subspan(crypto::Nonce::size));
    if (padded.has_error()) return padded.errc();
    const auto plain = strip_padding(padded.value());
    if (plain.has_error()) return plain.errc();
    return to_bytes(plain.value());
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
    return seal_block(keys, keys.name_key, as_bytes(name), name_block, random);
}

Result<std::string> open_name(const InvitationKeys& keys, BytesView sealed)
{
    if (sealed.empty()) return std::string{};
    const auto name = open_block(keys, keys.name_key, sealed, name_block);
    if (name.has_error()) return name.errc();
    if (name->size() > max_name_bytes || !is_utf8(name.value())) return Errc::bad_encoding;
    return to_text(name.value());
}

Result<Bytes> seal_agreement(const InvitationKeys& keys, const wire::Signed& text, crypto::Random& random)
{
    const auto plain = wire::encode(text);
    if (plain.size() >= agreement_block) return Errc::too_large;
    return seal_block(keys, agreement_key(keys), plain, agreement_block, random);
}

Result<wire::Signed> open_sealed_agreement(const InvitationKeys& keys, BytesView sealed)
{
    const auto plain = open_block(keys, agreement_key(keys), sealed, agreement_block);
    if (plain.has_error()) return plain.errc();
    return wire::decode<wire::Signed>(plain.value());
}

}  // namespace holdfast::session
