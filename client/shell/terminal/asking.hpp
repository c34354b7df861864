// One question and one answer after another, line by line: on a terminal, and in the same way from a pipe. One rule: an
// interrupted question (Ctrl-C, Ctrl-D, the end of a pipe) is no answer; the command ends, and nothing leaves.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Whether somebody sits at a terminal who can be asked.
[[nodiscard]] bool can_ask(const Context& context);

/// `given`, or an answer from the terminal where nothing was given; before a vault is open. Errors: bad_command where
/// nobody can be asked, not_confirmed when the person leaves.
[[nodiscard]] Result<std::string> given_or_asked(const Context& context, const std::string& given,
                                                 const std::string& question);

/// Shows a question (safe words) with what an empty answer means, and reads a line. Empty at the end of the input, and
/// when a signal came.
[[nodiscard]] std::optional<std::string> ask_line(const Context& context, OneShotClient& one_shot,
                                                  const std::string& question, const std::string& suggestion);

/// Asks until yes or no is said; empty when the person leaves. An empty answer is `usual`; without one it is asked
/// again, as it must be wherever a yes cannot be called back: one Enter too many is no yes.
[[nodiscard]] std::optional<bool> ask_yes_no(const Context& context, OneShotClient& one_shot,
                                             const std::string& question, std::optional<bool> usual = std::nullopt);

/// The line that was being typed when the question was left, as an answer would be; empty where there was none.
[[nodiscard]] std::string unfinished_answer(OneShotClient& one_shot);

/// Asks `questions` to their end, one after another; `keep` is called after each answer, and where the questions take a
/// line that was begun, after that one. False when the person leaves.
template <class Questions, class Keep>
[[nodiscard]] bool ask_all(const Context& context, OneShotClient& one_shot, Questions& questions, const Keep& keep)
{
    while (!questions.done()) {
        const auto answer = ask_line(context, one_shot, questions.question(), {});
        if (!answer) {
            if constexpr (requires { questions.add_unfinished(std::string{}); }) {
                questions.add_unfinished(unfinished_answer(one_shot));
                keep();
            }
            return false;
        }
        context.out.lines(questions.answer(*answer));
        keep();
    }
    return true;
}

/// A text of several lines, ended by one with a single dot; `keep` is given what there is after each, and false ends
/// the text there (it is too long). Empty when the person leaves: then `keep` was given the line begun as well.
[[nodiscard]] std::optional<std::string> ask_text(const Context& context, OneShotClient& one_shot,
                                                  const std::function<bool(const std::string& so_far)>& keep);

}  // namespace holdfast::shell
