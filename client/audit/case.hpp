// The input of an audit of one conversation: the relay's log, the signed hours, and what this device itself was told
// at the time. Values only. PROTOCOL.md, "Audit".
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/hours_chain/chain.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::audit {

using Decision = wire::Receipt;
namespace decided = wire::decided;

/// One entry of the relay's log.
struct Entry {
    std::optional<Decision> decision;  ///< empty: not under the relay's signature
    Digest hash;
};

/// A receipt the relay gave to this device.
struct OwnReceipt {
    Decision decision;
    Digest hash;
    Instant clock;      ///< this device's own, when it came
    bool live = false;  ///< the decision was made just then, on this very connection
};

/// A message or a reading report the relay delivered to this device.
struct Delivered {
    wire::MessageRef message;
    wire::Class cls = wire::Class::message;
    std::uint64_t sequence = 0;
    Instant received;
    Instant released;
    IncarnationId incarnation;  ///< of the relay, then
    Instant clock;
    std::optional<Instant> written{};  ///< of a report: by the word of whoever read, which the relay cannot change
};

/// A time in which the relay did not run, as it told this device under its key.
struct Outage {
    Instant from;
    Instant to;
    std::optional<Instant> seen{};  ///< this device saw it at work then
    IncarnationId incarnation{};    ///< of the relay, when it told
};

/// A time in which a practice notice about the owner was in force: nothing is promised.
struct Suspended {
    Instant from;
    std::optional<Instant> to;  ///< empty: it still is
};

struct Case {
    const hours_chain::Chain* base = nullptr;
    const hours_chain::Chain* own = nullptr;
    wire::HoursHeads named;  ///< the newest the owner's own payloads named

    std::optional<std::vector<Entry>> log;  ///< in the order the relay gave them; empty: it was not seen
    std::uint64_t head = 0;                 ///< what it says is its newest number
    std::optional<IncarnationId> incarnation;

    std::vector<OwnReceipt> receipts;  ///< oldest first
    std::vector<Delivered> deliveries;
    std::set<wire::MessageRef> came;  ///< all that ever reached this device, what it refused included
    std::vector<Outage> outages;
    std::vector<Suspended> notices;

    std::string tzdata;  ///< the version of this system's zone data
    Instant now;
    AccountId self;
    std::optional<Instant>
        caught_up;       ///< everything let through before was here then, as the relay said; empty: unknown
    Instant begun;       ///< when this device came to know the conversation, by the relay's clock
    bool older = false;  ///< it may have begun before
};

}  // namespace holdfast::audit
