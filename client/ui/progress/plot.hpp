// A series as a picture in a terminal: points joined by lines in braille, or a bar for each in blocks where the font
// may lack braille. Pure: a series and a size in, lines out. The sentences and the table say the same
// (series_words.hpp).
#pragma once

#include <cstddef>

#include "client/ui/progress/progress.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

enum class Dots { braille, blocks };

struct PlotSize {
    std::size_t columns = 72;  ///< of the whole, at least 20
    std::size_t rows = 6;      ///< of the field, at least 2
};

/// Time goes from left to right, the scale from below. The ends of the scale stand on the left; below are a row with
/// letters where something happened, if anything did, and the first and the last day.
[[nodiscard]] Lines plot(const Series& series, const std::vector<Occasion>& beside, Dots dots, const PlotSize& size,
                         const Here& here);

/// "S: session, L: leave": the letters that stand in a plot; empty where none does.
[[nodiscard]] std::string plot_key(const std::vector<Occasion>& beside);

}  // namespace holdfast::ui
