// The content inside the ratchet. The wrapper names one device; the content in it is the same for all recipients, so
// sequence and hash chain cover the content alone. PROTOCOL.md, "Payload".
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/agreement.hpp"
#include "protocol/wire/check_in.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/coping_plan.hpp"
#include "protocol/wire/ending.hpp"
#include "protocol/wire/experiment.hpp"
#include "protocol/wire/mark.hpp"
#include "protocol/wire/measure.hpp"
#include "protocol/wire/pulse.hpp"
#include "protocol/wire/records.hpp"
#include "protocol/wire/rhythm.hpp"

namespace holdfast::wire {

// Messages: what a person wrote.

struct Text {
    static constexpr std::uint16_t tag = 1;
    std::string text;
    static constexpr auto fields() { return std::tuple{&Text::text}; }
    friend bool operator==(const Text&, const Text&) = default;
};

/// The owner's words about a promised window that was not kept; it settles that window and those before it.
struct Repair {
    static constexpr std::uint16_t tag = 3;
    Instant from;
    Instant by;
    std::string text;
    static constexpr auto fields() { return std::tuple{&Repair::from, &Repair::by, &Repair::text}; }
    friend bool operator==(const Repair&, const Repair&) = default;
};

/// The writer's word on the pace the owner proposed in the hours.
struct PaceAnswer {
    static constexpr std::uint16_t tag = 4;
    Pace pace;
    bool agreed = false;
    static constexpr auto fields() { return std::tuple{&PaceAnswer::pace, &PaceAnswer::agreed}; }
    friend bool operator==(const PaceAnswer&, const PaceAnswer&) = default;
};

// Control content: session upkeep, never anything a person wrote.

/// Moves the ratchet, or carries a handshake, and says nothing.
struct Upkeep {
    static constexpr std::uint16_t tag = 16;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const Upkeep&, const Upkeep&) = default;
};

/// These messages were decrypted and stored.
struct Delivered {
    static constexpr std::uint16_t tag = 17;
    std::vector<MessageId> messages;
    static constexpr auto fields() { return std::tuple{&Delivered::messages}; }
    friend bool operator==(const Delivered&, const Delivered&) = default;
};

/// A message that was taken back while held: the reader closes the gap and refuses its id for ever.
struct Withdrawn {
    static constexpr std::uint16_t tag = 18;
    MessageId message;
    std::uint64_t sequence = 0;
    Digest hash;
    static constexpr auto fields() { return std::tuple{&Withdrawn::message, &Withdrawn::sequence, &Withdrawn::hash}; }
    friend bool operator==(const Withdrawn&, const Withdrawn&) = default;
};

/// The signed roster of this conversation.
struct Membership {
    static constexpr std::uint16_t tag = 19;
    Signed roster;
    static constexpr auto fields() { return std::tuple{&Membership::roster}; }
    friend bool operator==(const Membership&, const Membership&) = default;
};

// Reports: they wait at the relay for the end of the window.

/// The messages the owner has read in the window now running, all of them so far.
struct Reading {
    static constexpr std::uint16_t tag = 32;
    std::vector<MessageId> messages;
    static constexpr auto fields() { return std::tuple{&Reading::messages}; }
    friend bool operator==(const Reading&, const Reading&) = default;
};

/// A kind of a later version is kept whole, to be shown once it is known. The body is the last member of a Content.
using Body = std::variant<Text, CheckIn, Repair, PaceAnswer, Agreement, AgreementAnswer, MeasureOffer, MeasureAnswers,
                          CopingPlan, CopingPlanAnswer, Mark, EndProposal, EndAnswer, Rhythm, RhythmAnswer,
                          RhythmCheckIn, Experiment, ExperimentStep, PulseAnswer, Upkeep, Delivered, Withdrawn,
                          Membership, Reading, UnknownKind>;

/// The only class in which a body may travel. Kinds 16 to 31 are control, 32 to 47 reports, known or not; all others
/// are messages.
[[nodiscard]] Class class_of(const Body& body) noexcept;

/// The last content seen of another member; in rooms this shows different texts sent to different members.
struct Seen {
    AccountId account;
    Digest hash;
    static constexpr auto fields() { return std::tuple{&Seen::account, &Seen::hash}; }
    friend bool operator==(const Seen&, const Seen&) = default;
};

struct Content {
    ConversationId conversation;
    AccountId account;
    DeviceId device;
    MessageId message;
    Class cls = Class::message;
    std::uint64_t sequence = 0;  ///< 1, 2, 3 … per (sending device, conversation, class)
    Digest previous;             ///< hash of the content before in that order; zero for the first
    Instant written;
    HoursHeads heads;
    std::vector<Seen> seen;  ///< empty where there are two members
    Body body;
    static constexpr auto fields()
    {
        return std::tuple{&Content::conversation, &Content::account,  &Content::device,   &Content::message,
                          &Content::cls,          &Content::sequence, &Content::previous, &Content::written,
                          &Content::heads,        &Content::seen,     &Content::body};
    }
    friend bool operator==(const Content&, const Content&) = default;
};

struct Payload {
    AccountId account;  ///< of the recipient
    DeviceId device;
    Bytes content;  ///< an encoded Content
    static constexpr auto fields() { return std::tuple{&Payload::account, &Payload::device, &Payload::content}; }
    friend bool operator==(const Payload&, const Payload&) = default;
};

// The envelope around it: what the relay stores for one device.

/// X3DH with a pre-shared key; repeated until the first reply. PROTOCOL.md, "Session set-up".
struct HandshakeHeader {
    InvitationId psk;  ///< which pre-shared key; zero for a new device of a pinned account
    Signed device_list;
    DeviceId initiator;
    DeviceId responder;
    std::uint32_t signed_prekey = 0;
    std::uint32_t one_time_prekey = 0;  ///< 0: none was left
    DhPublic ephemeral;
    static constexpr auto fields()
    {
        return std::tuple{&HandshakeHeader::psk,           &HandshakeHeader::device_list,
                          &HandshakeHeader::initiator,     &HandshakeHeader::responder,
                          &HandshakeHeader::signed_prekey, &HandshakeHeader::one_time_prekey,
                          &HandshakeHeader::ephemeral};
    }
    friend bool operator==(const HandshakeHeader&, const HandshakeHeader&) = default;
};

/// 41 bytes; part of the associated data.
struct RatchetHeader {
    DhPublic key;
    std::uint32_t previous = 0;  ///< length of the sender's previous chain
    std::uint32_t number = 0;    ///< in this chain, from 0
    static constexpr auto fields()
    {
        return std::tuple{&RatchetHeader::key, &RatchetHeader::previous, &RatchetHeader::number};
    }
    friend bool operator==(const RatchetHeader&, const RatchetHeader&) = default;
};

struct SealedEnvelope {
    std::optional<HandshakeHeader> handshake;
    RatchetHeader header;
    ByteArray<24> nonce{};
    Bytes ciphertext;
    static constexpr auto fields()
    {
        return std::tuple{&SealedEnvelope::handshake, &SealedEnvelope::header, &SealedEnvelope::nonce,
                          &SealedEnvelope::ciphertext};
    }
    friend bool operator==(const SealedEnvelope&, const SealedEnvelope&) = default;
};

}  // namespace holdfast::wire
