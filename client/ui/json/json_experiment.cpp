#include "client/ui/json/json_experiment.hpp"

#include <boost/json/array.hpp>

#include "client/core/experiment/experiments.hpp"
#include "client/core/pulse/pulses.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/json/json.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;

json::value number_value(const std::optional<std::uint32_t>& number)
{
    return number ? json::value(*number) : json::value(nullptr);
}

std::string_view part_name(wire::ExperimentPart part) noexcept
{
    switch (part) {
        case wire::ExperimentPart::result: return "result";
        case wire::ExperimentPart::learned: return "learned";
        case wire::ExperimentPart::dropped: break;
    }
    return "dropped";
}

std::string_view stage_name(client::ExperimentStage stage) noexcept
{
    switch (stage) {
        case client::ExperimentStage::proposed: return "proposed";
        case client::ExperimentStage::open: return "open";
        case client::ExperimentStage::happened: return "happened";
        case client::ExperimentStage::learned: return "learned";
        case client::ExperimentStage::dropped: break;
    }
    return "dropped";
}

json::value due_value(const client::ExperimentView& experiment, const Date& today)
{
    if (experiment.stage != client::ExperimentStage::open) return nullptr;
    switch (client::due_of(experiment, today)) {
        case client::ExperimentDue::later: return "later";
        case client::ExperimentDue::now: return "now";
        case client::ExperimentDue::over: break;
    }
    return "over";
}

json::array said_values(const std::vector<client::ExperimentSaid>& said)
{
    json::array list;
    for (const auto& one : said)
        list.emplace_back(json::object{{"id", to_hex(one.message.view())},
                                       {"at", time_value(one.at)},
                                       {"words", one.step.words},
                                       {"number", number_value(one.step.number)}});
    return list;
}

std::string_view about_name(wire::PulseAbout about) noexcept
{
    return about == wire::PulseAbout::session ? "session" : "window";
}

}  // namespace

json::object experiment_value(const wire::Experiment& experiment)
{
    return {{"of", experiment.of == MessageId{} ? json::value(nullptr) : json::value(to_hex(experiment.of.view()))},
            {"expected", experiment.prediction},
            {"unit", experiment.unit},
            {"number", number_value(experiment.number)},
            {"plan", experiment.plan},
            {"from", iso_date(experiment.from)},
            {"to", iso_date(experiment.to)}};
}

json::object step_value(const wire::ExperimentStep& step)
{
    return {{"of", to_hex(step.experiment.view())},
            {"part", part_name(step.part)},
            {"words", step.words},
            {"number", number_value(step.number)}};
}

json::object experiment_object(const client::ExperimentView& experiment, std::size_t place, const ConversationId& in,
                               const Date& today)
{
    auto object = object_of("experiment", in, {{"id", to_hex(experiment.id.view())}, {"place", place}});
    object["stage"] = stage_name(experiment.stage);
    object["due"] = due_value(experiment, today);
    json::array versions;
    for (const auto& version : experiment.versions) {
        auto value = experiment_value(version.what);
        value.erase("of");
        value["id"] = to_hex(version.message.view());
        value["at"] = time_value(version.at);
        value["by_therapist"] = version.by_owner;
        versions.emplace_back(std::move(value));
    }
    object["versions"] = std::move(versions);
    object["results"] = said_values(experiment.results);
    object["learned"] = said_values(experiment.learned);
    object["dropped"] = said_values(experiment.dropped);
    const auto numbers = client::numbers_of(experiment);
    object["unit"] = numbers.unit;
    object["predicted"] = number_value(numbers.predicted);
    object["actual"] = number_value(numbers.actual);
    return object;
}

json::object experiment_draft_object(json::object what, const ConversationId& in)
{
    return object_of("experiment_draft", in, {{"draft", std::move(what)}});
}

json::object pulse_value(const wire::PulseAnswer& answer)
{
    return {{"about", about_name(answer.about)},
            {"at", time_value(answer.at)},
            {"answered", time_value(answer.answered)},
            {"value", answer.value}};
}

json::object pulse_object(const client::PulseView& pulse, const ConversationId& in)
{
    auto object = object_of("pulse", in, {{"off", pulse.off}});
    object["occasion"] = nullptr;
    if (pulse.occasion)
        object["occasion"] =
            json::object{{"about", about_name(pulse.occasion->about)}, {"at", time_value(pulse.occasion->at)}};
    json::array answers;
    for (const auto& one : pulse.answers) {
        auto value = pulse_value(one.answer);
        value["shared"] = one.shared;
        answers.emplace_back(std::move(value));
    }
    object["answers"] = std::move(answers);
    object["fell"] = client::is_fall(client::pulse_numbers(pulse));
    object["suggests_repair"] = pulse.suggests_repair;
    return object;
}

}  // namespace holdfast::ui
