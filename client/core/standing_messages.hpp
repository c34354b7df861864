// The messages to the owner of a conversation, sorted by what decides how their windows are judged, so that a judgement
// looks at one for all that it treats alike: at as many as there are windows in its reach, however many messages.
//
// Alike are messages with the same first promised window, the same report and the same promise of a reply; of those the
// newest stands for all, since it has heard the fewest replies. Messages from before the reach are judged from its
// begin, whatever window was promised to them. PROTOCOL.md, "Reading, rupture and repair".
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "client/core/sorted.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::client {

struct StandingMessage {
    Instant received;
    std::optional<Instant> read;  ///< the begin of the window it was reported read in
    bool replies = false;         ///< a reply was promised to it
};

class StandingMessages {
  public:
    /// For the hours with this generation (HoursBook::generation), and for judgements that reach back to `floor` at the
    /// most.
    StandingMessages(std::uint64_t hours, Instant floor) noexcept : hours_{hours}, floor_{floor} {}
    [[nodiscard]] bool serves(std::uint64_t hours, Instant reach) const noexcept
    {
        return hours == hours_ && floor_ <= reach;
    }

    /// `schedule` is that of the hours named above.
    void add(const hours::Schedule& schedule, const StandingMessage& message);
    /// As it was added. Harmless when it was not.
    void remove(const hours::Schedule& schedule, const StandingMessage& message);
    void add_reply(Instant received) { replies_.insert(received); }
    void remove_reply(Instant received) { replies_.erase(received); }

    struct Chosen {
        std::vector<StandingMessage> messages;
        std::vector<Instant> replies;
    };
    /// The messages and replies that decide: a judgement of these is the judgement of all. Windows are judged from
    /// `reach` on. Where a notice or an outage covers a part of a window, every message received in it is chosen.
    /// Precondition: serves().
    [[nodiscard]] Chosen choose(Instant reach, std::span<const Interval> notices,
                                std::span<const Interval> outages) const;
    /// Whether one that was received before `by` is not read.
    [[nodiscard]] bool wait_before(Instant by) const;

  private:
    /// The properties that all messages of a group share.
    struct Alike {
        std::optional<Instant> by;    ///< the end of the first window; empty: none, or it has none
        std::optional<Instant> from;  ///< its begin; empty: it was open when they were received
        std::optional<Instant> read;
        bool replies = false;
        friend std::strong_ordering operator<=>(const Alike&, const Alike&) = default;
    };
    [[nodiscard]] Alike alike_of(const hours::Schedule& schedule, const StandingMessage& message) const;

    std::uint64_t hours_;
    Instant floor_;
    std::map<Alike, Sorted<Instant>> groups_;  ///< when they were received
    Sorted<Instant> replies_;
};

}  // namespace holdfast::client
