// The end of a conversation: what a member signs to end it, the relay's word that what it kept is deleted, and the
// messages by which two members agree on a last window. PROTOCOL.md, "Endings".
#pragma once

#include <cstdint>
#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::wire {

/// A member ends the conversation, for everybody and for good. Signed by the identity key of `account`.
struct ConversationEnd {
    ConversationId conversation;
    AccountId account;
    Instant at;           ///< by the writer's word; the relay's order decides about messages
    bool agreed = false;  ///< both had agreed on it: `at` is the end of the last window
    static constexpr auto fields()
    {
        return std::tuple{&ConversationEnd::conversation, &ConversationEnd::account, &ConversationEnd::at,
                          &ConversationEnd::agreed};
    }
    friend bool operator==(const ConversationEnd&, const ConversationEnd&) = default;
};

/// Everything the relay kept of an ended conversation is deleted, but for its log. Signed by the relay key.
struct ConversationDeletion {
    ConversationId conversation;
    Instant at;
    Instant log_until;  ///< the last receipt of the log is deleted then
    static constexpr auto fields()
    {
        return std::tuple{&ConversationDeletion::conversation, &ConversationDeletion::at,
                          &ConversationDeletion::log_until};
    }
    friend bool operator==(const ConversationDeletion&, const ConversationDeletion&) = default;
};

// The messages about an end that both agree on.

/// The window after which the conversation is to end.
struct EndProposal {
    static constexpr std::uint16_t tag = 48;
    Instant from;
    Instant by;
    MessageId replaces;  ///< the proposal agreed on before, which counts no more once this one is; or zero
    static constexpr auto fields() { return std::tuple{&EndProposal::from, &EndProposal::by, &EndProposal::replaces}; }
    friend bool operator==(const EndProposal&, const EndProposal&) = default;
};

/// A word on a proposal. Who made it can only say no: it is withdrawn. A no counts for good, also after a yes.
struct EndAnswer {
    static constexpr std::uint16_t tag = 49;
    MessageId proposal;
    bool agreed = false;
    static constexpr auto fields() { return std::tuple{&EndAnswer::proposal, &EndAnswer::agreed}; }
    friend bool operator==(const EndAnswer&, const EndAnswer&) = default;
};

}  // namespace holdfast::wire
