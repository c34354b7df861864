// Words about hours that depend on place and time: names of zones, dates of the calendar.
#pragma once

#include <string_view>

#include "client/shell/one_shot_client.hpp"
#include "client/ui/input/date_words.hpp"
#include "protocol/ical/notes.hpp"

namespace holdfast::shell {

/// "Europe/London", "london". Errc::unknown_zone, no_zone_data.
[[nodiscard]] Result<hours::TimeZone> named_zone(std::string_view words);

/// Today's date where the person is.
[[nodiscard]] Date today_here(const Context& context);
/// Today's date in the zone of the hours; where there are none, where the person is.
[[nodiscard]] Date today_of_hours(const Context& context, OneShotClient& one_shot);

/// About an entry of a calendar: "Line 4, “Walk”: It has no beginning …". Safe to be shown.
[[nodiscard]] std::string note_words(const ical::Note& note);

}  // namespace holdfast::shell
