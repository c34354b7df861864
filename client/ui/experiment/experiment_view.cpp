#include "client/ui/experiment/experiment_view.hpp"

#include <iterator>

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

using client::ExperimentDue;
using client::ExperimentStage;

constexpr std::size_t name_columns = 48;

/// With its year whatever the reader's is: a history says the same at any time.
std::string fixed_date(const Date& date) { return hours::show_date(date, Date{}); }

std::string fixed_dates(const wire::Experiment& experiment)
{
    if (experiment.from == experiment.to) return fixed_date(experiment.from);
    return fixed_date(experiment.from) + " to " + fixed_date(experiment.to);
}

/// A label before the first line of what somebody wrote.
void append_labelled(Lines& lines, std::string_view label, std::string_view words)
{
    auto safe = sanitize_text(words);
    if (safe.empty()) return;
    safe.front().insert(0, std::string{label});
    lines.insert(lines.end(), std::make_move_iterator(safe.begin()), std::make_move_iterator(safe.end()));
}

void append_number(Lines& lines, const wire::Experiment& experiment)
{
    if (!experiment.number) return;
    lines.push_back((experiment.unit.empty() ? "How sure: " : "Expected number: ") +
                    quantity_words(*experiment.number, experiment.unit));
}

std::string name_of_experiment(const client::ExperimentView& experiment)
{
    return fit(sanitize_line(experiment.what().prediction), name_columns);
}

std::string_view part_words(wire::ExperimentPart part)
{
    switch (part) {
        case wire::ExperimentPart::result: return "What happened";
        case wire::ExperimentPart::learned: return "What was learned";
        case wire::ExperimentPart::dropped: return "Dropped";
    }
    return {};
}

std::string its_dates(const client::ExperimentView& experiment, const Here& here)
{
    return dates_words(experiment.what().from, experiment.what().to, here.zone, here);
}

void append_said(Lines& lines, std::string_view label, const std::vector<client::ExperimentSaid>& said,
                 const std::string& unit, const Here& here)
{
    for (std::size_t i = 0; i < said.size(); ++i) {
        const auto& one = said[i];
        const bool earlier = i + 1 < said.size();
        auto heading = (earlier ? "Earlier, " : "") + instant_words(one.at, {}, here);
        lines.push_back(std::string{label} + " (" + heading + ")" +
                        (one.step.number ? ": " + quantity_words(*one.step.number, unit) : std::string{}));
        if (!one.step.words.empty())
            for (const auto& line : sanitize_text(one.step.words)) lines.push_back("  " + line);
    }
}

bool is_listed(const client::ExperimentView& experiment, bool closed_too)
{
    return closed_too || experiment.is_open() || experiment.stage == ExperimentStage::happened;
}

}  // namespace

std::string quantity_words(std::uint32_t number, const std::string& unit)
{
    return std::to_string(number) + (unit.empty() ? " of 100" : " " + sanitize_line(unit));
}

Lines experiment_entry_lines(const wire::Experiment& experiment)
{
    Lines lines{experiment.of == MessageId{} ? "Experiment" : "Experiment, another version"};
    append_labelled(lines, "Expected: ", experiment.prediction);
    append_number(lines, experiment);
    append_labelled(lines, "Plan: ", experiment.plan);
    lines.push_back("When: " + fixed_dates(experiment));
    return lines;
}

Lines experiment_step_lines(const wire::ExperimentStep& step)
{
    Lines lines{"Experiment: " + std::string{part_words(step.part)}};
    if (step.number) lines.push_back("Number: " + std::to_string(*step.number));
    if (!step.words.empty())
        for (auto& line : sanitize_text(step.words)) lines.push_back(std::move(line));
    return lines;
}

Lines experiment_step_lines(const wire::ExperimentStep& step, const client::ExperimentView& of)
{
    Lines lines{"Experiment \"" + name_of_experiment(of) + "\": " + std::string{part_words(step.part)}};
    if (!step.words.empty())
        for (auto& line : sanitize_text(step.words)) lines.push_back(std::move(line));
    if (!step.number) return lines;
    client::ExperimentNumbers numbers = client::numbers_of(of);
    numbers.actual = step.number;
    const auto surprise = surprise_words(numbers);
    lines.push_back(surprise ? *surprise : "It came to " + quantity_words(*step.number, of.what().unit) + ".");
    return lines;
}

std::optional<std::string> surprise_words(const client::ExperimentNumbers& numbers)
{
    if (!numbers.predicted || !numbers.actual) return std::nullopt;
    const auto expected = *numbers.predicted;
    const auto actual = *numbers.actual;
    const auto apart = expected > actual   ? std::to_string(expected - actual) + " less"
                       : actual > expected ? std::to_string(actual - expected) + " more"
                                           : std::string{"the same"};
    return "Expected " + quantity_words(expected, numbers.unit) + "; it came to " +
           quantity_words(actual, numbers.unit) + ", " + apart + ".";
}

std::string experiment_state_words(const client::ExperimentView& experiment, const Here& here)
{
    switch (experiment.stage) {
        case ExperimentStage::proposed: return "proposed for " + its_dates(experiment, here);
        case ExperimentStage::dropped: return "dropped";
        case ExperimentStage::learned: return "done";
        case ExperimentStage::happened: return "it has happened; what was learned is open";
        case ExperimentStage::open: break;
    }
    const auto last = date_words(experiment.what().to, here.zone, here);
    switch (client::due_of(experiment, here.today())) {
        case ExperimentDue::later: return "due " + its_dates(experiment, here);
        case ExperimentDue::now: return "due now, until " + last;
        case ExperimentDue::over: break;
    }
    return "its days ended " + last;
}

Lines experiment_lines(const client::ExperimentView& experiment, const client::ConversationView& with, const Here& here)
{
    Lines lines{capital(experiment_state_words(experiment, here)) + "."};
    const auto& what = experiment.what();
    append_labelled(lines, "Expected: ", what.prediction);
    append_number(lines, what);
    append_labelled(lines, "Plan: ", what.plan);
    lines.push_back("When: " + its_dates(experiment, here));
    append_said(lines, "What happened", experiment.results, what.unit, here);
    if (const auto surprise = surprise_words(client::numbers_of(experiment))) lines.push_back(*surprise);
    append_said(lines, "What was learned", experiment.learned, what.unit, here);
    append_said(lines, "Dropped", experiment.dropped, what.unit, here);
    for (std::size_t i = 0; i + 1 < experiment.versions.size(); ++i) {
        const auto& version = experiment.versions[i];
        const bool mine = version.by_owner == with.mine;
        lines.push_back("An earlier version, " + (mine ? std::string{"yours"} : "by " + who(with)) + ", " +
                        instant_words(version.at, {}, here) + ":");
        for (const auto& line : experiment_entry_lines(version.what)) lines.push_back("  " + line);
    }
    return lines;
}

Lines experiment_list(const std::vector<client::ExperimentView>& experiments, bool closed_too,
                      const client::ConversationView& with, const Here& here)
{
    Lines lines;
    std::size_t closed = 0;
    for (std::size_t i = 0; i < experiments.size(); ++i) {
        const auto& one = experiments[i];
        if (!is_listed(one, closed_too)) {
            ++closed;
            continue;
        }
        lines.push_back(std::to_string(i + 1) + ". " + name_of_experiment(one) + ": " +
                        experiment_state_words(one, here));
        const auto surprise = surprise_words(client::numbers_of(one));
        if (surprise) lines.push_back("   " + *surprise);
    }
    if (lines.empty() && closed == 0) {
        lines.emplace_back(with.mine ? "There is no experiment yet. To propose one: holdfast experiment new"
                                     : "There is no experiment yet. To make one: holdfast experiment new");
    } else if (lines.empty()) {
        lines.emplace_back("No experiment is open.");
    }
    if (closed > 0)
        lines.push_back(std::to_string(closed) + (closed == 1 ? " is closed" : " are closed") +
                        ": holdfast experiment list --all");
    return lines;
}

ExperimentsTold experiments_to_tell(const std::vector<client::ExperimentView>& experiments, std::string_view command,
                                    const Here& here)
{
    ExperimentsTold told;
    for (std::size_t i = 0; i < experiments.size(); ++i) {
        const auto& one = experiments[i];
        const auto due = client::due_of(one, here.today());
        const auto last = date_words(one.what().to, here.zone, here);
        const auto named = "Your experiment \"" + name_of_experiment(one) + "\"";
        const auto how = std::string{command} + " result " + std::to_string(i + 1);
        if (due == ExperimentDue::now && one.told < 1) {
            told.due.push_back(one.id);
            told.lines.push_back(named + " is due now, until " + last + ". What happened: " + how);
        } else if (due == ExperimentDue::over && one.told < 2) {
            told.over.push_back(one.id);
            told.lines.push_back("The days of your experiment \"" + name_of_experiment(one) + "\" ended " + last +
                                 ". It stays open. What happened, at any time: " + how);
        }
    }
    return told;
}

}  // namespace holdfast::ui
