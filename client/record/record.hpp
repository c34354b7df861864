// A conversation, or a part of it, as it leaves the program: who wrote what and when. One rule: what both people have
// is hashed alike on both devices, so that two exports show whether they say the same. PROTOCOL.md, "Exports".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::record {

struct Person {
    AccountId account;
    std::string name;  ///< as the exporting device shows it
    bool therapist = false;
    friend bool operator==(const Person&, const Person&) = default;
};

/// The window in which a message was reported read.
struct ReadIn {
    Instant from;
    Instant by;
    friend bool operator==(const ReadIn&, const ReadIn&) = default;
};

struct Message {
    MessageId id;  ///< zero for a remark of the program: something is missing, or a window was not kept
    AccountId from;
    DeviceId device;
    std::uint64_t sequence = 0;  ///< of the writer's device
    std::string kind;            ///< as in objects for programs: "text", "check_in" …
    std::string text;            ///< exactly as it was written
    Bytes body;                  ///< the encoded wire::Body; empty for a remark
    Instant written;             ///< of a therapist's on the client's device: when it was released
    std::optional<Instant> received;
    std::optional<Instant> released;
    std::optional<ReadIn> read;
    /// The practice's server has taken it: the other person has it, or gets it when it is released. Which of the two
    /// is nobody's to know.
    bool shared = false;
    friend bool operator==(const Message&, const Message&) = default;
};

struct Record {
    ConversationId conversation;
    AccountId by;  ///< whose device made it
    Instant made;
    std::string zone;  ///< in which its times are written
    std::optional<Date> from, until;
    bool chosen = false;  ///< some of its messages were left out by hand
    std::vector<Person> people;
    std::vector<Message> messages;  ///< in the order of the history
    friend bool operator==(const Record&, const Record&) = default;
};

/// Of what both have of a message: its place in the conversation and its words, no times and no names.
[[nodiscard]] Digest message_hash(const ConversationId& conversation, const Message& message);

/// Of all shared messages, in the order of writer, device and number. Two records with the same shared messages have
/// the same.
[[nodiscard]] Digest shared_hash(const Record& record);

/// The name of an account; empty for one that is none of the people.
[[nodiscard]] std::string name_of(const Record& record, const AccountId& account);

}  // namespace holdfast::record
