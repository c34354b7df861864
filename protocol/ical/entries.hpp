// Entries of a calendar put into a draft: available times open it, busy times close it. Used by availability.cpp only.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "protocol/ical/availability.hpp"
#include "protocol/ical/draft.hpp"
#include "protocol/ical/item.hpp"
#include "protocol/ical/recurrence.hpp"

namespace holdfast::ical {

class Entries {
  public:
    Entries(Draft& draft, const hours::TimeZone& home) : draft_{draft}, home_{home} {}

    /// The occurrences that these entries replace are no longer their series'.
    void note_replacements(const std::vector<Item>& items);

    /// Within `bounds`, those of its VAVAILABILITY.
    void available(const Item& item, const DateSpan& bounds);
    void busy(const Item& item);

    /// The dates a VAVAILABILITY speaks about; whole ones only.
    [[nodiscard]] DateSpan bounds_of(const Item& item);

    [[nodiscard]] std::vector<Note> take_notes() { return std::move(notes_); }
    [[nodiscard]] const std::set<std::chrono::sys_days>& days_off() const noexcept { return days_off_; }
    [[nodiscard]] std::size_t repeating() const noexcept { return repeating_; }

    void note(const Item& item, std::string sentence);

  private:
    struct Busy {
        hours::LocalMinute from{};
        hours::LocalMinute to{};
        bool whole_days = false;
    };

    [[nodiscard]] std::chrono::sys_days horizon() const { return draft_.today() + import_horizon; }
    [[nodiscard]] std::optional<hours::LocalMinute> start_at_home(const Item& item);
    [[nodiscard]] Repetition repetition(const Item& item) const;
    [[nodiscard]] bool can_repeat(const Item& item);
    [[nodiscard]] std::set<hours::LocalMinute> left_out(const Item& item) const;
    [[nodiscard]] std::vector<std::chrono::sys_days> left_out_dates(const Item& item) const;
    /// The weekdays of a repetition that keeps the home clock; empty: it has to be followed date by date.
    [[nodiscard]] std::vector<hours::WeekdayRange> weekdays_of(const Item& item) const;
    /// Occurrences from today to the horizon, in the home clock. With `single_dates` they are all that is taken of an
    /// entry; that it goes on is then noted.
    [[nodiscard]] std::vector<hours::LocalMinute> starts(const Item& item, bool single_dates);

    void open_single(hours::LocalMinute start, std::chrono::minutes length, const DateSpan& bounds);
    void close_single(const Busy& busy);
    void busy_list(const Item& item);
    void busy_weekly(const Item& item, hours::LocalMinute start, const std::vector<hours::WeekdayRange>& weekdays);

    Draft& draft_;
    const hours::TimeZone& home_;
    std::map<std::string, std::vector<When>> replaced_;  ///< by uid
    std::set<std::chrono::sys_days> days_off_;
    std::vector<Note> notes_;
    std::size_t repeating_ = 0;
};

}  // namespace holdfast::ical
