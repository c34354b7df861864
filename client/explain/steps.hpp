// The steps of a decision about hours (protocol/hours/schedule/trace.hpp) for programs; client/ui/hours/steps_view.hpp
// has them for people. PROTOCOL.md, "Hours".
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <optional>

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

}  // namespace holdfast::client
