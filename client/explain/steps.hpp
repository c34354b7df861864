// The steps of a decision about hours (protocol/hours/schedule/trace.hpp) for people and for programs. The rule: every
// time is said in the therapist's zone and in the reader's beside it, with weekday and date. PROTOCOL.md, "Hours".
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>
#include <string>
#include <vector>

#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::client {

/// The owner of the hours that the steps are about.
enum class HoursFrom {
    chain,  ///< signed versions, which are named
    rules,  ///< rules given with the question
};

/// {"open","rule","reason","layer","next_change","promised_from","steps"}. Every step is an object whose "step" says
/// what it is: no_hours, version, date, holiday, extra, leave, cancellation, rule, clocks_change, decision, change,
/// promise.
[[nodiscard]] boost::json::object explained_object(const hours::Schedule& schedule, Instant at, HoursFrom from);

/// RFC 3339, or null.
[[nodiscard]] boost::json::value time_or_null(const std::optional<Instant>& t);

/// Numbered steps, then the outcome. What the therapist wrote stands in them as it is: sanitize before showing. Without
/// `own` only the therapist's zone is shown; other years than that of `now` are named.
[[nodiscard]] std::vector<std::string> explained_lines(const hours::Schedule& schedule, Instant at, HoursFrom from,
                                                       const std::optional<hours::TimeZone>& own, Instant now);

/// "7 days", "1 day", "90 minutes", "30 seconds".
[[nodiscard]] std::string span_words(Seconds span);

}  // namespace holdfast::client
