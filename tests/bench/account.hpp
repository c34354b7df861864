// The accounts of a measured practice. Everything about one follows from its number, so that the program that prepares
// a store and the one that makes the load agree without a file between them.
#pragma once

#include <cstdint>

#include "protocol/crypto/sign.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::bench {

/// One account with one device.
struct Account {
    crypto::SignKeyPair identity;
    crypto::SignKeyPair signing;
    wire::DeviceList list;  ///< its first
    AccountId id;
    DeviceId device;
};

[[nodiscard]] Account account(std::uint32_t number);
/// By which the account was enrolled.
[[nodiscard]] session::InvitationKeys invitation_of(std::uint32_t number);
/// Of a client with the therapist who invited it.
[[nodiscard]] ConversationId conversation_of(std::uint32_t client, const AccountId& client_id,
                                             const AccountId& therapist);

/// The most that a load sends from one writer to one reader: the relay takes 900 until the window ends, those that were
/// read included, so that a writer cannot tell when that was.
inline constexpr std::uint32_t messages_of_a_pair = 850;

/// How many bytes the body of every message has, whoever carries it.
inline constexpr std::size_t message_bytes = 1024;

}  // namespace holdfast::bench
