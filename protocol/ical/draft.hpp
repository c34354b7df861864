// Hours being put together from the entries of a calendar, in the clock of the home zone: rules for weekdays, and what
// is different on single dates. The rule: a date that differs is worked out whole, and written as one dated rule.
//
//   windows of a date = (open rules without their exceptions + added times) - busy rules - busy times
//
// The rules it finishes with can always be read by the grammar: no date outside today to last_draft_date, no window
// that begins past its midnight, no more than fit.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "protocol/hours/calendar/calendar.hpp"

namespace holdfast::ical {

/// An entry without an end is written as ending here: rules name both ends of their dates. Nothing later is taken.
inline constexpr std::chrono::sys_days last_draft_date{std::chrono::year{2099} / std::chrono::December / 31};

/// Dates from first to last, both included; empty ends are open.
struct DateSpan {
    std::optional<std::chrono::sys_days> first;
    std::optional<std::chrono::sys_days> last;
    [[nodiscard]] bool is_empty() const noexcept { return first && last && *last < *first; }
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

    /// Said after everything else, whatever a date is otherwise.
    void keep(hours::Rule rule) { kept_.push_back(std::move(rule)); }

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
    /// True when a busy rule can take this time: it touches no window of another date's, and leaves no rest that begins
    /// after midnight.
    [[nodiscard]] bool takes_from_own_date(hours::LocalMinute from, hours::LocalMinute to) const;

    [[nodiscard]] bool has_windows_over_midnight() const;

    struct Finished {
        hours::Rules rules;         ///< empty where not even the open rules fit, or there are none
        bool too_many = false;      ///< the open rules are more than rules can hold
        std::size_t left_busy = 0;  ///< busy rules that did not fit: the hours stay open at their times
        /// The last date whose difference still fits into the rules; empty when all do.
        std::optional<std::chrono::sys_days> cut_after;
    };
    [[nodiscard]] Finished finish() const;

  private:
    struct Patterned {
        hours::Rule rule;
        std::set<std::chrono::sys_days> except;
        std::optional<hours::Calendar> times;  ///< of a busy rule, as if it were open: made once, asked often
    };
    struct Different {
        std::vector<hours::TimeRange> added;
        std::vector<hours::TimeRange> taken;
    };

    /// Differences of single dates: what they are instead of what the rules say, and what comes to it.
    struct Dated {
        std::map<std::chrono::sys_days, std::vector<hours::TimeRange>> instead;
        std::map<std::chrono::sys_days, std::vector<hours::TimeRange>> more;
        [[nodiscard]] bool empty() const noexcept { return instead.empty() && more.empty(); }
        [[nodiscard]] std::chrono::sys_days last() const;
    };

    /// Empty when no date is left.
    [[nodiscard]] std::optional<hours::Rule> bounded(hours::Rule rule, const DateSpan& dates) const;
    [[nodiscard]] std::vector<hours::Rule> open_rules() const;
    [[nodiscard]] Dated dated() const;
    [[nodiscard]] std::vector<hours::TimeRange> by_open_rules(std::chrono::sys_days date, bool plain) const;
    [[nodiscard]] std::vector<hours::TimeRange> opened_on(std::chrono::sys_days date, bool plain) const;
    [[nodiscard]] std::vector<hours::TimeRange> windows(std::chrono::sys_days date, bool plain) const;
    [[nodiscard]] std::set<std::chrono::sys_days> dates_to_look_at() const;

    std::chrono::sys_days today_;
    std::vector<Patterned> opens_;
    mutable std::optional<hours::Calendar> all_opens_;  ///< all of them together; made again when one comes or goes
    std::vector<Patterned> closes_;
    std::vector<hours::Rule> kept_;
    std::map<std::chrono::sys_days, Different> dates_;
    std::optional<hours::Holidays> holidays_;
    bool given_ = false;  ///< the open rules are somebody's own words and stay as they are
};

}  // namespace holdfast::ical
