// The agreement of a conversation about messages: a text with versions, and an answer to one of them. Both travel
// inside the ratchet under their writer's identity key, so that each keeps what the other signed. PROTOCOL.md,
// "Agreement".
#pragma once

#include <cstdint>
#include <string>
#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::wire {

/// One version of a therapist's text, the same for everybody she works with. Signed by her identity key.
struct AgreementText {
    AccountId owner;
    std::uint32_t version = 0;  ///< 1, 2, 3 …
    Date made;
    std::string text;
    static constexpr auto fields()
    {
        return std::tuple{&AgreementText::owner, &AgreementText::version, &AgreementText::made, &AgreementText::text};
    }
    friend bool operator==(const AgreementText&, const AgreementText&) = default;
};

/// A member's word on one version. Signed by the identity key of `account`.
struct AgreementWord {
    ConversationId conversation;
    AccountId account;
    std::uint32_t version = 0;
    Digest text;  ///< the hash of the signed text
    bool agreed = false;
    Date on;  ///< where the writer is
    static constexpr auto fields()
    {
        return std::tuple{&AgreementWord::conversation, &AgreementWord::account, &AgreementWord::version,
                          &AgreementWord::text,         &AgreementWord::agreed,  &AgreementWord::on};
    }
    friend bool operator==(const AgreementWord&, const AgreementWord&) = default;
};

// The contents that carry them.

struct Agreement {
    static constexpr std::uint16_t tag = 5;
    Signed text;  ///< an AgreementText
    static constexpr auto fields() { return std::tuple{&Agreement::text}; }
    friend bool operator==(const Agreement&, const Agreement&) = default;
};

struct AgreementAnswer {
    static constexpr std::uint16_t tag = 6;
    Signed word;  ///< an AgreementWord
    static constexpr auto fields() { return std::tuple{&AgreementAnswer::word}; }
    friend bool operator==(const AgreementAnswer&, const AgreementAnswer&) = default;
};

}  // namespace holdfast::wire
