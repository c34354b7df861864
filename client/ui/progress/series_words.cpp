#include "client/ui/progress/series_words.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace holdfast::ui {
namespace {

/// Fewer say no more of a level than single days.
constexpr std::size_t least_for_shift = 6;
constexpr std::size_t least_on_a_side = 2;
/// A level is another one where it lies farther off than this many times the scatter about both.
constexpr double shift_to_scatter = 2;
constexpr std::size_t most_days_named = 6;

struct Spread {
    double mean = 0;
    double squares = 0;  ///< the sum of squared distances from it
};

Spread spread_of(const std::vector<Point>& points, std::size_t begin, std::size_t end)
{
    Spread spread;
    for (auto i = begin; i < end; ++i) spread.mean += points[i].value;
    spread.mean /= static_cast<double>(end - begin);
    for (auto i = begin; i < end; ++i) spread.squares += std::pow(points[i].value - spread.mean, 2);
    return spread;
}

/// "9", "9.5"
std::string number_words(double value)
{
    const auto tenths = std::lround(value * 10);
    const auto words = std::to_string(tenths / 10);
    return tenths % 10 == 0 ? words : words + "." + std::to_string(std::labs(tenths % 10));
}

/// The values between which half of the points lie.
std::pair<int, int> middle_half(const std::vector<Point>& points)
{
    std::vector<int> values;
    for (const auto& point : points) values.push_back(point.value);
    std::ranges::sort(values);
    const auto quarter = values.size() / 4;
    return {values[quarter], values[values.size() - 1 - quarter]};
}

std::string scatter_words(const std::vector<Point>& points)
{
    const auto [low, high] = middle_half(points);
    if (low == high) return "at least half of the points are " + std::to_string(low);
    return "half of the points lie from " + std::to_string(low) + " to " + std::to_string(high);
}

std::string difference_words(int first, int last)
{
    if (first == last) return "the same as the first";
    return std::to_string(std::abs(last - first)) + (last < first ? " lower" : " higher") + " than the first";
}

std::string level_words(const Series& series, const Here& here)
{
    const auto& points = series.points;
    if (const auto shift = shift_of(series))
        return "Before " + day_words(points[shift->at].at, here) + " it was about " + number_words(shift->before) +
               ", since then about " + number_words(shift->since);
    return "On average it is " + number_words(spread_of(points, 0, points.size()).mean);
}

/// "session on Tue 3 Mar", "leave from Mon 6 Apr to Fri 10 Apr"
std::string days_of(const Occasion& occasion, const Here& here)
{
    const auto from = day_words(occasion.from, here);
    const auto to = day_words(occasion.to, here);
    return from == to ? from : from + " to " + to;
}

std::string occasions_of(const std::vector<Occasion>& beside, Occasion::Sort sort, std::string_view one,
                         std::string_view several, const Here& here)
{
    std::string days;
    std::size_t count = 0;
    for (const auto& occasion : beside) {
        if (occasion.sort != sort) continue;
        if (++count <= most_days_named) days.append(count == 1 ? "" : ", ").append(days_of(occasion, here));
    }
    if (count == 0) return {};
    if (count > most_days_named) return std::to_string(count) + " " + std::string{several};
    return std::string{count == 1 ? one : several} + " (" + days + ")";
}

}  // namespace

std::optional<Shift> shift_of(const Series& series)
{
    const auto& points = series.points;
    if (points.size() < least_for_shift) return std::nullopt;
    std::optional<Shift> best;
    double least = spread_of(points, 0, points.size()).squares;
    for (auto at = least_on_a_side; at + least_on_a_side <= points.size(); ++at) {
        const auto before = spread_of(points, 0, at);
        const auto since = spread_of(points, at, points.size());
        if (before.squares + since.squares >= least) continue;
        least = before.squares + since.squares;
        best = Shift{at, before.mean, since.mean};
    }
    if (!best) return std::nullopt;
    const auto scatter = std::sqrt(least / static_cast<double>(points.size()));
    return std::abs(best->since - best->before) > shift_to_scatter * scatter ? best : std::nullopt;
}

Lines series_words(const Series& series, const Here& here)
{
    const auto& points = series.points;
    const auto& last = points.back();
    const auto value = std::to_string(last.value) + " of " + std::to_string(series.highest);
    if (points.size() == 1) return {"1 point: " + value + ", " + day_words(last.at, here) + "."};
    const auto first = day_words(points.front().at, here);
    const auto latest = day_words(last.at, here);
    Lines lines{std::to_string(points.size()) + " points" +
                (first == latest ? ", all on " + latest : " from " + first + " to " + latest) + ". The last is " +
                value + ", " + difference_words(points.front().value, last.value) + "."};
    if (points.size() >= least_for_shift)
        lines.push_back(level_words(series, here) + "; " + scatter_words(points) + ".");
    return lines;
}

Lines series_table(const Series& series, const Here& here)
{
    Lines lines;
    for (const auto& point : series.points)
        lines.push_back(instant_words(point.at, {}, here) + ": " + std::to_string(point.value) + " of " +
                        std::to_string(series.highest));
    return lines;
}

std::optional<std::string> occasion_words(const std::vector<Occasion>& beside, const Here& here)
{
    using Sort = Occasion::Sort;
    Lines parts;
    for (auto part :
         {occasions_of(beside, Sort::session, "a session", "sessions", here),
          occasions_of(beside, Sort::leave, "leave", "times of leave", here),
          occasions_of(beside, Sort::repair, "a missed window that was repaired", "missed windows that were repaired",
                       here),
          occasions_of(beside, Sort::experiment, "an experiment", "experiments", here),
          occasions_of(beside, Sort::reworded, "the question was worded anew", "the question was worded anew", here)})
        if (!part.empty()) parts.push_back(std::move(part));
    if (parts.empty()) return std::nullopt;
    std::string words;
    for (const auto& part : parts) words.append(words.empty() ? "In that time: " : "; ").append(part);
    return words + ".";
}

}  // namespace holdfast::ui
