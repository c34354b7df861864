// Series for tests: a value per day from Tuesday 3 March 2026, 09:00 in London.
#pragma once

#include <vector>

#include "client/ui/progress/progress.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui::test {

inline Instant day(int number) { return parse_rfc3339("2026-03-03T09:00:00Z").value() + std::chrono::days{number}; }

inline Series series_of(const std::vector<int>& values)
{
    Series series{"sleep", 0, 10, {}, {}};
    for (const int value : values) series.points.push_back({day(static_cast<int>(series.points.size())), value});
    return series;
}

inline Here march(hours::Wording wording = hours::Wording::compact)
{
    return {hours::TimeZone::find("Europe/London").value(), day(20), wording};
}

}  // namespace holdfast::ui::test
