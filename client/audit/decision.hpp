// One decision of the gate as the relay's log has it. PROTOCOL.md, "Receipts".
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/wire/records.hpp"

namespace holdfast::audit {

struct Taken {
    AccountId account;
    DeviceId device;
    MessageId message;
    wire::Class cls = wire::Class::message;
    Digest envelopes;
    Instant received;
    bool held = false;
    std::optional<wire::Promise> promise;
};

struct Released {
    std::vector<MessageId> messages;
};

struct HeldAgain {
    std::vector<MessageId> messages;
    std::optional<wire::Promise> promise;
};

struct TakenBack {
    AccountId account;
    DeviceId device;
    MessageId message;
};

struct Decision {
    std::uint64_t sequence = 0;
    Digest previous;
    Instant at;
    wire::HoursHeads heads;
    std::string tzdata;
    IncarnationId incarnation;
    std::variant<Taken, Released, HeldAgain, TakenBack> event;
};

}  // namespace holdfast::audit
