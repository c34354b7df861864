// The coping plan of a conversation: steps and a note for the time in which nobody reads, written by the owner, and the
// client's word on one version, with words of their own. Both travel inside the ratchet under their writer's identity
// key. PROTOCOL.md, "Coping plan".
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::wire {

/// One step: what it is about ("What helps first"), and the client's own words.
struct PlanStep {
    std::string heading;
    std::string words;
    static constexpr auto fields() { return std::tuple{&PlanStep::heading, &PlanStep::words}; }
    friend bool operator==(const PlanStep&, const PlanStep&) = default;
};

/// One version of a plan. Signed by its owner's identity key.
struct PlanText {
    ConversationId conversation;
    AccountId owner;
    std::uint32_t version = 0;  ///< 1, 2, 3 …
    Date made;                  ///< where the owner is; of two versions the one that was made later is the newer
    std::string note;           ///< the owner's, for the time in which nobody reads; may be empty
    std::vector<PlanStep> steps;
    static constexpr auto fields()
    {
        return std::tuple{&PlanText::conversation, &PlanText::owner, &PlanText::version,
                          &PlanText::made,         &PlanText::note,  &PlanText::steps};
    }
    friend bool operator==(const PlanText&, const PlanText&) = default;
};

/// The client's word on one version. Signed by the identity key of `account`.
struct PlanWord {
    ConversationId conversation;
    AccountId account;
    Digest plan;  ///< the hash of the signed version
    bool agreed = false;
    std::vector<std::string> words;  ///< one for each step, in place of those in the plan; empty: as they stand there
    Date on;                         ///< where the writer is
    static constexpr auto fields()
    {
        return std::tuple{&PlanWord::conversation, &PlanWord::account, &PlanWord::plan,
                          &PlanWord::agreed,       &PlanWord::words,   &PlanWord::on};
    }
    friend bool operator==(const PlanWord&, const PlanWord&) = default;
};

// The contents that carry them.

struct CopingPlan {
    static constexpr std::uint16_t tag = 12;
    Signed plan;  ///< a PlanText
    static constexpr auto fields() { return std::tuple{&CopingPlan::plan}; }
    friend bool operator==(const CopingPlan&, const CopingPlan&) = default;
};

struct CopingPlanAnswer {
    static constexpr std::uint16_t tag = 13;
    Signed word;  ///< a PlanWord
    static constexpr auto fields() { return std::tuple{&CopingPlanAnswer::word}; }
    friend bool operator==(const CopingPlanAnswer&, const CopingPlanAnswer&) = default;
};

}  // namespace holdfast::wire
