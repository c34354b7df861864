// A session between two devices: payload bytes in, envelope bytes out, and back. Pure functions from state to state:
// nothing changes unless the caller stores the state they return, so a refused message leaves everything as it was.
// PROTOCOL.md, "Ratchet" and "Padding".
//
// Sending: encrypt → one transaction {next state, envelope in the outbox} → socket; a retry sends the stored bytes.
// Receiving: decrypt → check the payload → one transaction {next state, plaintext} → acknowledge.
#pragma once

#include <cstddef>
#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"
#include "protocol/session/ratchet.hpp"
#include "protocol/wire/payload.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

struct Session {
    Address self;
    Address peer;
    Digest transcript;                ///< th
    wire::HandshakeHeader handshake;  ///< how it began; the same header is the same session
    bool established = false;         ///< the peer has it too; until then the header travels with every message
    crypto::Secret<32> resumption;    ///< RES
    bool resumed = false;             ///< the pre-shared key that follows from RES has served
    Ratchet ratchet;

    [[nodiscard]] Session clone() const;
    /// True for the responder from the start, for the initiator once a reply has decrypted.
    [[nodiscard]] bool confirmed() const noexcept { return established; }
    static constexpr auto fields()
    {
        return std::tuple{&Session::self,        &Session::peer,       &Session::transcript, &Session::handshake,
                          &Session::established, &Session::resumption, &Session::resumed,    &Session::ratchet};
    }
};

/// For the vault: the encoding of a session, to be sealed at once.
[[nodiscard]] crypto::SecretBytes save(const Session& session);
/// The codec's errors.
[[nodiscard]] Result<Session> load(BytesView saved);

struct Sealed {
    Session next;
    Bytes envelope;  ///< an encoded wire::SealedEnvelope
};
/// Errors: text_too_long, no_session (a responder that has received nothing yet).
[[nodiscard]] Result<Sealed> encrypt(const Session& session, wire::Class cls, BytesView payload,
                                     crypto::Random& random);

struct Opened {
    Session next;
    Bytes payload;
    std::size_t dropped = 0;  ///< messages that can no longer be read: their keys had to go
};
/// Errors: no_session (the envelope belongs to another session), bad_padding, replayed, too_many_skipped, bad_key,
/// cannot_decrypt.
[[nodiscard]] Result<Opened> decrypt(const Session& session, wire::Class cls, const wire::SealedEnvelope& envelope);

/// Bytes of an envelope body. Errors: too_large, the codec's.
[[nodiscard]] Result<wire::SealedEnvelope> open_envelope(BytesView body);

}  // namespace holdfast::session
