// What is shown of progress: in a terminal, on paper, and as a table for spreadsheets. See view.hpp for the rules of
// words.
#pragma once

#include "client/ui/progress/plot.hpp"

namespace holdfast::ui {

/// Plots with their sentences below them; spoken, the sentences and a table. Precondition: there is a series.
[[nodiscard]] Lines progress_lines(const Progress& progress, Dots dots, std::size_t columns, const Here& here);

/// "series,time,value,lowest,highest" and a line per point, as RFC 4180 has it. A name that a spreadsheet would take
/// for a formula has an apostrophe before it.
[[nodiscard]] std::string progress_csv(const Progress& progress);

/// One series on paper. Places are parts of the field: x from the left, y from below, each from 0 to 1.
struct Chart {
    struct Place {
        double x = 0;
        double y = 0;
        friend bool operator==(const Place&, const Place&) = default;
    };
    struct Span {
        std::string letter;
        double from = 0;
        double to = 0;
        friend bool operator==(const Span&, const Span&) = default;
    };
    std::string title;  ///< safe
    std::string highest, lowest;
    std::string first, last;  ///< days
    std::vector<Place> points;
    std::vector<Span> beside;
    Lines words;
};
/// Times carry their year: paper outlives it.
[[nodiscard]] std::vector<Chart> progress_charts(const Progress& progress, const Here& here);

}  // namespace holdfast::ui
