#include "client/core/experiment/experiments.hpp"

#include <algorithm>

namespace holdfast::client {
namespace {

std::optional<Row> known_row(const State& state, const ConversationId& id, const MessageId& experiment)
{
    return state.experiments.find(
        [&](const KnownExperiment& one) { return one.conversation == id && one.experiment == experiment; });
}

/// The experiment that an entry is about; zero for other entries.
MessageId experiment_named(const Entry& entry)
{
    if (const auto* experiment = std::get_if<wire::Experiment>(&entry.body))
        return experiment->of == MessageId{} ? entry.message : experiment->of;
    const auto* step = std::get_if<wire::ExperimentStep>(&entry.body);
    return step ? step->experiment : MessageId{};
}

/// Its first content is here and counts.
bool has_first(const State& state, const KnownExperiment& known)
{
    const auto row = state.entry_row(known.experiment);
    if (!row) return false;
    const auto& head = state.entries.head(*row);
    return head.conversation == known.conversation && head.is<wire::Experiment>() && counts(head);
}

ExperimentStage stage_of(const ExperimentView& view, bool dropped_last)
{
    if (dropped_last) return ExperimentStage::dropped;
    if (!view.learned.empty()) return ExperimentStage::learned;
    if (!view.results.empty()) return ExperimentStage::happened;
    return view.versions.back().by_owner ? ExperimentStage::proposed : ExperimentStage::open;
}

void add_step(ExperimentView& view, const Entry& entry, const wire::ExperimentStep& step)
{
    auto& said = step.part == wire::ExperimentPart::result    ? view.results
                 : step.part == wire::ExperimentPart::learned ? view.learned
                                                              : view.dropped;
    said.push_back({entry.message, entry.written, step});
}

/// Once there is a version of the client's, those of the owner are what came before it.
void order_versions(ExperimentView& view)
{
    std::stable_sort(view.versions.begin(), view.versions.end(),
                     [](const ExperimentVersion& a, const ExperimentVersion& b) { return a.by_owner && !b.by_owner; });
}

std::optional<ExperimentView> view_of(const State& state, const KnownExperiment& known)
{
    const auto* conversation = state.conversation(known.conversation);
    if (!conversation || !has_first(state, known)) return std::nullopt;
    ExperimentView view;
    view.id = known.experiment;
    view.number = *state.entry_row(known.experiment);
    view.told = known.told;
    bool dropped_last = false;
    for (const auto& message : known.contents) {
        const auto row = state.entry_row(message);
        if (!row || !counts(state.entries.head(*row))) continue;
        const auto entry = state.entries.read(*row);
        if (const auto* what = std::get_if<wire::Experiment>(&entry.body))
            view.versions.push_back({message, entry.written, entry.from == conversation->roster.owner, *what});
        const auto* step = std::get_if<wire::ExperimentStep>(&entry.body);
        if (step) add_step(view, entry, *step);
        if (step) dropped_last = step->part == wire::ExperimentPart::dropped;
    }
    order_versions(view);
    view.stage = stage_of(view, dropped_last);
    return view;
}

/// Those that are closed, or of which the first content is missing, go first.
void trim_experiments(State& state, const ConversationId& id)
{
    std::vector<Row> rows;
    for (const auto& [row, known] : state.experiments.rows())
        if (known.conversation == id) rows.push_back(row);
    if (rows.size() <= most_experiments) return;
    const auto may_go = std::ranges::find_if(rows, [&](const Row row) {
        const auto view = view_of(state, state.experiments.at(row));
        return !view || !view->is_open();
    });
    state.experiments.erase(may_go == rows.end() ? rows.front() : *may_go);
}

bool is_too_long(const std::string& words) { return words.size() > wire::max_experiment_words_bytes; }

Status check_place(const State& state, const wire::Content& content, const MessageId& of)
{
    if (of == content.message) return Errc::out_of_range;
    const auto row = state.entry_row(of);
    if (!row) return ok();  // it may still come
    const auto& head = state.entries.head(*row);
    if (head.conversation != content.conversation) return Errc::wrong_address;
    if (!head.is<wire::Experiment>()) return Errc::out_of_range;
    return std::get<wire::Experiment>(state.entries.read(*row).body).of == MessageId{} ? ok()
                                                                                       : Status{Errc::out_of_range};
}

/// A number of a result goes as far as the scale of what was expected.
Status check_scale(const State& state, const ConversationId& id, const wire::ExperimentStep& step)
{
    const auto known = experiment_of(state, id, step.experiment);
    const bool fits = !known || !step.number || *step.number <= wire::highest_number(known->what().unit);
    return fits ? ok() : Status{Errc::out_of_range};
}

/// An owner changes what they proposed themselves.
Status check_owners(const State& state, const wire::Content& content, const MessageId& of)
{
    const auto* conversation = state.conversation(content.conversation);
    if (!conversation || conversation->roster.owner != content.account || of == MessageId{}) return ok();
    const auto row = state.entry_row(of);
    return !row || state.entries.head(*row).from == content.account ? ok() : Status{Errc::not_allowed};
}

/// What an earlier program took without knowing its kind was not checked when it came.
bool is_sound(const State& state, const Entry& entry)
{
    const auto* conversation = state.conversation(entry.conversation);
    const bool owners = conversation && conversation->roster.owner == entry.from;
    if (const auto* step = std::get_if<wire::ExperimentStep>(&entry.body))
        return !owners && check_words(*step).has_value();
    const auto* what = std::get_if<wire::Experiment>(&entry.body);
    if (!what || check_words(*what).has_error()) return false;
    const auto first = owners ? state.entry_row(what->of) : std::nullopt;
    return !first || state.entries.head(*first).from == entry.from;
}

std::uint8_t number_of(std::optional<wire::ExperimentPart> part)
{
    return part ? static_cast<std::uint8_t>(*part) : std::uint8_t{0};
}

std::optional<Row> experiment_draft_row(const State& state, const ConversationId& id, const MessageId& experiment,
                                        std::uint8_t part)
{
    return state.experiment_drafts.find([&](const ExperimentDraft& draft) {
        return draft.conversation == id && draft.experiment == experiment && draft.part == part;
    });
}

}  // namespace

std::vector<ExperimentView> experiments_of(const State& state, const ConversationId& id)
{
    std::vector<ExperimentView> views;
    for (const auto& [row, known] : state.experiments.rows())
        if (known.conversation == id)
            if (auto view = view_of(state, known)) views.push_back(std::move(*view));
    std::ranges::sort(views, {}, &ExperimentView::number);
    return views;
}

std::optional<ExperimentView> experiment_of(const State& state, const ConversationId& id, const MessageId& experiment)
{
    const auto row = known_row(state, id, experiment);
    return row ? view_of(state, state.experiments.at(*row)) : std::nullopt;
}

ExperimentWords experiment_draft_of(const State& state, const ConversationId& id, const MessageId& experiment,
                                    std::optional<wire::ExperimentPart> part)
{
    const auto row = experiment_draft_row(state, id, experiment, number_of(part));
    return row ? state.experiment_drafts.at(*row).words : ExperimentWords{};
}

void set_experiment_draft(State& state, const ConversationId& id, const MessageId& experiment,
                          std::optional<wire::ExperimentPart> part, ExperimentWords words)
{
    ExperimentDraft draft{id, experiment, number_of(part), std::move(words)};
    const auto row = experiment_draft_row(state, draft.conversation, draft.experiment, draft.part);
    if (row && state.experiment_drafts.at(*row).words == draft.words) return;
    if (row) state.experiment_drafts.erase(*row);
    if (draft.words != ExperimentWords{}) state.experiment_drafts.add(std::move(draft));
}

Status check_words(const wire::Experiment& experiment)
{
    if (experiment.prediction.empty() || experiment.plan.empty()) return Errc::empty_text;
    if (is_too_long(experiment.prediction) || is_too_long(experiment.plan) ||
        experiment.unit.size() > wire::max_experiment_unit_bytes)
        return Errc::text_too_long;
    if (experiment.number && *experiment.number > wire::highest_number(experiment.unit)) return Errc::out_of_range;
    if (!experiment.from.ok() || !experiment.to.ok()) return Errc::bad_date;
    const std::chrono::sys_days from{experiment.from};
    const std::chrono::sys_days to{experiment.to};
    return from <= to && to - from < wire::max_experiment_days ? ok() : Status{Errc::bad_date};
}

Status check_words(const wire::ExperimentStep& step)
{
    if (is_too_long(step.words)) return Errc::text_too_long;
    const bool is_result = step.part == wire::ExperimentPart::result;
    if (step.number && (!is_result || *step.number > wire::most_of_a_unit)) return Errc::out_of_range;
    const bool says = step.part == wire::ExperimentPart::dropped || !step.words.empty() || step.number.has_value();
    return says ? ok() : Status{Errc::empty_text};
}

Status check_experiment(const State& state, const wire::Content& content)
{
    if (const auto* experiment = std::get_if<wire::Experiment>(&content.body)) {
        if (const auto words = check_words(*experiment); words.has_error()) return words;
        if (experiment->of == MessageId{}) return ok();
        if (const auto place = check_place(state, content, experiment->of); place.has_error()) return place;
        return check_owners(state, content, experiment->of);
    }
    const auto* step = std::get_if<wire::ExperimentStep>(&content.body);
    if (!step) return ok();
    if (const auto words = check_words(*step); words.has_error()) return words;
    if (step->experiment == MessageId{}) return Errc::out_of_range;
    if (const auto place = check_place(state, content, step->experiment); place.has_error()) return place;
    return check_scale(state, content.conversation, *step);
}

void note_experiment(State& state, const MessageId& message)
{
    const auto at = state.entry_row(message);
    if (!at) return;
    const auto head = state.entries.head(*at);
    if (!head.is<wire::Experiment>() && !head.is<wire::ExperimentStep>()) return;
    if (!is_sound(state, state.entries.at(*at))) return;
    const auto experiment = experiment_named(state.entries.at(*at));
    auto row = known_row(state, head.conversation, experiment);
    if (!row) row = state.experiments.add({head.conversation, experiment, {}, 0});
    auto& known = state.experiments.edit(*row);
    // Behind those that its writer wrote before it: one that was missing comes late.
    const auto later = std::ranges::find_if(known.contents, [&](const MessageId& other) {
        const auto there = state.entry_row(other);
        if (!there) return false;
        const auto& one = state.entries.head(*there);
        return one.device == head.device && one.sequence > head.sequence;
    });
    known.contents.insert(later, message);
    // The first content stays; of the others the oldest go.
    if (known.contents.size() > most_experiment_contents) known.contents.erase(known.contents.begin() + 1);
    if (head.is<wire::Experiment>()) known.told = 0;
    trim_experiments(state, head.conversation);
}

ExperimentDue due_of(const ExperimentView& experiment, const Date& today)
{
    if (experiment.stage != ExperimentStage::open) return ExperimentDue::later;
    if (today < experiment.what().from) return ExperimentDue::later;
    return today <= experiment.what().to ? ExperimentDue::now : ExperimentDue::over;
}

ExperimentNumbers numbers_of(const ExperimentView& experiment)
{
    const auto& version = experiment.versions.back();
    ExperimentNumbers numbers{experiment.id, version.what.unit, version.what.number, version.at, {}, {}};
    if (experiment.results.empty()) return numbers;
    const auto& result = experiment.results.back();
    numbers.happened_at = result.at;
    if (result.step.number && *result.step.number <= wire::highest_number(version.what.unit))
        numbers.actual = result.step.number;
    return numbers;
}

std::vector<ExperimentNumbers> experiment_numbers(const std::vector<ExperimentView>& experiments)
{
    std::vector<ExperimentNumbers> all;
    for (const auto& one : experiments) {
        if (one.stage == ExperimentStage::proposed || one.stage == ExperimentStage::dropped) continue;
        const auto numbers = numbers_of(one);
        if (numbers.predicted || numbers.actual) all.push_back(numbers);
    }
    return all;
}

}  // namespace holdfast::client
