// A series in one or two plain sentences, computed from it: how many points, what changed since when, how wide it
// scatters. Readers understand these better than the picture. Neither is a verdict: nothing is called better or worse.
// See view.hpp for the rules of words.
#pragma once

#include <optional>

#include "client/ui/progress/progress.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// The place where the level of a series changed most, where that is more than it scatters.
struct Shift {
    std::size_t at = 0;  ///< the first point of the new level
    double before = 0;   ///< the mean up to there
    double since = 0;
};
[[nodiscard]] std::optional<Shift> shift_of(const Series& series);

[[nodiscard]] Lines series_words(const Series& series, const Here& here);

/// One line per point: "Tue 3 Mar, 09:00: 10 of 24".
[[nodiscard]] Lines series_table(const Series& series, const Here& here);

/// "In that time: leave from Mon 6 Apr to Fri 10 Apr; sessions on …; …"; empty where there is nothing.
[[nodiscard]] std::optional<std::string> occasion_words(const std::vector<Occasion>& beside, const Here& here);

}  // namespace holdfast::ui
