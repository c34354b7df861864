// The coming windows as an iCalendar file: an event each, for calendar programs to show, and the same once more as
// available times (RFC 7953), for programs that read hours. No name of anybody is in it. The same windows always give
// the same identifiers, so that importing a newer file replaces what an older one said.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "protocol/hours/calendar/calendar.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::ical {

inline constexpr std::string_view neutral_title = "Reading hours";

/// `windows` in order, each with an end; `span` is what they are all of: outside it nothing is said. `scope` keeps the
/// identifiers of different hours apart and must not say whose they are. `made` is DTSTAMP. Lines end in CR LF and are
/// folded; text is escaped.
[[nodiscard]] std::string write_windows(std::span<const Interval> windows, const Interval& span,
                                        const hours::TimeZone& zone, std::string_view scope, Instant made,
                                        std::string_view title = neutral_title);

}  // namespace holdfast::ical
