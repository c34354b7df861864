// Whether the promised windows of a conversation were kept: the rule by which both sides, each from what it knows,
// come to the same answer. One rule: a window is broken once, however many messages waited in it, and never while
// something else explains it. PROTOCOL.md, "Reading, rupture and repair".
#pragma once

#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/hours/schedule/schedule.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::client {

/// A relay that was down this long in a promised time, or for all of it, explains why nobody read.
inline constexpr std::chrono::minutes outage_excuse{15};
/// How far back windows are judged: as long as the relay tells of its outages.
inline constexpr auto watch_reach = std::chrono::floor<std::chrono::days>(wire::outages_told);

/// A message to the owner that the relay has received.
struct WatchedMessage {
    Instant received;
    std::optional<Instant> read;  ///< the begin of the window it was reported read in
    bool taken_back = false;
};

/// [from, to); Instant::max() where there is no end yet.
struct WatchedSpan {
    Instant from;
    Instant to = Instant::max();
};

/// A version of the hours, by its receipt.
struct WatchedVersion {
    Instant received;
    bool own = false;        ///< of the conversation's chain
    bool has_rules = false;  ///< an own version without rules leaves the base's word on replies
    bool replies = false;
};

/// All that decides. Order does not matter.
struct Watched {
    const hours::Schedule& schedule;
    std::vector<WatchedMessage> messages;
    std::vector<Instant> replies;  ///< when the relay received what the owner wrote
    std::vector<WatchedVersion> versions;
    std::vector<WatchedSpan> outages;
    std::vector<WatchedSpan> notices;  ///< practice notices in force
};

enum class Promised : std::uint8_t { reading = 1, reply = 2 };

/// In the order in which one message's outcome outweighs another's in the same window.
enum class Outcome : std::uint8_t {
    kept = 1,
    waiting,    ///< not over yet, or over for less than reading_grace
    suspended,  ///< a practice notice was in force
    moved,      ///< leave or a cancellation ended it early; everybody was told then
    outage,
    broken,
};

struct Judgement {
    Instant from;
    Instant by;
    Promised what = Promised::reading;
    Outcome outcome = Outcome::kept;
    Instant due;                      ///< when it can be judged; Instant::max() for a window that goes on
    std::optional<WatchedSpan> down;  ///< of an outage
};

/// Whether a reply was promised to a message the relay received at `t`.
[[nodiscard]] bool reply_promised(const std::vector<WatchedVersion>& versions, Instant t);

/// The reason why nobody read in this time: suspended, moved or outage; empty when nothing does.
[[nodiscard]] std::optional<Outcome> excuse_of(const Watched& watched, const WatchedSpan& window);

/// The windows of the last `watch_reach`, each once for reading and once for a reply, in order of `by`; the last may be
/// still to come.
[[nodiscard]] std::vector<Judgement> judge(const Watched& watched, Instant now);

}  // namespace holdfast::client
