// What a practice says of its relay: how long it keeps what, and whether it keeps records of its own. It is the
// practice's word; nobody else can check it. PROTOCOL.md, "What the practice says".
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::wire {

/// How long the relay keeps what is of no use to a conversation any more. In days; 0: not at all.
struct RetentionDays {
    std::uint32_t receipts = 0;          ///< its log: who wrote to whom and when, and what it decided
    std::uint32_t outages = 0;           ///< when it was down
    std::uint32_t used_invitations = 0;  ///< which invitation led to which account
    std::uint32_t dropped_devices = 0;   ///< the numbers of devices that were replaced
    std::uint32_t deeds = 0;             ///< what the practice did there
    static constexpr auto fields()
    {
        return std::tuple{&RetentionDays::receipts, &RetentionDays::outages, &RetentionDays::used_invitations,
                          &RetentionDays::dropped_devices, &RetentionDays::deeds};
    }
    friend bool operator==(const RetentionDays&, const RetentionDays&) = default;
};

/// Signed by the relay key.
struct PracticeTerms {
    Instant issued;  ///< the latest counts
    RetentionDays kept;
    /// The practice's, for entries that a therapist selects for the clinical record; empty: it has none.
    std::optional<DhPublic> record_key{};
    static constexpr auto fields()
    {
        return std::tuple{&PracticeTerms::issued, &PracticeTerms::kept, &PracticeTerms::record_key};
    }
    /// Whether the two say the same, whenever it was said.
    [[nodiscard]] bool says(const PracticeTerms& other) const noexcept
    {
        return kept == other.kept && record_key == other.record_key;
    }
    friend bool operator==(const PracticeTerms&, const PracticeTerms&) = default;
};

}  // namespace holdfast::wire
