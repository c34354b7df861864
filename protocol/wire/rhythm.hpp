// The rhythm of check-ins: when the client answers, and what is asked. Either member writes a version, the other one's
// word makes it count; both travel inside the ratchet under their writer's identity key. PROTOCOL.md, "Rhythm".
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/check_in.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::wire {

/// A question answered with a number from 0 to 10. It keeps its id across versions, whatever its words become.
struct RhythmItem {
    std::uint32_t id = 0;  ///< never 0
    std::string name;      ///< "sleep"; of one version no two have the same
    std::string question;  ///< "How did you sleep?"; may be empty
    std::string low;       ///< what 0 means; may be empty
    std::string high;      ///< what 10 means; may be empty
    static constexpr auto fields()
    {
        return std::tuple{&RhythmItem::id, &RhythmItem::name, &RhythmItem::question, &RhythmItem::low,
                          &RhythmItem::high};
    }
    friend bool operator==(const RhythmItem&, const RhythmItem&) = default;
};

/// What the two agree on.
struct RhythmTerms {
    std::string zone;                  ///< the client's, by its IANA name
    std::uint8_t days = 0;             ///< a bit a weekday, Monday's the lowest
    std::vector<std::uint16_t> times;  ///< minutes after midnight on those days, rising
    std::uint8_t minutes = 0;          ///< about so long it takes; 0: not said
    std::vector<RhythmItem> items;
    bool asks_feelings = false;
    std::vector<std::string> feelings;  ///< offered for a choice; may be empty
    bool asks_note = false;
    static constexpr auto fields()
    {
        return std::tuple{&RhythmTerms::zone,     &RhythmTerms::days,     &RhythmTerms::times,
                          &RhythmTerms::minutes,  &RhythmTerms::items,    &RhythmTerms::asks_feelings,
                          &RhythmTerms::feelings, &RhythmTerms::asks_note};
    }
    friend bool operator==(const RhythmTerms&, const RhythmTerms&) = default;
};

/// One version of a rhythm. Signed by its author's identity key.
struct RhythmText {
    ConversationId conversation;
    AccountId author;
    std::uint32_t version = 0;  ///< one more than the newest its author knew of
    Date made;                  ///< where the author is
    RhythmTerms terms;
    static constexpr auto fields()
    {
        return std::tuple{&RhythmText::conversation, &RhythmText::author, &RhythmText::version, &RhythmText::made,
                          &RhythmText::terms};
    }
    friend bool operator==(const RhythmText&, const RhythmText&) = default;
};

enum class RhythmSays : std::uint8_t {
    agreed = 1,    ///< the other member's
    declined = 2,  ///< the other member's, before they agreed
    ended = 3,     ///< either one's: of a version that is agreed it ends the rhythm, of another it withdraws it
};
constexpr bool is_known(RhythmSays says) noexcept { return says >= RhythmSays::agreed && says <= RhythmSays::ended; }

/// A word on one version. Signed by the identity key of `account`.
struct RhythmWord {
    ConversationId conversation;
    AccountId account;
    Digest rhythm;  ///< the hash of the signed version
    RhythmSays says = RhythmSays::declined;
    Date on;  ///< where the writer is
    static constexpr auto fields()
    {
        return std::tuple{&RhythmWord::conversation, &RhythmWord::account, &RhythmWord::rhythm, &RhythmWord::says,
                          &RhythmWord::on};
    }
    friend bool operator==(const RhythmWord&, const RhythmWord&) = default;
};

// The contents that carry them.

struct Rhythm {
    static constexpr std::uint16_t tag = 54;
    Signed text;  ///< a RhythmText
    static constexpr auto fields() { return std::tuple{&Rhythm::text}; }
    friend bool operator==(const Rhythm&, const Rhythm&) = default;
};

struct RhythmAnswer {
    static constexpr std::uint16_t tag = 55;
    Signed word;  ///< a RhythmWord
    static constexpr auto fields() { return std::tuple{&RhythmAnswer::word}; }
    friend bool operator==(const RhythmAnswer&, const RhythmAnswer&) = default;
};

/// The client's answers to what one version asks, for one of its times. Whatever is left out was not answered.
struct RhythmCheckIn {
    static constexpr std::uint16_t tag = 56;
    Digest rhythm;                     ///< the version's
    Instant due;                       ///< one of its times
    std::vector<std::uint32_t> items;  ///< the id of each rating, in the same order
    CheckIn check_in;                  ///< with the names the version gives to these items
    static constexpr auto fields()
    {
        return std::tuple{&RhythmCheckIn::rhythm, &RhythmCheckIn::due, &RhythmCheckIn::items, &RhythmCheckIn::check_in};
    }
    friend bool operator==(const RhythmCheckIn&, const RhythmCheckIn&) = default;
};

}  // namespace holdfast::wire
