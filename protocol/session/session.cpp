#include "protocol/session/session.hpp"

#include "protocol/crypto/aead.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

/// th ‖ class ‖ header, all of fixed length.
Bytes associated_data(const Session& session, wire::Class cls, const wire::RatchetHeader& header)
{
    Bytes out = to_bytes(session.transcript.view());
    append(out, wire::encode(cls));
    append(out, wire::encode(header));
    return out;
}

bool belongs_to(const wire::SealedEnvelope& envelope, const Session& session)
{
    return !envelope.handshake || *envelope.handshake == session.handshake;
}

}  // namespace

Session Session::clone() const
{
    Session copy;
    copy.self = self;
    copy.peer = peer;
    copy.transcript = transcript;
    copy.handshake = handshake;
    copy.established = established;
    copy.resumption = resumption.clone();
    copy.resumed = resumed;
    copy.ratchet = ratchet.clone();
    return copy;
}

crypto::SecretBytes save(const Session& session) { return crypto::SecretBytes{wire::encode(session)}; }

Result<Session> load(BytesView saved) { return wire::decode<Session>(saved); }

Result<Sealed> encrypt(const Session& session, wire::Class cls, BytesView payload, crypto::Random& random)
{
    auto padded = pad(cls, payload);
    if (padded.has_error()) return padded.errc();
    auto next = session.clone();
    const auto out = next.ratchet.send(random);
    if (out.has_error()) return out.errc();

    const auto nonce = random.id<crypto::Nonce>();
    wire::SealedEnvelope envelope{std::nullopt, out->header, nonce.value, {}};
    if (!session.confirmed()) envelope.handshake = session.handshake;  // until the first reply
    envelope.ciphertext =
        crypto::seal(cipher_key(out->key), nonce, associated_data(session, cls, out->header), padded.value());
    crypto::wipe(padded.value());
    return Sealed{std::move(next), wire::encode(envelope)};
}

Result<Opened> decrypt(const Session& session, wire::Class cls, const wire::SealedEnvelope& envelope)
{
    if (!belongs_to(envelope, session)) return Errc::no_session;
    const auto size = envelope.ciphertext.size();
    if (size < crypto::aead_overhead || !is_padded_size(cls, size - crypto::aead_overhead)) return Errc::bad_padding;
    auto next = session.clone();
    const auto in = next.ratchet.receive(envelope.header);
    if (in.has_error()) return in.errc();

    const auto nonce = crypto::Nonce::from(envelope.nonce).value();
    auto padded =
        crypto::open(cipher_key(in->key), nonce, associated_data(session, cls, envelope.header), envelope.ciphertext);
    if (padded.has_error()) return padded.errc();
    auto payload = unpad(cls, padded.value());
    crypto::wipe(padded.value());
    if (payload.has_error()) return payload.errc();
    next.established = true;  // the peer has answered: it has the session
    return Opened{std::move(next), std::move(payload.value()), in->dropped};
}

Result<wire::SealedEnvelope> open_envelope(BytesView body)
{
    if (body.size() > wire::max_envelope_bytes) return Errc::too_large;
    return wire::decode<wire::SealedEnvelope>(body);
}

}  // namespace holdfast::session
