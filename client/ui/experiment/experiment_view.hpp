// Experiments as lines: in the history, in a list, and one whole. What was expected and what came of it stand beside
// each other in one sentence, which judges nothing. See view.hpp for the rules of words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "client/core/experiment/experiments.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "80 of 100", "10 minutes"; safe.
[[nodiscard]] std::string quantity_words(std::uint32_t number, const std::string& unit);

/// As messages of the history, without what else is known of the experiment.
[[nodiscard]] Lines experiment_entry_lines(const wire::Experiment& experiment);
[[nodiscard]] Lines experiment_step_lines(const wire::ExperimentStep& step);
/// The same of a step where its experiment is known: named, with its scale, and a result beside what was expected.
[[nodiscard]] Lines experiment_step_lines(const wire::ExperimentStep& step, const client::ExperimentView& of);

/// "Expected 80 of 100; it came to 20 of 100, 60 less."; empty where one of the two numbers is missing.
[[nodiscard]] std::optional<std::string> surprise_words(const client::ExperimentNumbers& numbers);

/// "due Tue 3 Mar – Fri 6 Mar", "due now, until Fri 6 Mar", "its days ended Fri 6 Mar"; for others how it ended.
[[nodiscard]] std::string experiment_state_words(const client::ExperimentView& experiment, const Here& here);

/// One whole, with its earlier versions.
[[nodiscard]] Lines experiment_lines(const client::ExperimentView& experiment, const client::ConversationView& with,
                                     const Here& here);
/// "1. I will blush and leave: due now, until Fri 6 Mar", for each that is open, or all; numbered as they are.
[[nodiscard]] Lines experiment_list(const std::vector<client::ExperimentView>& experiments, bool closed_too,
                                    const client::ConversationView& with, const Here& here);

/// What a client is told once: which are due, and of which the days are over. `command`: how what happened is said.
struct ExperimentsTold {
    Lines lines;
    std::vector<MessageId> due;
    std::vector<MessageId> over;
};
[[nodiscard]] ExperimentsTold experiments_to_tell(const std::vector<client::ExperimentView>& experiments,
                                                  std::string_view command, const Here& here);

}  // namespace holdfast::ui
