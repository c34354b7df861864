// The Double Ratchet as Signal specifies it, without header encryption. In the letters of the paper:
//     root RK, own DHs, remote DHr, sending CKs, receiving CKr, previous PN, skipped MKSKIPPED.
//     RK ‖ CK = HKDF(salt RK, ikm DH, info label, 64)
// One difference that no other implementation can notice: the paper draws the next own pair while receiving, this one
// while sending the first answer. So receiving needs no randomness and a fresh key does not lie in the vault unused.
//
//              ┌── send: new own pair, new sending chain ──┐
//              ▼                                           │
//          speaking ── receive under a new remote key ──▶ listening   (no sending chain)
//
// PROTOCOL.md, "Ratchet".
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/session/chain.hpp"
#include "protocol/session/skipped.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::session {

class Ratchet {
  public:
    Ratchet() = default;

    /// The side that sends first: RK is SK, DHr the responder's signed prekey.
    [[nodiscard]] static Ratchet initiator(crypto::Secret<32> sk, const DhPublic& signed_prekey);
    /// The side that receives first: DHs is its signed prekey.
    [[nodiscard]] static Ratchet responder(crypto::Secret<32> sk, crypto::DhKeyPair signed_prekey);

    struct Outgoing {
        wire::RatchetHeader header;
        MessageKey key;
    };
    /// The next message's header and key. Errc::no_session for a responder that has received nothing yet; bad_key when
    /// the remote key is not acceptable. On an error nothing has changed.
    [[nodiscard]] Result<Outgoing> send(crypto::Random& random);

    struct Incoming {
        MessageKey key;
        std::size_t dropped = 0;  ///< skipped keys that had to go: as many messages can no longer be read
    };
    /// The key for a message with this header, and the state after it. Changes `*this`: call it on a copy and keep the
    /// copy only when the message is authentic and its payload valid. Errors, all found before any key is derived from
    /// a chain: too_many_skipped, replayed (the key of this message was used), cannot_decrypt (a new remote key where
    /// none can be), bad_key.
    [[nodiscard]] Result<Incoming> receive(const wire::RatchetHeader& header);

    /// Messages received since this side last sent: PROTOCOL.md asks for an Upkeep after 50.
    [[nodiscard]] std::uint32_t unanswered() const noexcept;
    [[nodiscard]] const SkippedKeys& skipped() const noexcept { return skipped_; }
    /// Gives `keys` in their place, for a vault that keeps them in records of their own.
    [[nodiscard]] SkippedKeys exchange_skipped(SkippedKeys keys) { return std::exchange(skipped_, std::move(keys)); }
    [[nodiscard]] Ratchet clone() const;

    /// For the vault; a decoded ratchet is used as it stands.
    static constexpr auto fields()
    {
        return std::tuple{&Ratchet::root_,     &Ratchet::own_,       &Ratchet::remote_,     &Ratchet::sending_,
                          &Ratchet::previous_, &Ratchet::receiving_, &Ratchet::unanswered_, &Ratchet::skipped_};
    }

  private:
    [[nodiscard]] Result<Incoming> receive_in_chain(std::uint32_t number);
    [[nodiscard]] Result<Incoming> receive_new_chain(const wire::RatchetHeader& header);
    std::size_t skip_to(std::uint32_t number);
    [[nodiscard]] Result<Chain> next_chain(const crypto::Secret<32>& own, const DhPublic& remote);

    crypto::Secret<32> root_;
    crypto::DhKeyPair own_;
    std::optional<DhPublic> remote_;
    std::optional<Chain> sending_;
    std::uint32_t previous_ = 0;
    std::optional<Chain> receiving_;
    std::uint32_t unanswered_ = 0;
    SkippedKeys skipped_;
};

}  // namespace holdfast::session
