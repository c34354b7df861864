// One step of the machine in progress: what every handler may use. Handlers change the store through `tables`, return
// their answer, say here what else is sent, and decide nothing about when anything is committed.
#pragma once

#include "protocol/crypto/random.hpp"
#include "protocol/crypto/sign.hpp"
#include "server/core/answer.hpp"
#include "server/core/decision.hpp"
#include "server/core/events.hpp"
#include "server/core/in_memory.hpp"
#include "server/core/login_token.hpp"
#include "server/core/receipt_batch.hpp"
#include "server/core/relay.hpp"
#include "server/core/store/tables.hpp"

namespace holdfast::server {

/// The identity of this relay.
struct Identity {
    crypto::SignKeyPair key;
    PracticeId practice;
    IncarnationId incarnation;
    LoginTokens tokens;
};

struct Step {
    Tables& tables;
    InMemory& memory;
    const Identity& relay;
    crypto::Random& random;
    const RelayConfig& config;
    Instant now;
    bool room = true;              ///< on the disk, for more
    std::uint64_t began_at = 0;    ///< the store's steps before this one
    std::uint64_t signatures = 0;  ///< made and checked so far, for clients
    std::uint64_t swept = 0;       ///< the work of the sweeps so far
    Effects effects{};
    std::size_t answer_bytes = 0;  ///< what has been answered so far, roughly
    ReceiptBatch receipts{};
    std::vector<Outgoing> scheduled{};

    /// The work done so far, see `work_in_step`.
    [[nodiscard]] std::uint64_t work() const noexcept
    {
        return tables.db.steps() - began_at + signature_work * signatures;
    }
    /// Adds a frame to what leaves after the commit. Answers are sent by the dispatch alone.
    void send(ConnectionId connection, wire::RelayFrame frame);
    void refuse(const Connection& connection, wire::RequestId request, Errc code);
    /// After the frames of this step, whenever it is said.
    void hang_up(Connection& connection, Errc reason);
    /// To another connection than the one that asks: the frame leaves behind the answer to the request in hand.
    void schedule_push(const Connection& connection, wire::RelayFrame frame);
    /// Sends what was scheduled; the request in hand is answered.
    void send_scheduled();
    /// A delivery that was put into the queue with its number, to the connection that takes it: it leaves at the end of
    /// the step.
    void deliver_new(Connection& connection, NewDelivery delivery, const InFlight& what);
    /// The connection ends before what came in this step is sent: it was handed to nobody.
    void forget_news(Connection& connection);
    /// Queues a statement for a device; it is sent at the end of the step if the device is there.
    void tell(DeviceRow device, const wire::Statement& statement);
    /// To every device of an account.
    void tell(AccountRow account, const wire::Statement& statement);
    /// To every device of `account` that `about` has a new device list.
    void tell(AccountRow account, const wire::DevicesChanged& news, AccountRow about);
    /// Writes the receipt of a decision, the next of its conversation; its number. `asked` is what it answers.
    std::uint64_t record(ConversationRow conversation, wire::Decided event, const std::optional<Asked>& asked = {});
    /// Writes the receipt of control content or a report, which is outside the log: the numbers of the log would show
    /// when the other's device does something by itself.
    void attest(ConversationRow conversation, wire::Decided event, const Asked& asked);
    /// The gate of a conversation now; notes when it changes.
    [[nodiscard]] Decision decide_for(ConversationRow conversation);
    /// For a conversation in which something waits for it: its next change is a reason to look.
    void watch(ConversationRow conversation);
};

}  // namespace holdfast::server
