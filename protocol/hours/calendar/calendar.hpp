// Rules, a zone and holidays together: which instants are open. Each local window becomes an interval of instants, from
// the first occurrence of its start (or the first valid instant after a gap) to the last occurrence of its end; a
// window over midnight belongs to the date it starts on. Overlapping and touching intervals are one window.
// PROTOCOL.md, "Hours".
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/hours/calendar/rule_table.hpp"
#include "protocol/hours/notation/grammar.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::hours {

/// How far ahead anything is looked for. A window that is later than this counts as none.
inline constexpr std::chrono::days search_horizon{3660};

/// An open time. Without an end it does not close within search_horizon.
struct Window {
    Instant begin;
    std::optional<Instant> end;
    [[nodiscard]] bool contains(Instant t) const noexcept { return begin <= t && (!end || t < *end); }
    friend bool operator==(const Window&, const Window&) = default;
};

/// Dates `first` to `last`, both included, whose windows do not take place (leave, cancellations).
struct DateRange {
    std::chrono::sys_days first;
    std::chrono::sys_days last;
    [[nodiscard]] bool contains(std::chrono::sys_days day) const noexcept { return first <= day && day <= last; }
    friend bool operator==(const DateRange&, const DateRange&) = default;
};

/// The dates that PH means.
struct Holidays {
    std::vector<Date> dates;
    std::optional<Date> horizon;  ///< the last date the list covers; rules with PH leave later dates closed
};

/// Why an instant is open or closed by the rules.
struct Deciding {
    bool open = false;
    const Rule* rule = nullptr;  ///< null when no rule speaks about this instant; lives as long as the calendar
    bool on_holiday = false;     ///< the date that decides is a holiday and the rule mentions PH
    std::chrono::sys_days date;  ///< the date whose window it is, or on which the instant is closed
};

/// A rule that matches a date, seen from one instant.
struct Speaking {
    const Rule* rule = nullptr;  ///< lives as long as the calendar
    std::chrono::sys_days date;  ///< of the instant, or one before it for a rule that reaches past midnight
    bool replaced = false;       ///< a later rule has taken its place on this date
    bool covers = false;         ///< it says something about the instant
    bool on_holiday = false;     ///< the date is a holiday and the rule mentions PH
};

/// A window of one date as the rules say it, and what the clocks of the zone make of it.
struct LocalWindow {
    TimeRange written;
    Interval actual;  ///< empty when it lies in a gap
};

/// How far back the begin of a long window is looked for.
inline constexpr std::chrono::days long_reach_back{400};

class Calendar {
  public:
    /// Errc::bad_rules (at the rule) when PH is used and no list of holidays is given; an empty list is a list.
    [[nodiscard]] static Placed<Calendar> make(Rules rules, TimeZone zone,
                                               const std::optional<Holidays>& holidays = {});

    /// The work of a year of dates (work.hpp).
    [[nodiscard]] std::uint64_t yearly_steps() const noexcept { return rules_.yearly_steps(); }
    [[nodiscard]] const Rules& rules() const noexcept { return rules_.rules(); }
    [[nodiscard]] const TimeZone& zone() const noexcept { return zone_; }

    [[nodiscard]] bool is_open(Instant t, std::span<const DateRange> without = {}) const;
    /// The window that contains `t`. Its begin is exact when it lies within the last 400 days.
    [[nodiscard]] std::optional<Window> window_at(Instant t, std::span<const DateRange> without = {}) const;
    /// The first window that begins after `t`.
    [[nodiscard]] std::optional<Window> next_window(Instant t, std::span<const DateRange> without = {}) const;
    /// The next flip between open and closed after `t`.
    [[nodiscard]] std::optional<Instant> next_change(Instant t) const;
    [[nodiscard]] Deciding deciding(Instant t, std::span<const DateRange> without = {}) const;

    /// The windows the rules give to one date: minutes of it, sorted, touching ones joined. Clock changes play no part
    /// here.
    [[nodiscard]] std::vector<TimeRange> local_windows(std::chrono::sys_days date) const;
    /// The rules that match the date of `t`, in order, after those of dates before it that reach to `t`.
    [[nodiscard]] std::vector<Speaking> speaking(Instant t) const;
    /// The windows that `date` owns, each for itself.
    [[nodiscard]] std::vector<LocalWindow> windows_on(std::chrono::sys_days date) const;
    [[nodiscard]] bool is_holiday(std::chrono::sys_days date) const noexcept;
    /// The last date that rules with PH speak about; empty when there is none, or no rule mentions PH.
    [[nodiscard]] const std::optional<std::chrono::sys_days>& horizon() const noexcept { return horizon_; }

    /// The dates that own a window which contains `t`, days off left aside.
    [[nodiscard]] std::vector<std::chrono::sys_days> owners_at(Instant t) const;

  private:
    friend class DateWalk;
    friend class Timeline;
    Calendar(Rules rules, TimeZone zone, const std::optional<Holidays>& holidays);

    [[nodiscard]] Deciding decided(bool open, std::size_t rule, std::chrono::sys_days day) const;
    /// No window that contains `t` or begins later is owned by a date before this.
    [[nodiscard]] std::chrono::sys_days first_owner(Instant t) const;
    /// Whether predicate(owning date, segment) holds for a window that contains `t`; today's are asked first.
    template <class Predicate>
    [[nodiscard]] bool any_segment_at(Instant t, Predicate predicate) const;

    RuleTable rules_;
    TimeZone zone_;
    std::vector<std::chrono::sys_days> holidays_;  ///< sorted
    std::optional<std::chrono::sys_days> horizon_;
};

}  // namespace holdfast::hours
