// A pre-shared key with its public id: what a handshake must have. PROTOCOL.md, "Session set-up".
#pragma once

#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::session {

struct Psk {
    InvitationId id;
    crypto::Secret<32> key;

    /// The zero key with the zero id: only for a new device of a pinned account (`allow_without_psk`).
    [[nodiscard]] static Psk none() { return {}; }
    /// A fresh one, e.g. for a pair of room members.
    [[nodiscard]] static Psk generate(crypto::Random& random)
    {
        Psk psk;
        psk.id = random.id<InvitationId>();
        psk.key = random.secret<32>();
        return psk;
    }
    [[nodiscard]] Psk clone() const
    {
        Psk copy;
        copy.id = id;
        copy.key = key.clone();
        return copy;
    }
    static constexpr auto fields() { return std::tuple{&Psk::id, &Psk::key}; }
};

}  // namespace holdfast::session
