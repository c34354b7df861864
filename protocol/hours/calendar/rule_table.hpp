// Rules with what is asked of them on every date worked out once: on most dates most rules are refused by a look at a
// few bits, without reading their selectors. Part of a calendar.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "protocol/hours/calendar/date_match.hpp"

namespace holdfast::hours {

/// Everything worked out about one rule.
struct RuleTraits {
    int first_year = 0;         ///< no date of an earlier year matches
    int last_year = 0;          ///< nor of a later one
    std::uint16_t months = 0;   ///< bit 1 January to bit 12: it may match dates of that month
    std::uint8_t weekdays = 0;  ///< bit 1 Monday to bit 7 Sunday; bit 0: holidays, whatever their weekday
    bool exact = false;         ///< a date that these bits let through matches
    bool open = false;
    bool replaces = false;       ///< everything before it, on a date that both match
    bool closed_tail = false;    ///< it closes something past midnight
    std::size_t first_time = 0;  ///< in the times of all rules
    std::size_t times = 0;
    std::uint32_t steps = 0;  ///< to look at a date that these bits let through
};

class RuleTable {
  public:
    explicit RuleTable(Rules rules);

    [[nodiscard]] const Rules& rules() const noexcept { return rules_; }
    [[nodiscard]] std::size_t size() const noexcept { return traits_.size(); }
    [[nodiscard]] const Rule& rule(std::size_t index) const noexcept { return rules_.list[index]; }
    [[nodiscard]] const RuleTraits& traits(std::size_t index) const noexcept { return traits_[index]; }
    /// The times of one rule; none: the whole day.
    [[nodiscard]] std::span<const TimeRange> times(std::size_t index) const noexcept
    {
        return std::span{times_}.subspan(traits_[index].first_time, traits_[index].times);
    }
    [[nodiscard]] bool has_weeks() const noexcept { return has_weeks_; }
    /// The work of a year of dates (work.hpp).
    [[nodiscard]] std::uint64_t yearly_steps() const noexcept { return yearly_steps_; }
    [[nodiscard]] bool has_closed_tails() const noexcept { return has_closed_tails_; }
    /// No window ends later than so many minutes after the begin of its date.
    [[nodiscard]] int latest_end() const noexcept { return latest_end_; }

    /// False for most dates that the rule does not match.
    [[nodiscard]] bool may_match(std::size_t index, const DateFacts& date) const
    {
        const auto& known = traits_[index];
        const auto year = int{date.date.year()};
        if (year < known.first_year || known.last_year < year) return false;
        if ((known.months >> unsigned{date.date.month()} & 1U) == 0) return false;
        const unsigned days = 1U << date.weekday | (date.holiday ? 1U : 0U);
        return (known.weekdays & days) != 0;
    }
    /// The same as hours::matches(rule(index), date).
    [[nodiscard]] bool matches(std::size_t index, const DateFacts& date) const
    {
        return may_match(index, date) && (traits_[index].exact || hours::matches(rules_.list[index], date));
    }

  private:
    Rules rules_;
    std::vector<RuleTraits> traits_;
    std::vector<TimeRange> times_;  ///< of all rules, one after the other
    bool has_closed_tails_ = false;
    bool has_weeks_ = false;
    std::uint64_t yearly_steps_ = 0;
    int latest_end_ = minutes_per_day;
};

}  // namespace holdfast::hours
