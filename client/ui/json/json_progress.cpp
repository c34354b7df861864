#include "client/ui/json/json_progress.hpp"

#include <boost/json/array.hpp>

#include "client/ui/json/json.hpp"
#include "client/ui/progress/series_words.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;

json::object series_object(const Series& series, const Here& here)
{
    json::array points;
    for (const auto& point : series.points)
        points.emplace_back(json::object{{"at", to_rfc3339(point.at)}, {"value", point.value}});
    json::array reworded;
    for (const auto& at : series.reworded) reworded.emplace_back(to_rfc3339(at));
    json::array words;
    for (const auto& line : series_words(series, here)) words.emplace_back(line);
    return {{"name", series.name},         {"lowest", series.lowest},         {"highest", series.highest},
            {"points", std::move(points)}, {"reworded", std::move(reworded)}, {"words", std::move(words)}};
}

}  // namespace

json::object progress_object(const Progress& progress, const ConversationId& id, const Here& here)
{
    json::array all;
    for (const auto& series : progress.series) all.emplace_back(series_object(series, here));
    json::array occasions;
    for (const auto& one : progress.occasions)
        occasions.emplace_back(json::object{
            {"occasion", occasion_name(one.sort)}, {"from", to_rfc3339(one.from)}, {"to", to_rfc3339(one.to)}});
    return object_of("progress", id, {{"series", std::move(all)}, {"occasions", std::move(occasions)}});
}

}  // namespace holdfast::ui
