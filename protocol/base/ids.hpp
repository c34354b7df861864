// Identifiers as distinct types: an account can never be passed where a device belongs. PROTOCOL.md, "Identifiers".
#pragma once

#include <algorithm>
#include <compare>
#include <optional>
#include <tuple>

#include "protocol/base/bytes.hpp"

namespace holdfast {

/// N bytes with a meaning. Ordered as byte strings.
template <class Tag, std::size_t N>
struct Id {
    static constexpr std::size_t size = N;
    ByteArray<N> value{};

    [[nodiscard]] BytesView view() const noexcept { return value; }
    /// Empty unless `bytes` has exactly N bytes.
    [[nodiscard]] static std::optional<Id> from(BytesView bytes) noexcept
    {
        if (bytes.size() != N) return std::nullopt;
        Id id;
        std::copy(bytes.begin(), bytes.end(), id.value.begin());
        return id;
    }
    friend std::strong_ordering operator<=>(const Id&, const Id&) = default;
};

using AccountId = Id<struct AccountTag, 32>;            ///< SHA-256 over the identity key
using PracticeId = Id<struct PracticeTag, 32>;          ///< SHA-256 over the relay key
using ConversationId = Id<struct ConversationTag, 32>;  ///< SHA-256 over salt, owner and members
using DeviceId = Id<struct DeviceTag, 16>;              ///< random
using MessageId = Id<struct MessageTag, 16>;            ///< random
using InvitationId = Id<struct InvitationTag, 16>;      ///< derived from the invitation secret
using IncarnationId = Id<struct IncarnationTag, 16>;    ///< random, new whenever a relay store is made or restored
using Digest = Id<struct DigestTag, 32>;                ///< a SHA-256 value

/// Public keys and signatures as plain values; what may be done with them is in protocol/crypto.
using DhPublic = Id<struct DhPublicTag, 32>;      ///< X25519
using SignPublic = Id<struct SignPublicTag, 32>;  ///< Ed25519
using Signature = Id<struct SignatureTag, 64>;    ///< Ed25519

/// One installation of the client: every address on the wire is such a pair.
struct Address {
    AccountId account;
    DeviceId device;
    static constexpr auto fields() { return std::tuple{&Address::account, &Address::device}; }
    friend std::strong_ordering operator<=>(const Address&, const Address&) = default;
};

}  // namespace holdfast
