// Small experiments of a conversation: an index of their contents, whose words stand in the history. One rule: what
// holds follows from the entries that count, each writer's in their order, whatever order they came in; so both sides
// know the same once both have the same messages. PROTOCOL.md, "Experiments".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/core/step.hpp"

namespace holdfast::client {

/// Open ones that a client has, and that an owner has proposed; and all that are followed in a conversation, of which
/// the oldest closed ones go.
inline constexpr std::size_t most_open_experiments = 50;
inline constexpr std::size_t most_experiments = 200;
/// Versions and steps of one experiment.
inline constexpr std::size_t most_experiment_contents = 60;

/// The oldest first; without those whose first content is not here, or counts no more.
[[nodiscard]] std::vector<ExperimentView> experiments_of(const State& state, const ConversationId& id);
[[nodiscard]] std::optional<ExperimentView> experiment_of(const State& state, const ConversationId& id,
                                                          const MessageId& experiment);
/// Empty where nothing was begun.
[[nodiscard]] ExperimentWords experiment_draft_of(const State& state, const ConversationId& id,
                                                  const MessageId& experiment,
                                                  std::optional<wire::ExperimentPart> part);
/// Without any words none is kept.
void set_experiment_draft(State& state, const ConversationId& id, const MessageId& experiment,
                          std::optional<wire::ExperimentPart> part, ExperimentWords words);

/// Whether an experiment or a step of one in a content may be stored; other contents may. Errors: empty_text,
/// text_too_long, out_of_range (a number, dates, or a message that is no experiment), wrong_address (an experiment of
/// another conversation), not_allowed (a version of the owner's of what is not their proposal).
[[nodiscard]] Status check_experiment(const State& state, const wire::Content& content);
/// The same of the words alone.
[[nodiscard]] Status check_words(const wire::Experiment& experiment);
[[nodiscard]] Status check_words(const wire::ExperimentStep& step);

/// The entry of this message is stored; one of another kind is none of an experiment's.
void note_experiment(State& state, const MessageId& message);

// ---- pure -----------------------------------------------------------------------------------------------------------

enum class ExperimentDue : std::uint8_t {
    later = 1,
    now = 2,   ///< today is one of its days
    over = 3,  ///< its days are over, and there is no result
};
/// `today` is where the reader is. Of an experiment that is not open: later.
[[nodiscard]] ExperimentDue due_of(const ExperimentView& experiment, const Date& today);

/// What an experiment says in numbers, for a plot: what was expected, and what it came to on the same scale.
struct ExperimentNumbers {
    MessageId experiment;
    std::string unit;  ///< as in wire::Experiment
    std::optional<std::uint32_t> predicted;
    Instant predicted_at;
    std::optional<std::uint32_t> actual;
    std::optional<Instant> happened_at;
    friend bool operator==(const ExperimentNumbers&, const ExperimentNumbers&) = default;
};
[[nodiscard]] ExperimentNumbers numbers_of(const ExperimentView& experiment);
/// Of all that have a number and were not dropped or only proposed, in their order.
[[nodiscard]] std::vector<ExperimentNumbers> experiment_numbers(const std::vector<ExperimentView>& experiments);

}  // namespace holdfast::client
