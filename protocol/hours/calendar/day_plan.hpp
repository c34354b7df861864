// The plan of one date by the rules: local windows, each with the rule that decides it, and closed stretches that reach
// past midnight. Used by window_walk.cpp and calendar.cpp only.
//
// As in the notation's reference: rules are taken in order; an open rule replaces what came before on its dates, an
// additional one adds, "off" takes away. One difference: a window over midnight belongs whole to its first date, so
// that nothing said about the next date touches its tail.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "protocol/hours/calendar/rule_table.hpp"

namespace holdfast::hours {

/// Minutes of the owning date, 0 to 48:00, and the index of the deciding rule.
struct Segment {
    int begin = 0;
    int end = 0;
    std::size_t rule = 0;
};

/// A rule that matches a date.
struct Match {
    std::size_t rule = 0;
    bool replaced = false;  ///< by a later rule
    bool covers = false;    ///< the minute asked about is one of its times
};

class DayPlanner {
  public:
    /// Both must outlive the planner.
    DayPlanner(const RuleTable& rules, std::span<const std::chrono::sys_days> holidays)
        : rules_{rules}, holidays_{holidays}
    {
    }

    /// The open windows owned by `day`, sorted, not overlapping. Valid until the next call.
    [[nodiscard]] std::span<const Segment> plan(std::chrono::sys_days day);

    /// Whether an open rule spoke about the last planned day, even if others closed what it opened.
    [[nodiscard]] bool open_rule_matched() const noexcept { return open_rule_matched_; }

    /// The rule that closes `minute` of `day`, for a minute that no window contains.
    [[nodiscard]] std::optional<std::size_t> closing_rule(std::chrono::sys_days day, int minute) const;

    /// The rules that match `day`, in order.
    [[nodiscard]] std::vector<Match> matching(std::chrono::sys_days day, int minute) const;

  private:
    [[nodiscard]] DateFacts facts(std::chrono::sys_days day) const;
    [[nodiscard]] std::size_t first_that_counts(const DateFacts& date) const;
    void apply(std::size_t index);
    void remove(int begin, int end, std::size_t before_rule);
    void add(Segment segment);
    void remove_closed_tails(std::chrono::sys_days yesterday);

    const RuleTable& rules_;
    std::span<const std::chrono::sys_days> holidays_;
    bool open_rule_matched_ = false;
    std::vector<Segment> segments_;
    std::vector<Segment> scratch_;
};

}  // namespace holdfast::hours
