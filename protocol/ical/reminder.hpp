// Times of a week as a calendar file whose entries come back by themselves, for a calendar program to remind by.
// Nothing is said in it but the title. The same times always give the same identifiers, so that importing a newer file
// replaces what an older one said.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/hours/zone/zone.hpp"

namespace holdfast::ical {

struct WeeklyTimes {
    std::uint8_t days = 0;             ///< a bit a weekday, Monday's the lowest; not 0
    std::vector<std::uint16_t> times;  ///< minutes after midnight
    std::chrono::minutes length{15};   ///< of an entry; not 0
};

/// One entry for each time, from `now` on, by the wall clock of `zone`, whose changes of the coming years stand in the
/// file. `scope` keeps the identifiers of different people apart and must not say whose they are. Lines end in CR LF.
[[nodiscard]] std::string write_reminders(const WeeklyTimes& times, const hours::TimeZone& zone, std::string_view scope,
                                          Instant now, std::string_view title);

}  // namespace holdfast::ical
