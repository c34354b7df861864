// The effective hours of a conversation: what the relay enforces and the client shows, from the same chains by the same
// code. Version k is in force from max(valid from, receipt) until max(next receipt + k's notice, next valid from); its
// windows count only in that span, and the effective windows are the union. Leave and cancellations of the newest
// version of each chain are taken from all of them at once; extra windows are added last. PROTOCOL.md, "Hours".
//
//   precedence: extra > cancellation, leave > holiday > dated > weekly
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/hours/calendar.hpp"
#include "protocol/hours/content.hpp"
#include "protocol/hours/trace.hpp"

namespace holdfast::hours {

class EffectiveWalk;

/// What the hours say at one instant, and for how long they say it.
struct Stretch {
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
    /// its first version the base holds, and keeps holding beside it for the base's notice. A version that does not
    /// pass check() makes the whole schedule unusable: closed, without promise, problem() says why.
    [[nodiscard]] static Schedule make(std::span<const VersionInForce> base,
                                       std::span<const VersionInForce> conversation = {});

    [[nodiscard]] const std::optional<PlacedError>& problem() const noexcept { return problem_; }
    /// False when there are no usable hours at all.
    [[nodiscard]] bool usable() const noexcept { return !calendars_.empty(); }
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
    [[nodiscard]] Stretch stretch_at(Instant t) const;

    [[nodiscard]] Explanation explain(Instant t) const;
    /// How explain(), next_change() and promise() come about.
    [[nodiscard]] Trace trace(Instant t) const;

  private:
    /// One version of a chain, and when it counts.
    struct Version {
        VersionName name;
        Instant received;
        Instant valid_from;
        Seconds notice{};
        Instant begin;
        Instant end;                          ///< Instant::max(): without an end
        std::optional<std::size_t> calendar;  ///< empty: it has no rules, the base's hold
        std::vector<DayOff> days_off;         ///< cancellations before leaves
    };
    /// A time in which the versions in force and the newest versions do not change.
    struct Epoch {
        Instant begin;
        Instant end;
        std::vector<std::size_t> sources;  ///< calendars in force, newest first
        std::vector<std::size_t> newest;   ///< versions: of the conversation, then of the base
        std::vector<DateRange> without;    ///< the dates of their days off
        std::vector<Interval> extras;      ///< sorted, merged
        Seconds last_reading = default_last_reading;
    };
    friend class EffectiveWalk;
    friend class ScheduleBuilder;
    friend class Tracer;

    /// Index of the epoch of `t`; epochs_.size() before the first.
    [[nodiscard]] std::size_t epoch_at(Instant t) const noexcept;
    /// Where what is open at `t` began, without looking back past the epoch; empty when closed.
    [[nodiscard]] std::optional<Instant> begin_at(Instant t) const;
    [[nodiscard]] std::optional<Window> promise(EffectiveWalk& walk, Instant received) const;

    /// What decides at an instant, and where it stands.
    struct Ruling {
        Layer layer = Layer::none;
        Deciding deciding;
        std::optional<std::size_t> source;  ///< of the deciding rule
        const DayOff* day_off = nullptr;    ///< for leave and cancellation
    };
    [[nodiscard]] Ruling ruling(Instant t) const;
    [[nodiscard]] Ruling ruling_while_closed(const Epoch& epoch, Instant t) const;
    [[nodiscard]] static Explanation explanation(const Ruling& ruling);
    /// Of the newest versions, in order of precedence.
    [[nodiscard]] std::vector<const DayOff*> days_off(const Epoch& epoch) const;
    /// Whether `off` names the date of `t` in a calendar of `epoch`, or takes away a window there that contains `t`.
    [[nodiscard]] bool applies(const DayOff& off, const Epoch& epoch, Instant t) const;

    std::vector<Calendar> calendars_;
    std::vector<Version> versions_;              ///< the base's, oldest first, then the conversation's
    Instant base_holds_until_ = Instant::max();  ///< beside the conversation's own first hours
    std::vector<Epoch> epochs_;                  ///< in order, without gaps from the first receipt on
    std::optional<PlacedError> problem_;
};

}  // namespace holdfast::hours
