// The effective hours of a conversation: what the relay enforces and the client shows, from the same chains by the same
// code. Version k is in force from max(valid from, receipt) until max(next receipt + k's notice, next valid from); its
// windows count only in that span, and the effective windows are the union. Leave and cancellations of the newest
// version of each chain are taken from all of them at once; extra windows are added last. PROTOCOL.md, "Hours".
//
//   precedence: extra > cancellation, leave > holiday > dated > weekly
//
// No question takes more than max_question_steps (work.hpp). Not for several threads at once: what a question found is
// kept for the next one.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/hours/calendar/calendar.hpp"
#include "protocol/hours/schedule/trace.hpp"
#include "protocol/hours/schedule/version.hpp"

namespace holdfast::hours {

struct CheckedInForce;
struct ScheduleData;
class EffectiveWalk;
class Timeline;

/// The decision of the hours at one instant, and how long it stands.
struct ScheduleSpan {
    bool open = false;
    std::optional<Instant> until;   ///< the next change
    std::optional<Window> promise;  ///< to a message received at the instant

    std::optional<Window> next;          ///< while closed: the window that begins with the next change
    std::optional<Window> next_promise;  ///< to a message received when it begins
};

class Schedule {
  public:
    /// No hours: never open, promises nothing.
    Schedule() = default;

    /// Chains oldest first by receipt. `conversation` is empty where the conversation has no chain of its own; before
    /// its first version the base holds, and keeps holding beside it for the base's notice; without a base there are
    /// no hours. A version that does not pass check(), and a chain that is too complex (checked.hpp), make the whole
    /// schedule unusable: closed, without promise, problem() says why.
    [[nodiscard]] static Schedule make(std::span<const VersionInForce> base,
                                       std::span<const VersionInForce> conversation = {});
    /// The same of versions that were read before.
    [[nodiscard]] static Schedule of(std::span<const CheckedInForce> base,
                                     std::span<const CheckedInForce> conversation = {});

    [[nodiscard]] const std::optional<PlacedError>& problem() const noexcept { return problem_; }
    /// False when there are no usable hours at all.
    [[nodiscard]] bool usable() const noexcept;
    /// The zone of the newest version that has rules; empty when not usable. For showing times.
    [[nodiscard]] std::optional<TimeZone> zone() const;
    /// The `last_reading` that decides at `t`.
    [[nodiscard]] Seconds last_reading(Instant t) const noexcept;

    [[nodiscard]] bool is_open(Instant t) const;
    /// The window that contains `t`, extra windows included. Its begin is exact when it lies within the last 400 days.
    [[nodiscard]] std::optional<Window> window_at(Instant t) const;
    /// The first window that begins after `t`, extra windows included.
    [[nodiscard]] std::optional<Window> next_window(Instant t) const;
    /// The next flip between open and closed after `t`, extra windows included.
    [[nodiscard]] std::optional<Instant> next_change(Instant t) const;
    /// The gate: the first open instant at or after `received`.
    [[nodiscard]] std::optional<Instant> release_at(Instant received) const;

    /// Rule 3: [received, end) while a window is open with more than last_reading left; otherwise the next window.
    /// Extra windows promise nothing. Empty: "no reading time is set". No end: the window does not close.
    [[nodiscard]] std::optional<Window> promise(Instant received) const;

    /// is_open, next_change and promise, and while closed what they say at the opening: cheaper than one by one.
    [[nodiscard]] ScheduleSpan span_at(Instant t) const;

    [[nodiscard]] Explanation explain(Instant t) const;
    /// How explain(), next_change() and promise() come about.
    [[nodiscard]] Trace trace(Instant t) const;

  private:
    /// Windows found so far. A copy of the schedule finds its own.
    struct Found {
        Found() = default;
        Found(const Found& /*other*/) noexcept {}
        Found(Found&&) noexcept = default;
        Found& operator=(const Found& other) noexcept
        {
            if (this != &other) timeline.reset();
            return *this;
        }
        Found& operator=(Found&&) noexcept = default;
        ~Found() = default;
        std::shared_ptr<Timeline> timeline;
    };
    friend class EffectiveWalk;
    friend class Tracer;

    [[nodiscard]] std::optional<Window> promise(EffectiveWalk& walk, Instant received) const;

    /// The rule that decides at an instant, and its place.
    struct Ruling {
        Layer layer = Layer::none;
        Deciding deciding;
        std::optional<std::size_t> source;  ///< of the deciding rule
        std::string reason;                 ///< of a leave or cancellation
    };
    [[nodiscard]] Ruling ruling(Instant t) const;
    [[nodiscard]] static Explanation explanation(const Ruling& ruling);

    std::shared_ptr<const ScheduleData> data_;  ///< null when there are no hours
    std::optional<PlacedError> problem_;
    mutable Found found_;
};

}  // namespace holdfast::hours
