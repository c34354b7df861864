// The relay as a machine: events in, effects out. It has no sockets, clock or randomness of its own, keeps all truth in
// its store but for what in_memory.hpp lists, and says nothing that is not committed. PROTOCOL.md, "Between client and
// relay".
//
// One connection:
//
//     Opened ──► greeting awaited ──Hello──► greeted ──Login──► proven ──TokenKept──► logged in ──► … ──► Closed
//                      │                      │  ▲                 │                      │   (frames, deliveries)
//                      │                      └──┘                 └──────────────────────┴─ another login of the same
//                      │     FetchInvitation, Redeem,                                        device, a dropped or
//                      │     PublishDevices                                                  frozen device: Hangup
//                      └─ anything else, here or above: Failure{unexpected_frame} and Hangup
//
// One envelope of class message, for one device (control content starts as released; that of an owner waits for the end
// of the window):
//
//     Submit ──closed──► held ──opening──► released ──pushed──► handed over ──Ack──► deleted
//        └─────open──────────────────────────▲                    │
//                          ▲                                      │
//                          └──closing, a therapist's device only──┘   (its writer is told the new promise)
//     held or released, but handed to nobody: TakeBack ──► deleted
//
// A reading report is held until its window has ended, whatever opens before; a newer one takes its place.
//
// Held and released are columns of the row; opening and closing are found by one sweep that compares the conversations
// that are due with their hours (gate.hpp). The sweep runs first and last in every step, and takes as much as a step
// may do; while something is left wake_at is now. There is no second path. When the clock goes back or jumps,
// everything counts as closed and nothing is promised until it has followed a reference steadily for `clock_settles`,
// or the practice confirms it.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "protocol/base/instant.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/crypto/sign.hpp"
#include "server/core/events.hpp"
#include "server/core/retention.hpp"
#include "server/core/store/relay_store.hpp"

namespace holdfast::server {

/// A difference between wall time and what it should be that is more than correction of a drifting clock.
inline constexpr Seconds clock_jump{60};
/// How long a clock must run steadily after a jump before anything is released.
inline constexpr Seconds clock_settles = std::chrono::minutes{5};

/// Deliveries on their way to one connection that are not acked: a page a client stores in one transaction, and a
/// bound on what a slow reader makes the shell buffer.
inline constexpr std::size_t deliveries_in_flight = 256;
inline constexpr std::size_t delivery_bytes_in_flight = std::size_t{1} << 20;

/// The most the answers of one step add up to, give or take one: a bound on what they take in memory.
inline constexpr std::size_t answer_bytes_in_step = std::size_t{4} << 20;

/// How much one step may do, give or take one event, before its answers leave and others come in: steps of statements,
/// and `signature_work` for each signature. About 20 ms on a small server. No single frame of one account makes more.
inline constexpr std::uint64_t work_in_step = 5000;
/// The cost of making or checking a signature, in steps of statements.
inline constexpr std::uint64_t signature_work = 16;

struct RelayConfig {
    /// A proxy terminates TLS: connections without an exporter are served. Otherwise they are hung up on.
    bool behind_proxy = false;
    Retention retention{};
    std::optional<DhPublic> record_key{};  ///< announced to everybody; empty: none
};

/// Belongs to one thread.
class Relay {
  public:
    /// `key` is the one the store was opened with; `random` outlives the relay.
    Relay(RelayStore store, crypto::SignKeyPair key, crypto::Random& random, RelayConfig config = {});
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    /// Takes events in order in one transaction of its own, commits it, and only then returns their effects. Takes all
    /// of them unless their answers grow beyond `answer_bytes_in_step` or their work beyond `work_in_step`;
    /// Effects::taken says how many, at least one. Acks alone are written with the next step that writes, or a Tick.
    /// `synchronised`: whether the clock follows a reference, as far as the system knows; it matters after a jump, and
    /// in the first step whether one has set it since the machine started. `room`: whether the disk has more free than
    /// its reserve; if not, what is new is refused with no_room. Throws store::StoreError when the disk fails: then
    /// nothing may be sent, and the relay is not to be used again. After start the shell steps a Tick at once.
    [[nodiscard]] Effects step(std::span<const Event> events, Instant now, bool synchronised = true, bool room = true);

    /// For backups, between steps.
    [[nodiscard]] RelayStore& store() noexcept;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace holdfast::server
