#include "client/ui/progress/progress_view.hpp"

#include <algorithm>

#include "client/ui/progress/series_words.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

/// Lines of a table that stand below each of several series.
constexpr std::size_t newest_listed = 8;

void add_table(Lines& lines, const Series& series, bool whole, const Here& here)
{
    const auto table = series_table(series, here);
    const auto left_out = whole || table.size() <= newest_listed ? 0 : table.size() - newest_listed;
    if (left_out > 0)
        lines.push_back(std::to_string(left_out) + " earlier ones: holdfast progress " + sanitize_line(series.name));
    lines.insert(lines.end(), table.begin() + static_cast<std::ptrdiff_t>(left_out), table.end());
}

/// As a spreadsheet reads it: never a formula, and quoted.
std::string csv_text(const std::string& text)
{
    const bool formula = !text.empty() && std::string_view{"=+-@\t\r"}.find(text[0]) != std::string_view::npos;
    std::string quoted = formula ? "\"'" : "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + "\"";
}

double part_of(double value, double from, double to)
{
    return to > from ? (std::clamp(value, from, to) - from) / (to - from) : 0;
}

double time_part(const Series& series, Instant t)
{
    const auto number = [](Instant at) { return static_cast<double>(at.time_since_epoch().count()); };
    return part_of(number(t), number(series.points.front().at), number(series.points.back().at));
}

Chart chart_of(const Series& series, const std::vector<Occasion>& all, const Here& here)
{
    Chart chart{sanitize_line(series.name),
                std::to_string(series.highest),
                std::to_string(series.lowest),
                day_words(series.points.front().at, here),
                day_words(series.points.back().at, here),
                {},
                {},
                {}};
    for (const auto& point : series.points)
        chart.points.push_back({time_part(series, point.at), part_of(point.value, series.lowest, series.highest)});
    const auto beside = occasions_beside(series, all);
    for (const auto& occasion : beside)
        chart.beside.push_back({std::string(1, occasion_letter(occasion.sort)), time_part(series, occasion.from),
                                time_part(series, occasion.to)});
    chart.words = series_words(series, here);
    if (const auto words = occasion_words(beside, here)) chart.words.push_back(*words);
    if (!beside.empty()) chart.words.push_back(plot_key(beside) + ".");
    return chart;
}

}  // namespace

Lines progress_lines(const Progress& progress, Dots dots, std::size_t columns, const Here& here)
{
    Lines lines;
    for (const auto& series : progress.series) {
        if (!lines.empty()) lines.emplace_back();
        const auto beside = occasions_beside(series, progress.occasions);
        lines.push_back(sanitize_line(series.name) + ", from " + std::to_string(series.lowest) + " to " +
                        std::to_string(series.highest));
        if (!here.spoken()) {
            for (auto& line : plot(series, beside, dots, {columns, PlotSize{}.rows}, here))
                lines.push_back(std::move(line));
            if (!beside.empty()) lines.push_back(plot_key(beside));
        }
        for (auto& line : series_words(series, here)) lines.push_back(std::move(line));
        if (const auto words = occasion_words(beside, here)) lines.push_back(*words);
        if (here.spoken()) add_table(lines, series, progress.series.size() == 1, here);
    }
    return lines;
}

std::string progress_csv(const Progress& progress)
{
    std::string text = "series,time,value,lowest,highest\r\n";
    for (const auto& series : progress.series)
        for (const auto& point : series.points)
            text += csv_text(series.name) + "," + to_rfc3339(point.at) + "," + std::to_string(point.value) + "," +
                    std::to_string(series.lowest) + "," + std::to_string(series.highest) + "\r\n";
    return text;
}

std::vector<Chart> progress_charts(const Progress& progress, const Here& here)
{
    const Here on_paper{here.zone, Instant{}, hours::Wording::spoken};
    std::vector<Chart> charts;
    for (const auto& series : progress.series) charts.push_back(chart_of(series, progress.occasions, on_paper));
    return charts;
}

}  // namespace holdfast::ui
