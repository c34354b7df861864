// The simulation's own knowledge beside the programs: who wrote what, what the relay has said to whom, which keys were
// used.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/wire/frames.hpp"
#include "tests/sim/oracle.hpp"

namespace holdfast::sim {

struct Device;

struct Intended {
    const Device* writer = nullptr;
    ConversationId conversation;
    std::size_t order = 0;
};

/// The device and its number of a delivery.
using DeliveryNumber = std::pair<Address, std::uint64_t>;

struct Delivery {
    DeliveryNumber number;
    std::optional<MessageId> message;
    bool report = false;
};

struct ChainOf {
    AccountId owner;
    std::optional<ConversationId> conversation;
    friend std::strong_ordering operator<=>(const ChainOf&, const ChainOf&) = default;
};

struct Ledger {
    std::map<std::string, Intended> intended;  ///< by text: no two are alike
    std::size_t written = 0;                   ///< how often somebody wrote or sent one
    std::map<MessageId, std::string> texts;
    std::set<MessageId> accepted;  ///< whose writer was told so

    // Frames that left the relay since its store was made or restored.
    std::map<std::pair<Address, std::uint64_t>, wire::ReceiptProof> accepted_by_relay;
    std::map<std::int64_t, Delivery> queue;
    std::set<DeliveryNumber> acked;         ///< by frames of the step now running, and of those it has not written
    std::map<MessageId, Instant> refusals;  ///< when a reader's device sent one
    std::set<MessageId> taken_back;         ///< the same
    bool reported = false;                  ///< the same: a report may replace an earlier one
    bool relisted = false;                  ///< the same: what waited for a device that was dropped goes with it

    std::map<std::tuple<Address, Address, Bytes, std::uint32_t>, Digest> message_keys;
    std::map<std::tuple<Address, MessageId, Address>, Digest> envelopes;
    std::map<std::tuple<Address, std::uint32_t>, Bytes> one_time;
    std::set<Bytes> ephemerals;
    std::map<AccountId, wire::Signed> lists;  ///< device lists as they were redeemed

    std::map<ChainOf, HoursSeen> hours;
    std::map<ChainOf, std::uint32_t> relay_heads;  ///< what the relay has: fewer, once it was restored from a backup
    std::vector<Instant> jumps;                    ///< of the relay's clock, by itself, after the jump
    std::set<std::pair<AccountId, MessageId>> displayed;  ///< also on devices that were lost since
    /// A modified client took an id twice, or in the place of this one, so often.
    std::map<std::pair<Address, MessageId>, std::size_t> taken_again;
    bool lost = false;  ///< a device was, and its messages are encrypted anew
    bool restored = false;
    bool notices = false;  ///< the practice issued one: while it holds nothing is promised
};

}  // namespace holdfast::sim
