// A stretch of a repeating entry: all of its dates, or those from one change of "this and all following" (RFC 5545
// section 3.2.13, RANGE=THISANDFUTURE) to the next. Each change moves the starts that the entry's own rule gives.
#pragma once

#include <chrono>
#include <vector>

#include "protocol/ical/draft.hpp"
#include "protocol/ical/item.hpp"
#include "protocol/ical/recurrence.hpp"
#include "protocol/ical/zones.hpp"

namespace holdfast::ical {

struct Series {
    const Item* item = nullptr;   ///< whose rule and exceptions hold
    const Item* shape = nullptr;  ///< the entry itself, or a change: how long it lasts, whether it is free
    std::chrono::minutes shift{0};
    DateSpan dates;  ///< of the starts before they are moved, in the clock of the entry

    /// Where its first start has moved to, in the clock of the entry.
    [[nodiscard]] hours::LocalMinute first() const { return item->start->local + shift; }
    /// By how many dates its starts move.
    [[nodiscard]] std::chrono::days days_moved() const;
};

/// Precondition: the item repeats and has a start. `changes` are of the same series; those that cannot be followed are
/// left out (`unfollowed`).
struct SeriesParts {
    std::vector<Series> parts;
    std::vector<const Item*> unfollowed;
};
[[nodiscard]] SeriesParts parts_of(const Item& item, std::vector<const Item*> changes, const Zones& zones);

[[nodiscard]] Repetition repetition_of(const Item& item, const Zones& zones);

/// The weekdays of a series, moved with it; empty: it has to be followed date by date.
[[nodiscard]] std::vector<hours::WeekdayRange> weekdays_of(const Series& series, const Zones& zones);

/// True when nothing of it reaches `today`, in any zone. An item that changes others is never over.
[[nodiscard]] bool is_over(const Item& item, std::chrono::sys_days today);

}  // namespace holdfast::ical
