#include "client/ui/json/json_measure.hpp"

#include <boost/json/array.hpp>

#include "client/ui/json/json.hpp"
#include "protocol/base/text.hpp"
#include "protocol/measure/score.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;

json::array choices_value(const std::vector<wire::MeasureChoice>& choices)
{
    json::array list;
    for (const auto& choice : choices)
        list.emplace_back(json::object{{"value", choice.value}, {"words", choice.words}});
    return list;
}

json::array items_value(const wire::Measure& measure)
{
    json::array list;
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        const auto& item = measure.items[i];
        list.emplace_back(json::object{{"words", item.words},
                                       {"reverse", item.reverse},
                                       {"self_harm", item.self_harm},
                                       {"choices", choices_value(measure::choices_of(measure, i))}});
    }
    return list;
}

json::array bands_value(const wire::Measure& measure)
{
    json::array list;
    for (const auto& band : measure.bands)
        list.emplace_back(json::object{{"from", band.from}, {"to", band.to}, {"words", band.words}});
    return list;
}

/// The values that were chosen, as they are numbered in the definition.
json::array answers_value(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    json::array list;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        list.emplace_back(chosen[i] ? json::value(measure::choices_of(measure, i)[*chosen[i]].value)
                                    : json::value(nullptr));
    return list;
}

}  // namespace

json::object measure_value(const wire::Measure& measure)
{
    return {{"name", measure.name},
            {"version", measure.version},
            {"title", measure.title},
            {"source", measure.source},
            {"licence", measure.licence},
            {"instruction", measure.instruction},
            {"items", items_value(measure)},
            {"needed", measure.needed},
            {"missing", measure.missing == wire::MissingItems::mean ? "mean" : "zero"},
            {"factor", measure.factor},
            {"bands", bands_value(measure)}};
}

json::object result_value(const wire::Measure& measure, const wire::MeasureChosen& chosen)
{
    const auto score = measure::score(measure, chosen);
    json::object object{{"measure", measure.name}, {"version", measure.version}};
    object["answered"] = score.answered;
    object["items"] = score.items;
    object["total"] = score.total ? json::value(*score.total) : nullptr;
    object["lowest"] = score.range.lowest;
    object["highest"] = score.range.highest;
    object["band"] = score.band ? json::value(measure.bands[*score.band].words) : nullptr;
    object["answers"] = answers_value(measure, chosen);
    return object;
}

json::object measure_object(const client::MeasureView& view, const ConversationId& in)
{
    auto object = object_of("measure", in, {{"offer", to_hex(view.offer.view())}});
    object["measure"] = measure_value(*view.measure);
    object["offered"] = time_value(view.offered);
    object["answered"] = time_value(view.answered);
    object["begun"] = view.begun.size();
    object["result"] = view.answered ? json::value(result_value(*view.measure, view.chosen)) : nullptr;
    return object;
}

}  // namespace holdfast::ui
