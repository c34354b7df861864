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

namespace holdfast::hours {

enum class Layer { none, extra, cancellation, leave, holiday, dated, weekly };
[[nodiscard]] std::string_view name(Layer layer) noexcept;

struct Explanation {
    bool open = false;
    Layer layer = Layer::none;
    std::optional<std::string> rule;  ///< canonical text of the deciding rule; empty for extra, leave, cancellation
    std::string reason;               ///< what the therapist wrote; empty when nothing
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

    [[nodiscard]] Explanation explain(Instant t) const;

  private:
    /// A leave or a cancellation.
    struct DayOff {
        DateRange dates;
        Layer layer = Layer::leave;
        std::string reason;
    };
    /// A time in which the versions in force and the newest versions do not change.
    struct Epoch {
        Instant begin;
        Instant end;
        std::vector<std::size_t> sources;  ///< calendars in force, newest first
        std::vector<DayOff> days_off;
        std::vector<DateRange> without;  ///< the dates of days_off
        std::vector<Interval> extras;    ///< sorted, merged
        Seconds last_reading = default_last_reading;
    };
    friend class ScheduleBuilder;

    /// Index of the epoch of `t`; epochs_.size() before the first.
    [[nodiscard]] std::size_t epoch_at(Instant t) const noexcept;
    /// What is open at `t` without looking past the epoch; Instant::max() stands for no end.
    [[nodiscard]] std::optional<Interval> piece_at(Instant t, bool with_extras) const;
    [[nodiscard]] std::optional<Window> around(Instant t, bool with_extras) const;
    [[nodiscard]] std::optional<Window> after(Instant t, bool with_extras) const;
    [[nodiscard]] std::optional<Instant> next_begin(const Epoch& epoch, Instant t, bool with_extras) const;
    [[nodiscard]] Explanation explain_closed(const Epoch& epoch, Instant t) const;

    std::vector<Calendar> calendars_;
    std::vector<Epoch> epochs_;  ///< in order, without gaps from the first receipt on
    std::optional<PlacedError> problem_;
};

}  // namespace holdfast::hours
