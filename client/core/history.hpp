// The history of a conversation as this device keeps it: one entry per message, or a place where one is missing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <variant>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::client {

/// How far a message of one's own has come. A stage is shown only once it is durable.
enum class Stage : std::uint8_t {
    saved = 1,      ///< in the vault
    accepted = 2,   ///< on the relay's disk
    confirmed = 3,  ///< the reader's encrypted receipt came back
    taken_back = 4,
    refused = 5,   ///< for good, by the relay or the reader; Entry::refusal says why
    received = 6,  ///< somebody else's
};
constexpr bool is_known(Stage stage) noexcept { return stage >= Stage::saved && stage <= Stage::received; }

/// Messages that never arrived, from Entry::sequence to `last`: shown as "1 message missing". A short gap has an entry
/// for each, which is filled in when the message comes after all; a long gap is one entry.
struct Missing {
    static constexpr std::uint16_t tag = 100;
    std::uint64_t last = 0;
    std::uint64_t count = 1;  ///< those between the two that have neither come nor been withdrawn
    static constexpr auto fields() { return std::tuple{&Missing::last, &Missing::count}; }
    friend bool operator==(const Missing&, const Missing&) = default;
};

/// Why nothing was reported for a promised window.
enum class Breach : std::uint8_t {
    not_read = 1,
    outage = 2,    ///< the practice's server was down
    no_reply = 3,  ///< a reply was promised by its end
};
constexpr bool is_known(Breach breach) noexcept { return breach >= Breach::not_read && breach <= Breach::no_reply; }

/// [from, by).
struct Span {
    Instant from;
    Instant by;
    static constexpr auto fields() { return std::tuple{&Span::from, &Span::by}; }
    friend bool operator==(const Span&, const Span&) = default;
};

/// A promised window that was not kept: noted once, on both sides, and settled by the owner's wire::Repair.
struct Broken {
    static constexpr std::uint16_t tag = 101;
    Breach breach = Breach::not_read;
    Span window;
    std::optional<Span> down;           ///< an outage's
    std::optional<wire::Promise> next;  ///< when what waits will be read, as it was promised when this was noted
    bool read_since = false;            ///< nothing waits any more
    MessageId repair;                   ///< zero while there is none
    std::optional<Seconds> repaired_after;
    static constexpr auto fields()
    {
        return std::tuple{&Broken::breach,     &Broken::window, &Broken::down,          &Broken::next,
                          &Broken::read_since, &Broken::repair, &Broken::repaired_after};
    }
    friend bool operator==(const Broken&, const Broken&) = default;
};

/// A message of a kind this version does not know, as it came: shown as such, and properly once a version knows it.
struct NewerKind {
    static constexpr std::uint16_t tag = 102;
    std::uint16_t kind = 0;
    Bytes body;
    static constexpr auto fields() { return std::tuple{&NewerKind::kind, &NewerKind::body}; }
    friend bool operator==(const NewerKind&, const NewerKind&) = default;
};

/// The conversation has ended, by the entry's writer at the time it was written.
struct Ended {
    static constexpr std::uint16_t tag = 103;
    bool agreed = false;  ///< as both had agreed
    static constexpr auto fields() { return std::tuple{&Ended::agreed}; }
    friend bool operator==(const Ended&, const Ended&) = default;
};

/// Check-ins of the rhythm that were not answered before the next was due: noted once, on both sides. What is found at
/// once, after days without a connection, is one note. An answer that comes after all takes its time out.
struct NoCheckIn {
    static constexpr std::uint16_t tag = 104;
    std::vector<Instant> dues;  ///< rising, at least one
    std::string zone;           ///< of the rhythm
    static constexpr auto fields() { return std::tuple{&NoCheckIn::dues, &NoCheckIn::zone}; }
    friend bool operator==(const NoCheckIn&, const NoCheckIn&) = default;
};

using EntryBody = std::variant<wire::Text, wire::CheckIn, wire::Repair, wire::PaceAnswer, wire::Agreement,
                               wire::AgreementAnswer, wire::MeasureOffer, wire::MeasureAnswers, wire::CopingPlan,
                               wire::CopingPlanAnswer, wire::Mark, Missing, Broken, NewerKind, wire::EndProposal,
                               wire::EndAnswer, Ended, wire::Experiment, wire::ExperimentStep, wire::PulseAnswer,
                               wire::Rhythm, wire::RhythmAnswer, wire::RhythmCheckIn, NoCheckIn>;

/// The words of a person; empty for an entry that a device wrote.
[[nodiscard]] std::optional<EntryBody> entry_body(const wire::Body& body);
[[nodiscard]] bool is_written(const EntryBody& body) noexcept;
/// The body that an earlier version could not read, if this one can.
[[nodiscard]] std::optional<EntryBody> read_newer_kind(const NewerKind& newer);

/// An entry but for its words.
struct EntryHead {
    std::uint64_t number = 0;  ///< rises in the order shown; unique on this device
    ConversationId conversation;
    MessageId message;  ///< zero for what no person wrote
    AccountId from;
    bool mine = false;
    std::uint64_t sequence = 0;       ///< of the writer's device
    DeviceId device;                  ///< the writer's
    Instant written;                  ///< of what the owner wrote to others: when the gate released it
    std::optional<Instant> received;  ///< by the relay; not shown of what the owner wrote
    std::optional<Instant> released;  ///< by the gate; somebody else's only
    Stage stage = Stage::saved;
    std::uint16_t refusal = 0;  ///< an Errc
    std::optional<wire::Promise> promise;
    bool shown = false;        ///< command::MarkShown came
    std::optional<Span> read;  ///< the window it was reported read in: of what others wrote to the owner
    bool delivered = false;    ///< one's own: delivered; may be shown because a report has since been received
    friend bool operator==(const EntryHead&, const EntryHead&) = default;
};

struct Entry : EntryHead {
    EntryBody body;
    static constexpr auto fields()
    {
        return std::tuple{&Entry::number,   &Entry::conversation, &Entry::message, &Entry::from,    &Entry::mine,
                          &Entry::body,     &Entry::sequence,     &Entry::device,  &Entry::written, &Entry::received,
                          &Entry::released, &Entry::stage,        &Entry::refusal, &Entry::promise, &Entry::shown,
                          &Entry::read,     &Entry::delivered};
    }
    friend bool operator==(const Entry&, const Entry&) = default;
};

/// An entry as it is listed: its head, and of which sort its words are.
struct ListedEntry : EntryHead {
    std::uint8_t sort = 0;  ///< index in EntryBody

    ListedEntry() = default;
    explicit ListedEntry(const Entry& entry) : EntryHead{entry}, sort{static_cast<std::uint8_t>(entry.body.index())} {}
    static constexpr auto fields()
    {
        return std::tuple{&ListedEntry::number,   &ListedEntry::conversation, &ListedEntry::message,
                          &ListedEntry::from,     &ListedEntry::mine,         &ListedEntry::sort,
                          &ListedEntry::sequence, &ListedEntry::device,       &ListedEntry::written,
                          &ListedEntry::received, &ListedEntry::released,     &ListedEntry::stage,
                          &ListedEntry::refusal,  &ListedEntry::promise,      &ListedEntry::shown,
                          &ListedEntry::read,     &ListedEntry::delivered};
    }
    template <class Body>
    [[nodiscard]] bool is() const noexcept
    {
        return sort == index_of<Body>();
    }
    /// As client::is_written.
    [[nodiscard]] bool is_written() const noexcept
    {
        return !is<Missing>() && !is<Broken>() && !is<Ended>() && !is<NoCheckIn>();
    }
    friend bool operator==(const ListedEntry&, const ListedEntry&) = default;

  private:
    template <class Body, std::size_t I = 0>
    [[nodiscard]] static constexpr std::size_t index_of() noexcept
    {
        if constexpr (std::is_same_v<std::variant_alternative_t<I, EntryBody>, Body>)
            return I;
        else
            return index_of<Body, I + 1>();
    }
};

}  // namespace holdfast::client
