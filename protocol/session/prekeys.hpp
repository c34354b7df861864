// The prekeys of one device: made, published, found again when a handshake names them, and dropped. A one-time prekey
// serves one session; a signed prekey serves many, so the ephemeral keys seen with it are remembered for as long as its
// private half lives, and a handshake can never be accepted twice. PROTOCOL.md, "Session set-up".
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/payload.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::session {

/// A private half with the record that was published for it.
struct Prekey {
    std::uint32_t id = 0;
    crypto::DhKeyPair pair;
    wire::Signed record;
    static constexpr auto fields() { return std::tuple{&Prekey::id, &Prekey::pair, &Prekey::record}; }
};

struct SignedPrekeyState {
    Prekey prekey;
    Instant created;
    Instant expires;
    std::vector<DhPublic> seen;  ///< ephemeral keys of the handshakes accepted with it; at most max_handshakes_seen
    static constexpr auto fields()
    {
        return std::tuple{&SignedPrekeyState::prekey, &SignedPrekeyState::created, &SignedPrekeyState::expires,
                          &SignedPrekeyState::seen};
    }
};

/// Part of the vault; encodable by the wire codec.
struct Prekeys {
    std::uint32_t next_id = 1;
    std::vector<SignedPrekeyState> signed_prekeys;  ///< oldest first; the last is the current one
    std::vector<Prekey> one_time;
    static constexpr auto fields()
    {
        return std::tuple{&Prekeys::next_id, &Prekeys::signed_prekeys, &Prekeys::one_time};
    }
};

/// The signer of the records.
struct PrekeyOwner {
    AccountId account;
    DeviceId device;
    const crypto::SignKeyPair& signing;
};

/// True when there is no signed prekey, or the current one is older than wire::signed_prekey_rotation or has served
/// wire::max_handshakes_seen handshakes.
[[nodiscard]] bool wants_rotation(const Prekeys& prekeys, Instant now) noexcept;
/// Makes a new signed prekey and drops those whose grace is over. The current record is
/// `signed_prekeys.back().prekey.record`.
void rotate(Prekeys& prekeys, const PrekeyOwner& owner, Instant now, crypto::Random& random);
/// Makes `count` one-time prekeys; their records are the last `count` of `one_time`.
void add_one_time(Prekeys& prekeys, const PrekeyOwner& owner, std::size_t count, crypto::Random& random);
/// Forgets every one-time prekey: their records were lost with a restored relay.
void drop_one_time(Prekeys& prekeys) noexcept;

/// The keys a handshake names. Pointers live until `prekeys` changes.
struct NamedPrekeys {
    const SignedPrekeyState* signed_prekey;
    const Prekey* one_time;  ///< null when the handshake used none
};
/// Errors: no_prekeys (unknown, used up, past its grace, or with as many handshakes as it may serve), replayed (this
/// ephemeral key was accepted before).
[[nodiscard]] Result<NamedPrekeys> find_prekeys(const Prekeys& prekeys, const wire::HandshakeHeader& handshake,
                                                Instant now);
/// After the first message of a handshake decrypted: remembers its ephemeral key, drops its one-time prekey.
/// Precondition: `find_prekeys` succeeded.
void use_prekeys(Prekeys& prekeys, const wire::HandshakeHeader& handshake);

}  // namespace holdfast::session
