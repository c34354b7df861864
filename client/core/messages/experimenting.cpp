#include "client/core/messages/experimenting.hpp"

#include <algorithm>

#include "client/core/experiment/experiments.hpp"
#include "client/core/messages/blank.hpp"
#include "client/core/messages/compose.hpp"

namespace holdfast::client {
namespace {

bool contains_nul(const std::string& words) { return words.find('\0') != std::string::npos; }

/// What does not decode here would be refused by the reader: text that is not UTF-8.
template <class Body>
Status is_readable(const Body& body)
{
    return wire::decode<Body>(wire::encode(body)).has_error() ? Status{Errc::bad_encoding} : ok();
}

Status is_sendable(const wire::Experiment& experiment)
{
    if (is_blank(experiment.prediction) || is_blank(experiment.plan)) return Errc::empty_text;
    if (const auto words = check_words(experiment); words.has_error()) return words;
    if (contains_nul(experiment.prediction) || contains_nul(experiment.plan) || contains_nul(experiment.unit))
        return Errc::bad_encoding;
    return is_readable(experiment);
}

Status is_sendable(const wire::ExperimentStep& step)
{
    if (const auto words = check_words(step); words.has_error()) return words;
    const bool says = step.part == wire::ExperimentPart::dropped || step.number || !is_blank(step.words);
    if (!says) return Errc::empty_text;
    return contains_nul(step.words) ? Status{Errc::bad_encoding} : is_readable(step);
}

std::size_t count_open(const std::vector<ExperimentView>& experiments, bool proposed)
{
    return static_cast<std::size_t>(std::ranges::count(
        experiments, proposed ? ExperimentStage::proposed : ExperimentStage::open, &ExperimentView::stage));
}

bool has_room(const ExperimentView& known)
{
    return known.versions.size() + known.results.size() + known.learned.size() + known.dropped.size() <
           most_experiment_contents;
}

Status may_set_experiment(const State& state, const Conversation& conversation, const wire::Experiment& experiment)
{
    const bool owner = state.mine(conversation);
    const auto known = experiment_of(state, conversation.id, experiment.of);
    const bool begins = experiment.of == MessageId{};
    if (!begins && !known) return Errc::not_found;
    const bool opens = begins || (!owner && known->stage == ExperimentStage::proposed);
    if (opens && count_open(experiments_of(state, conversation.id), owner) >= most_open_experiments)
        return Errc::too_large;
    if (begins) return ok();
    if (!has_room(*known)) return Errc::too_large;
    if (owner && known->stage != ExperimentStage::proposed) return Errc::not_allowed;
    if (!known->results.empty() && known->what().unit != experiment.unit) return Errc::not_allowed;
    auto same = known->what();
    same.of = experiment.of;
    const bool takes_over = !owner && known->versions.back().by_owner;
    return same == experiment && !takes_over ? Status{Errc::nothing_changed} : ok();
}

const std::vector<ExperimentSaid>& said_of(const ExperimentView& known, wire::ExperimentPart part)
{
    switch (part) {
        case wire::ExperimentPart::result: return known.results;
        case wire::ExperimentPart::learned: return known.learned;
        case wire::ExperimentPart::dropped: break;
    }
    return known.dropped;
}

Status may_say(const State& state, const Conversation& conversation, const wire::ExperimentStep& step)
{
    const auto known = experiment_of(state, conversation.id, step.experiment);
    if (!known) return Errc::not_found;
    const bool drops = step.part == wire::ExperimentPart::dropped;
    if (state.mine(conversation)) return Errc::not_allowed;
    if (known->stage == ExperimentStage::proposed && !drops) return Errc::not_allowed;
    if (step.number && *step.number > wire::highest_number(known->what().unit)) return Errc::out_of_range;
    if (!has_room(*known)) return Errc::too_large;
    if (drops) return known->stage == ExperimentStage::dropped ? Status{Errc::nothing_changed} : ok();
    const auto& said = said_of(*known, step.part);
    const bool same = !said.empty() && said.back().step == step && known->stage != ExperimentStage::dropped;
    return same ? Status{Errc::nothing_changed} : ok();
}

}  // namespace

void set_experiment(Step& step, Ticket ticket, const command::SetExperiment& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (const auto fits = is_sendable(order.experiment); fits.has_error()) return step.answer(ticket, fits.errc());
    if (const auto may = may_set_experiment(step.state, *conversation, order.experiment); may.has_error())
        return step.answer(ticket, may.errc());
    const auto message = write_message(step, ticket, order.conversation, order.experiment);
    if (!message) return;
    note_experiment(step.state, *message);
    set_experiment_draft(step.state, order.conversation, order.experiment.of, std::nullopt, {});
}

void say_experiment(Step& step, Ticket ticket, const command::SayExperiment& order)
{
    const auto* conversation = step.state.conversation(order.conversation);
    if (!conversation) return step.answer(ticket, Errc::not_found);
    if (const auto fits = is_sendable(order.step); fits.has_error()) return step.answer(ticket, fits.errc());
    if (const auto may = may_say(step.state, *conversation, order.step); may.has_error())
        return step.answer(ticket, may.errc());
    const auto message = write_message(step, ticket, order.conversation, order.step);
    if (!message) return;
    note_experiment(step.state, *message);
    set_experiment_draft(step.state, order.conversation, order.step.experiment, order.step.part, {});
}

void save_experiment(Step& step, Ticket ticket, const command::SaveExperiment& order)
{
    if (!step.state.conversation(order.conversation)) return step.answer(ticket, Errc::not_found);
    const auto& words = order.words;
    if (words.words.size() > wire::max_experiment_words_bytes || words.plan.size() > wire::max_experiment_words_bytes ||
        words.unit.size() > wire::max_experiment_unit_bytes)
        return step.answer(ticket, Errc::text_too_long);
    if (is_readable(words).has_error()) return step.answer(ticket, Errc::bad_encoding);
    set_experiment_draft(step.state, order.conversation, order.experiment, order.part, words);
    step.answer(ticket);
}

void note_experiments_told(Step& step, Ticket ticket, const command::NoteExperimentsTold& order)
{
    const auto note = [&](const std::vector<MessageId>& experiments, std::uint8_t told) {
        for (const auto& [row, known] : step.state.experiments.rows()) {
            const bool named = std::ranges::find(experiments, known.experiment) != experiments.end();
            if (named && known.conversation == order.conversation && known.told < told)
                step.state.experiments.edit(row).told = told;
        }
    };
    note(order.due, 1);
    note(order.over, 2);
    step.answer(ticket);
}

}  // namespace holdfast::client
