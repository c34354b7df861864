// Entries of a calendar put into a draft: available times open it, busy times close it. Used by availability.cpp only.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/ical/availability.hpp"
#include "protocol/ical/draft.hpp"
#include "protocol/ical/item.hpp"
#include "protocol/ical/series.hpp"
#include "protocol/ical/zones.hpp"

namespace holdfast::ical {

class Entries {
  public:
    /// All three are used as long as this lives.
    Entries(Draft& draft, const Zones& zones, Notes& notes) : draft_{draft}, zones_{zones}, notes_{notes} {}

    /// The occurrences that these entries replace are no longer their series'. The items must outlive this.
    void note_replacements(const std::vector<Item>& items);

    /// Within `bounds`, those of its VAVAILABILITY.
    void available(const Item& item, const DateSpan& bounds);
    void busy(const Item& item);

    /// The dates a VAVAILABILITY speaks about; whole ones only.
    [[nodiscard]] DateSpan bounds_of(const Item& item);

    [[nodiscard]] const std::set<std::chrono::sys_days>& days_off() const noexcept { return days_off_; }
    [[nodiscard]] std::size_t repeating() const noexcept { return repeating_; }

  private:
    struct Span {
        hours::LocalMinute from{};
        hours::LocalMinute to{};
    };

    [[nodiscard]] std::chrono::sys_days horizon() const { return draft_.today() + import_horizon; }
    /// Start and end at home. Empty, with a note, where they are not known or the end is before the start.
    [[nodiscard]] std::optional<Span> span_at_home(const Item& item);
    [[nodiscard]] bool repeats(const Item& item) const { return !item.repeats.empty() && !item.replaces; }
    [[nodiscard]] bool can_repeat(const Item& item);
    /// A change of a series that the series takes up itself.
    [[nodiscard]] bool belongs_to_series(const Item& item) const;
    void note_lost_change(const Item& item);
    [[nodiscard]] std::vector<Series> series_of(const Item& item);
    [[nodiscard]] std::set<hours::LocalMinute> left_out(const Item& item, std::chrono::minutes shift) const;
    [[nodiscard]] std::vector<std::chrono::sys_days> left_out_dates(const Series& series) const;
    /// The dates a rule for it holds; `start` is where its first start is at home.
    [[nodiscard]] DateSpan rule_dates(const Series& series, hours::LocalMinute start) const;
    /// Starts from today to the horizon, in the home clock. With `single_dates` they are all that is taken of an
    /// entry; that it goes on is then noted.
    [[nodiscard]] std::vector<hours::LocalMinute> starts(const Series& series, bool single_dates);

    void open_single(hours::LocalMinute start, std::chrono::minutes length, const DateSpan& bounds);
    void open_series(const Series& series, const DateSpan& bounds);
    void close_single(const Span& busy, bool whole_days);
    void close_series(const Series& series);
    void close_dates(const Series& series, std::chrono::minutes length);
    /// False: a rule cannot say it.
    [[nodiscard]] bool close_weekly(const Series& series, const Span& span);
    void busy_list(const Item& item);
    /// Tentative, or free for whole days: it takes nothing away, and a note says so where it touches a window.
    void note_if_it_matters(const Item& item, std::string sentence);

    Draft& draft_;
    const Zones& zones_;
    Notes& notes_;
    std::map<std::string, std::vector<When>> replaced_;        ///< by uid
    std::map<std::string, std::vector<const Item*>> changes_;  ///< of all later dates; by uid
    std::set<std::string> repeating_uids_;
    std::set<std::chrono::sys_days> days_off_;
    std::size_t repeating_ = 0;
};

}  // namespace holdfast::ical
