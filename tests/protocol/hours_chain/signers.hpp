// A therapist and a relay that sign what they are told to.
#pragma once

#include <string>

#include "protocol/hours_chain/chain.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::hours_chain::test {

/// A Monday evening.
inline const Instant monday = parse_rfc3339("2026-03-02T20:00:00Z").value();

struct Signers {
    holdfast::test::SeededRandom random{"chain"};
    crypto::SignKeyPair therapist = crypto::SignKeyPair::generate(random);
    crypto::SignKeyPair relay = crypto::SignKeyPair::generate(random);
    AccountId owner = random.id<AccountId>();

    [[nodiscard]] Chain chain(std::optional<ConversationId> conversation = {}) const
    {
        return Chain{{owner, therapist.pub, relay.pub, conversation}};
    }
    [[nodiscard]] wire::HoursVersion next(const Chain& chain, const std::string& rules = "Tu 09:00-12:00") const
    {
        wire::HoursVersion version;
        version.owner = owner;
        version.conversation = chain.scope().conversation;
        version.version = static_cast<std::uint32_t>(chain.links().size() + 1);
        if (const auto head = chain.head()) version.previous = head->hash;
        version.valid_from = monday;
        version.rules = rules;
        version.zone = "UTC";
        version.notice_period = std::chrono::days{7};
        version.last_reading = std::chrono::minutes{30};
        return version;
    }
    [[nodiscard]] wire::HoursLink link(const wire::HoursVersion& version, Instant received = monday,
                                       IncarnationId incarnation = {}) const
    {
        const auto body = sign_version(version, therapist);
        return {body,
                sign_receipt({version.owner, version.conversation, hash_of(body.body), received, incarnation}, relay)};
    }
};

}  // namespace holdfast::hours_chain::test
