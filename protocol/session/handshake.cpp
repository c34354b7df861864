#include "protocol/session/handshake.hpp"

#include <tuple>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

namespace labels = crypto::labels;

/// X3DH and the Double Ratchet over X25519 with a pre-shared key. Suite 2 (plus ML-KEM-768) is reserved.
constexpr std::uint16_t suite = 1;

/// Everything both sides must agree on; opaque<V> each. The label goes first, by way of the hash.
struct Transcript {
    Bytes suite_id;
    Bytes practice;
    Bytes initiator_list;
    Bytes responder_list;
    Bytes initiator_device;
    Bytes responder_device;
    Bytes signed_prekey;
    Bytes one_time_prekey;  ///< empty when there was none
    Bytes ephemeral;
    Bytes psk;
    static constexpr auto fields()
    {
        return std::tuple{&Transcript::suite_id,         &Transcript::practice,
                          &Transcript::initiator_list,   &Transcript::responder_list,
                          &Transcript::initiator_device, &Transcript::responder_device,
                          &Transcript::signed_prekey,    &Transcript::one_time_prekey,
                          &Transcript::ephemeral,        &Transcript::psk};
    }
};

Digest transcript_hash(const PracticeId& practice, const wire::HandshakeHeader& header,
                       const wire::Signed& responder_list, const wire::Signed& signed_prekey,
                       const wire::Signed* one_time)
{
    const Transcript transcript{wire::encode(suite),
                                to_bytes(practice.view()),
                                header.device_list.body,
                                responder_list.body,
                                to_bytes(header.initiator.view()),
                                to_bytes(header.responder.view()),
                                signed_prekey.body,
                                one_time == nullptr ? Bytes{} : one_time->body,
                                wire::encode(header.ephemeral),
                                to_bytes(header.psk.view())};
    return crypto::sha256(labels::handshake_transcript, wire::encode(transcript));
}

/// One of the three or four products of X3DH; an error sticks.
class Products {
  public:
    void add(const crypto::Secret<32>& secret, const DhPublic& pub)
    {
        if (status_.has_error()) return;
        const auto product = crypto::dh(secret, pub);
        if (product.has_error())
            status_ = product.errc();
        else
            std::copy(product->view().begin(), product->view().end(), all_.writable().begin() + 32 * count_++);
    }
    /// SK0 of the X3DH specification.
    [[nodiscard]] Result<crypto::Secret<32>> secret() const
    {
        if (status_.has_error()) return status_.errc();
        ByteArray<32> zeros{}, ones{};
        ones.fill(std::byte{0xff});
        const auto used = all_.view().first(static_cast<std::size_t>(32 * count_));
        return crypto::hkdf<32>(zeros, {ones, used}, labels::x3dh);
    }

  private:
    crypto::Secret<128> all_;
    std::ptrdiff_t count_ = 0;
    Status status_;
};

struct Keys {
    crypto::Secret<32> sk;
    crypto::Secret<32> resumption;
};

Keys derive_keys(const crypto::Secret<32>& sk0, const Psk& psk, const Digest& transcript)
{
    const auto both = crypto::hkdf<64>(sk0.view(), {psk.key.view()}, labels::handshake_secret, transcript.view());
    return {crypto::Secret<32>::from(both.view().first(32)), crypto::Secret<32>::from(both.view().last(32))};
}

/// The peer's device and prekeys after every check.
struct Target {
    AccountId account;
    wire::DeviceEntry device;
    wire::SignedPrekey signed_prekey;
    std::optional<wire::OneTimePrekey> one_time;
};

Result<Target> check_target(const wire::Signed& pinned, const wire::DevicePrekeys& prekeys, Instant now)
{
    const auto list = wire::decode<wire::DeviceList>(pinned.body);
    if (list.has_error()) return list.errc();
    const auto* device = find_device(list.value(), prekeys.device);
    if (device == nullptr) return Errc::wrong_address;
    Target target{account_id(list->identity), *device, {}, std::nullopt};
    const auto signed_prekey = open_signed_prekey(prekeys.signed_prekey, target.account, *device, now);
    if (signed_prekey.has_error()) return signed_prekey.errc();
    target.signed_prekey = signed_prekey.value();
    if (!prekeys.one_time) return target;
    const auto one_time = open_one_time_prekey(*prekeys.one_time, target.account, *device);
    if (one_time.has_error()) return one_time.errc();
    target.one_time = one_time.value();
    return target;
}

Result<AccountId> own_account(const LocalDevice& local)
{
    const auto list = wire::decode<wire::DeviceList>(local.device_list.body);
    if (list.has_error()) return list.errc();
    return account_id(list->identity);
}

}  // namespace

Result<Session> initiate(const LocalDevice& local, const wire::Signed& pinned, const wire::DevicePrekeys& prekeys,
                         const Psk& psk, Instant now, crypto::Random& random)
{
    const auto self = own_account(local);
    if (self.has_error()) return self.errc();
    const auto target = check_target(pinned, prekeys, now);
    if (target.has_error()) return target.errc();

    const auto ephemeral = crypto::DhKeyPair::generate(random);
    Products products;
    products.add(local.agreement.secret, target->signed_prekey.key);
    products.add(ephemeral.secret, target->device.agreement);
    products.add(ephemeral.secret, target->signed_prekey.key);
    if (target->one_time) products.add(ephemeral.secret, target->one_time->key);
    const auto sk0 = products.secret();
    if (sk0.has_error()) return sk0.errc();

    Session session;
    session.self = {self.value(), local.device};
    session.peer = {target->account, prekeys.device};
    session.handshake = {psk.id,         local.device_list,        local.device,
                         prekeys.device, target->signed_prekey.id, target->one_time ? target->one_time->id : 0,
                         ephemeral.pub};
    session.transcript = transcript_hash(local.practice, session.handshake, pinned, prekeys.signed_prekey,
                                         prekeys.one_time ? &*prekeys.one_time : nullptr);
    auto keys = derive_keys(sk0.value(), psk, session.transcript);
    session.resumption = std::move(keys.resumption);
    session.ratchet = Ratchet::initiator(std::move(keys.sk), target->signed_prekey.key);
    return session;
}

Result<Initiator> initiator_of(const wire::HandshakeHeader& handshake)
{
    auto list = open_device_list(handshake.device_list);
    if (list.has_error()) return list.errc();
    const auto* device = find_device(list.value(), handshake.initiator);
    if (device == nullptr) return Errc::wrong_address;
    const auto entry = *device;
    return Initiator{account_id(list->identity), std::move(list.value()), entry};
}

Result<Session> respond(const LocalDevice& local, const NamedPrekeys& prekeys, const Psk& psk,
                        const wire::HandshakeHeader& handshake, const Initiator& initiator)
{
    if (handshake.psk != psk.id) return Errc::stranger;
    if (handshake.responder != local.device) return Errc::wrong_address;
    const auto self = own_account(local);
    if (self.has_error()) return self.errc();
    const Address peer{initiator.account, handshake.initiator};
    if (peer == Address{self.value(), local.device}) return Errc::wrong_address;

    const auto& prekey = prekeys.signed_prekey->prekey;
    Products products;
    products.add(prekey.pair.secret, initiator.device.agreement);
    products.add(local.agreement.secret, handshake.ephemeral);
    products.add(prekey.pair.secret, handshake.ephemeral);
    if (prekeys.one_time != nullptr) products.add(prekeys.one_time->pair.secret, handshake.ephemeral);
    const auto sk0 = products.secret();
    if (sk0.has_error()) return sk0.errc();

    Session session;
    session.self = {self.value(), local.device};
    session.peer = peer;
    session.handshake = handshake;
    session.established = true;
    session.transcript = transcript_hash(local.practice, handshake, local.device_list, prekey.record,
                                         prekeys.one_time == nullptr ? nullptr : &prekeys.one_time->record);
    auto keys = derive_keys(sk0.value(), psk, session.transcript);
    session.resumption = std::move(keys.resumption);
    session.ratchet = Ratchet::responder(std::move(keys.sk), prekey.pair.clone());
    return session;
}

Status allow_without_psk(const wire::DeviceList& pinned, std::uint32_t last_epoch, const wire::DeviceList& offered)
{
    if (offered.identity != pinned.identity) return Errc::wrong_key;
    if (offered.epoch <= last_epoch || offered.epoch < pinned.epoch) return Errc::stale_device_list;
    return ok();
}

Psk next_psk(const Session& session)
{
    const auto& resumption = session.resumption;
    Psk psk;
    psk.id = InvitationId::from(crypto::hkdf<16>({}, {resumption.view()}, labels::resumption_id).view()).value();
    psk.key = crypto::hkdf<32>({}, {resumption.view()}, labels::resumption_psk);
    return psk;
}

}  // namespace holdfast::session
