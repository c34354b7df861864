// What was said in a conversation, as this device keeps it: one entry a message, or a place where one is missing.
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
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
    static constexpr std::uint16_t tag = 3;
    std::uint64_t last = 0;
    std::uint64_t count = 1;  ///< those between the two that have neither come nor been withdrawn
    static constexpr auto fields() { return std::tuple{&Missing::last, &Missing::count}; }
    friend bool operator==(const Missing&, const Missing&) = default;
};

using EntryBody = std::variant<wire::Text, wire::CheckIn, Missing>;

struct Entry {
    std::uint64_t number = 0;  ///< rises in the order shown; unique on this device
    ConversationId conversation;
    MessageId message;  ///< zero for a missing one
    AccountId from;
    bool mine = false;
    EntryBody body;
    std::uint64_t sequence = 0;  ///< of the writer's device
    DeviceId device;             ///< the writer's
    Instant written;
    std::optional<Instant> received;  ///< by the relay
    std::optional<Instant> released;  ///< by the gate; somebody else's only
    Stage stage = Stage::saved;
    std::uint16_t refusal = 0;  ///< an Errc
    std::optional<wire::Promise> promise;
    bool shown = false;  ///< command::MarkShown came
    static constexpr auto fields()
    {
        return std::tuple{&Entry::number,   &Entry::conversation, &Entry::message, &Entry::from,    &Entry::mine,
                          &Entry::body,     &Entry::sequence,     &Entry::device,  &Entry::written, &Entry::received,
                          &Entry::released, &Entry::stage,        &Entry::refusal, &Entry::promise, &Entry::shown};
    }
    friend bool operator==(const Entry&, const Entry&) = default;
};

}  // namespace holdfast::client
