// Hours that were changed, for tests of the steps of a decision.
#pragma once

#include <string_view>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/hours/schedule/schedule.hpp"

namespace holdfast::client::test {

inline Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

inline Date day(int year, unsigned month, unsigned date)
{
    return {std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{date}};
}

/// Two versions: the newer one, with leave at once, was received within the notice of the older one.
inline hours::Schedule changed_hours()
{
    hours::HoursContent first;
    first.rules = "Mo-Fr 09:00-12:00";
    first.zone = "Europe/London";
    auto second = first;
    second.rules = "Mo-Fr 10:00-12:00; We 14:00-16:00";
    second.leaves = {{day(2026, 2, 3), day(2026, 2, 3), "ill"}};
    const std::vector<hours::VersionInForce> chain{{first, at("2026-01-01T00:00:00Z")},
                                                   {second, at("2026-02-02T10:00:00Z")}};
    return hours::Schedule::make(chain);
}

}  // namespace holdfast::client::test
