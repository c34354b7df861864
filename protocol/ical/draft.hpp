// Hours being put together from the entries of a calendar, in the clock of the home zone: rules for weekdays, and what
// is different on single dates. The rule: a date that differs is worked out whole, and written as one dated rule.
//
//   windows of a date = (open rules without their exceptions + added times) - busy rules - busy times
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "protocol/hours/calendar.hpp"

namespace holdfast::ical {

/// Dates from first to last, both included; empty ends are open.
struct DateSpan {
    std::optional<std::chrono::sys_days> first;
    std::optional<std::chrono::sys_days> last;
    [[nodiscard]] bool has_no_bounds() const noexcept { return !first && !last; }
    [[nodiscard]] bool contains(std::chrono::sys_days date) const noexcept
    {
        return (!first || *first <= date) && (!last || date <= *last);
    }
    [[nodiscard]] DateSpan within(const DateSpan& other) const noexcept;
};

class Draft {
  public:
    /// Dates before `today` are nobody's concern any more.
    explicit Draft(std::chrono::sys_days today) : today_{today} {}

    [[nodiscard]] std::chrono::sys_days today() const noexcept { return today_; }

    /// Begins with these rules; `holidays` are what PH means in them.
    void start_from(hours::Rules rules, std::optional<hours::Holidays> holidays);

    /// Takes back all that was open on these dates.
    void clear(const DateSpan& dates);
    /// Open on the dates a rule says, but not on `except`.
    void open(hours::Rule rule, const DateSpan& dates, std::span<const std::chrono::sys_days> except);
    /// Open on one date as well.
    void open_on(std::chrono::sys_days date, hours::TimeRange times);

    /// Not open at the times a rule says, but for `except`.
    void close(hours::Rule rule, const DateSpan& dates, std::span<const std::chrono::sys_days> except);
    /// Not open from one time to another.
    void close_between(hours::LocalMinute from, hours::LocalMinute to);

    [[nodiscard]] std::vector<hours::TimeRange> windows_on(std::chrono::sys_days date) const;
    /// True when a window touches this time.
    [[nodiscard]] bool meets_window(hours::LocalMinute from, hours::LocalMinute to) const;

    struct Finished {
        hours::Rules rules;
        /// The last date whose difference still fits into the rules; empty when all do.
        std::optional<std::chrono::sys_days> cut_after;
    };
    [[nodiscard]] Finished finish() const;

  private:
    struct Patterned {
        hours::Rule rule;
        std::set<std::chrono::sys_days> except;
    };
    struct Different {
        std::vector<hours::TimeRange> added;
        std::vector<hours::TimeRange> taken;
    };

    [[nodiscard]] hours::Rule bounded(hours::Rule rule, const DateSpan& dates) const;
    [[nodiscard]] std::vector<hours::TimeRange> opened_on(std::chrono::sys_days date, bool plain) const;
    [[nodiscard]] std::vector<hours::TimeRange> windows(std::chrono::sys_days date, bool plain) const;
    [[nodiscard]] std::set<std::chrono::sys_days> dates_to_look_at() const;

    std::chrono::sys_days today_;
    std::vector<Patterned> opens_;
    std::vector<Patterned> closes_;
    std::map<std::chrono::sys_days, Different> dates_;
    std::optional<hours::Holidays> holidays_;
    bool given_ = false;  ///< the open rules are somebody's own words and stay as they are
};

}  // namespace holdfast::ical
