// Session set-up: X3DH, a pre-shared key, and a transcript hash that binds who talks to whom with which keys. Whoever
// swaps a list, device or prekey changes the transcript, and nothing decrypts. PROTOCOL.md, "Session set-up".
#pragma once

#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/identity/psk.hpp"
#include "protocol/session/prekeys.hpp"
#include "protocol/session/session.hpp"
#include "protocol/wire/frames.hpp"
#include "protocol/wire/payload.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

/// This device, as a view for the time of one call.
struct LocalDevice {
    PracticeId practice;
    DeviceId device;
    const crypto::DhKeyPair& agreement;
    const wire::Signed& device_list;  ///< the account's current one, `device` in it
};

/// A session that speaks first. `pinned` is the list the peer is known by (from the invitation or an earlier
/// `accept_device_list`), `prekeys` what the relay handed out for one of its devices. Nothing is encrypted to a key
/// that is not in `pinned`. Errors: wrong_address (no such device), those of `open_signed_prekey` and
/// `open_one_time_prekey`.
[[nodiscard]] Result<Session> initiate(const LocalDevice& local, const wire::Signed& pinned,
                                       const wire::DevicePrekeys& prekeys, const Psk& psk, Instant now,
                                       crypto::Random& random);

/// The account that started a handshake, by its own signature; whether that account is welcome is for the caller to
/// say.
struct Initiator {
    AccountId account;
    wire::DeviceList list;
    wire::DeviceEntry device;
};
/// Errors: those of `open_device_list`; wrong_address (the device is not in the list).
[[nodiscard]] Result<Initiator> initiator_of(const wire::HandshakeHeader& handshake);

/// The same session seen from the responder; `initiator` is initiator_of(handshake). It is worth nothing until the
/// first message has decrypted under it; only then call `use_prekeys` and store it. `psk` is the one named by the
/// header. Errors: wrong_address (meant for another device, or our own), stranger (`psk` is not the one named),
/// bad_key.
[[nodiscard]] Result<Session> respond(const LocalDevice& local, const NamedPrekeys& prekeys, const Psk& psk,
                                      const wire::HandshakeHeader& handshake, const Initiator& initiator);

/// Whether a handshake without a pre-shared key is allowed: a new device of a pinned account, once per epoch.
/// `last_epoch` is the peer's list epoch at the last handshake accepted from this account. Errors: wrong_key (another
/// account), stale_device_list (the epoch is not higher than `last_epoch`, or lower than the pinned one).
[[nodiscard]] Status allow_without_psk(const wire::DeviceList& pinned, std::uint32_t last_epoch,
                                       const wire::DeviceList& offered);

/// The pre-shared key for the next handshake in this relation, from RES. Each is accepted once: the caller marks the
/// session as resumed.
[[nodiscard]] Psk next_psk(const Session& session);

/// Of two handshakes that crossed, the one started by the lower account id stands.
[[nodiscard]] inline const AccountId& crossing_winner(const AccountId& a, const AccountId& b) noexcept
{
    return a < b ? a : b;
}

}  // namespace holdfast::session
